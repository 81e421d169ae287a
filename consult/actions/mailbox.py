"""The mailbox of an office: set on a page, and read again and again; each mail is taken exactly once."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import check_union, require
from consult.actions import jobs
from consult.actions.actor import Actor, record_of_union
from consult.actions.incoming import register_letter
from consult.actions.notifications.undelivered import tell_officers
from consult.actions.received_files import examined, text_of
from consult.actions.storing import STORE_FAULTS, in_store
from consult.crypto import Purpose, UnreadableError, decrypt, encrypt
from consult.libraries import mailbox as imap
from consult.libraries.mailbox import MailboxFaultError
from consult.models import IncomingLetter, Mail, Mailbox, Person, ReceivedFile, ReceivedMail
from consult.refusals import ActionError
from consult.rules.returned_mail import Arrived, Kind, read, said
from consult.storage import space

logger = logging.getLogger(__name__)

# Of one mailbox in one round: others wait as well.
AT_MOST = 50
# Clocks of other servers, when mails of before are told from those of since.
CLOCKS_DIFFER = timedelta(days=1)
FAULTS = {
    "no_server": _("The mail server does not answer."),
    "sign_in": _("The mail server refuses the user name or the password."),
    "no_folder": _("The mailbox has no such folder."),
    "no_room": _("Files cannot be kept just now: the store, the disk or the virus scanner is away. Mails wait."),
    "secret": _("The password was locked with another secret; enter it again."),
}
OTHER_FAULT = _("The mailbox could not be read.")


class AnotherReaderError(Exception):
    """Somebody else takes the mails of a mailbox at the same moment."""


def place_of(mailbox: Mailbox) -> imap.Place:
    """Where a mailbox is, with its password. Raises ``MailboxFaultError``."""
    try:
        password = decrypt(Purpose.MAILBOX, mailbox.locked).decode()
    except UnreadableError as fault:
        raise MailboxFaultError("secret") from fault
    # Without encryption only a server on this machine is asked.
    tls = not (mailbox.host in ("127.0.0.1", "localhost") and mailbox.port != imap.IMAP_TLS_PORT)
    return imap.Place(mailbox.host, mailbox.port, mailbox.user, password, mailbox.folder, tls)


@transaction.atomic
def save_mailbox(*, mailbox: Mailbox, password: str, by: Person) -> None:
    """Keep what ``mailbox`` carries; without a ``password`` the one before stays. Raises ``ActionError``.

    One that is to be in use is opened first. Mails that lie in it already stay out.
    """
    actor = Actor.allowed(by, require(check_union(by, "mailbox.keep", mailbox.union_id)))
    if f"{mailbox.host}:{mailbox.port}" not in settings.CHANNEL_HOSTS:
        said = _("%(host)s is not among the hosts that the operator allows (CHANNEL_HOSTS).")
        raise ActionError("host_not_allowed", said % {"host": f"{mailbox.host}:{mailbox.port}"}, where="host")
    if password:
        mailbox.locked = encrypt(Purpose.MAILBOX, password.encode())
    elif not mailbox.locked:
        raise ActionError("secret_missing", _("Give the password."), where="password")
    elif _moved(mailbox):
        # A password goes to the server for which it was given, and to no other.
        raise ActionError(
            "secret_elsewhere", _("Enter the password again for another server or user."), where="password"
        )
    if mailbox.active:
        try:
            with imap.opened(place_of(mailbox), settings.EMAIL_TIMEOUT) as box:
                if mailbox.begun_at is None or _moved(mailbox):
                    mailbox.validity, mailbox.last_uid = box.validity, max(box.next_uid - 1, 0)
                    mailbox.begun_at = clock.now()
        except MailboxFaultError as fault:
            raise ActionError("mailbox_fault", str(FAULTS.get(fault.code, OTHER_FAULT)), where="host") from fault
    mailbox.fault = ""
    mailbox.save()
    record_of_union(mailbox.union, "mailbox_changed", actor)


def _moved(mailbox: Mailbox) -> bool:
    """Whether it is another mailbox than the one that was kept."""
    kept = Mailbox.objects.filter(pk=mailbox.pk).values_list("host", "port", "user", "folder").first()
    return kept is not None and kept != (mailbox.host, mailbox.port, mailbox.user, mailbox.folder)


def read_all() -> int:
    """Take what came into each mailbox in use. Returns how many mails were taken; one that fails holds up no other."""
    taken = 0
    for mailbox in Mailbox.objects.filter(active=True).select_related("union").order_by("pk"):
        fault = ""
        try:
            taken += _read(mailbox)
        except AnotherReaderError:
            continue
        except STORE_FAULTS as found:
            logger.warning("the mails of union %s wait: %s", mailbox.pk, found)
            fault = "no_room"
        except MailboxFaultError as found:
            fault = found.code
            logger.warning("the mailbox of union %s was not read: %s", mailbox.pk, found)
        Mailbox.objects.filter(pk=mailbox.pk).update(read_at=clock.now(), fault=fault)
    return taken


def _read(mailbox: Mailbox) -> int:
    taken = 0
    with imap.opened(place_of(mailbox), settings.EMAIL_TIMEOUT) as box:
        if box.validity != mailbox.validity:
            # The server has numbered anew: everything is looked at again, and known by its content.
            mailbox.validity, mailbox.last_uid = box.validity, 0
            mailbox.save(update_fields=["validity", "last_uid"])
        for waiting in box.after(mailbox.last_uid)[:AT_MOST]:
            if space.is_low():
                break
            large = waiting.size > settings.UPLOAD_FILE_LIMIT
            content = box.head(waiting.uid) if large else box.content(waiting.uid)
            taken += _take(mailbox, waiting.uid, content, large=large)
    return taken


def _take(mailbox: Mailbox, uid: int, content: bytes, *, large: bool) -> bool:
    """Keep one mail and go on after it, in one transaction; whether it was a new one.

    What breaks the reading of one mail must not hold up those after it: it is named, and left to people.
    """
    mark = hashlib.sha256(content).hexdigest()
    known = ReceivedMail.objects.filter(union=mailbox.union, sha256=mark).exists()
    row, arrived = ReceivedMail(union=mailbox.union, sha256=mark), Arrived(Kind.LETTER)
    files: list[ReceivedFile] = []
    if not known:
        try:
            row, files, arrived = _written(row, content, large=large)
        except (*STORE_FAULTS, OperationalError):
            raise
        except Exception:
            logger.exception("mail %s of union %s could not be read", uid, mailbox.pk)
            row.kind, row.fault, files = ReceivedMail.Kind.LETTER, ReceivedMail.Fault.UNREADABLE, []
    of_before = bool(row.sent_at and mailbox.begun_at and row.sent_at < mailbox.begun_at - CLOCKS_DIFFER)
    if of_before:
        known, files = True, []
    with in_store(*files), transaction.atomic():
        present = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
        if present.validity != mailbox.validity or present.last_uid >= uid:
            # Another reader has been here, and its files are kept.
            raise AnotherReaderError(str(mailbox))
        present.last_uid = mailbox.last_uid = uid
        present.save(update_fields=["last_uid"])
        if not known:
            row.save()
            for file in files:
                file.mail = row
                file.save()
            note_report(arrived)
    return not known


def _written(row: ReceivedMail, content: bytes, *, large: bool) -> tuple[ReceivedMail, list[ReceivedFile], Arrived]:
    """A mail as rows that are not saved yet, and what it is."""
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    plain = message_from_bytes(content)
    arrived = read(plain)
    row.kind = arrived.kind
    row.sender, row.subject = said(plain, "From")[:300], said(plain, "Subject")[:300]
    row.sent_at = _moment(said(plain, "Date"))
    own = Mail.objects.filter(message_id__in=arrived.about, notification__dossier__union=row.union)
    row.about = own.order_by("-pk").first()
    if large:
        row.fault = ReceivedMail.Fault.TOO_LARGE
        return row, [], arrived
    if arrived.kind != Kind.LETTER:
        return row, [], arrived
    row.text = text_of(message)
    return row, examined(row, message), arrived


def _moment(said: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(said)
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


@transaction.atomic
def note_report(arrived: Arrived) -> None:
    """Note on our mail that it came back or is late: on the one whose Message-ID is named, which nobody guesses."""
    if arrived.kind not in (Kind.RETURNED, Kind.DELAYED):
        return
    mail = (
        Mail.objects.filter(message_id__in=arrived.about, sent_at__isnull=False)
        .select_for_update(of=("self",))
        .select_related("notification__job", "notification__dossier__union", "notification__person")
        .order_by("-pk")
        .first()
    )
    if mail is None or mail.returned_at is not None:
        return
    mail.reply = arrived.reply
    if arrived.kind == Kind.DELAYED:
        mail.delayed_at = clock.now()
        mail.save(update_fields=["delayed_at", "reply"])
        return
    mail.returned_at = clock.now()
    mail.save(update_fields=["returned_at", "reply"])
    newer = Mail.objects.filter(notification=mail.notification, number__gt=mail.number)
    job = getattr(mail.notification, "job", None)
    if job is not None and not newer.exists() and jobs.come_back(job, arrived.reply):
        tell_officers(job)


@transaction.atomic
def register_mail(*, mail: ReceivedMail, by: Person, files: Sequence[File[Any]] = (), **data: Any) -> IncomingLetter:
    """Register a mail as an incoming letter with its files and ``files``; ``data`` is what ``register_letter`` takes.

    Raises ``ActionError`` where it is registered already, and as ``register_letter`` does.
    """
    with ExitStack() as opened, transaction.atomic():
        mail = ReceivedMail.objects.select_for_update().select_related("union").get(pk=mail.pk)
        if mail.letter_id is not None:
            raise ActionError("registered_already", _("This mail has been registered already."))
        kept = [
            File(opened.enter_context(row.file.storage.open(str(row.file.name), "rb")).file, name=row.name)
            for row in mail.files.exclude(file="")
        ]
        mail.letter = register_letter(union=mail.union, by=by, files=[*kept, *files], **data)
        mail.settled_at, mail.settled_by = clock.now(), by
        mail.save(update_fields=["letter", "settled_at", "settled_by"])
    return mail.letter


def settle(*, mail: ReceivedMail, by: Person, settled: bool = True) -> None:
    """Take a letter off the list of those that wait, or put it back."""
    require(check_union(by, "received.read", mail.union_id), known=False)
    mail.settled_at, mail.settled_by = (clock.now(), by) if settled else (None, None)
    mail.save(update_fields=["settled_at", "settled_by"])
