"""Documents that go out: each recipient has a row, until it is sent and by whom it was received."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity, check_union, members_of, require
from consult.documents.previews import recipients_apart
from consult.models import Document, DocumentKind, Organisation, Person, RegisterEntry, Sending
from consult.refusals import ActionError, changed_meanwhile
from consult.rules.recipients import MOST, MOST_LETTERS, without_repeats
from consult.rules.text import normal, normalise_for_search

from .actor import Actor, record_of_union

# What leaves the office. The opinion leaves it once it is published, the others once they are made; letters to people within
# a council are given out here, and what is of the office alone is not sent.
SENT_WHEN_MADE = frozenset(
    {
        DocumentKind.SUPPLEMENT_REQUEST,
        DocumentKind.REFUSAL,
        DocumentKind.DEPARTMENT_LETTER,
        DocumentKind.REMINDER_LETTER,
        DocumentKind.CERTIFIED_COPY,
    }
)


# What the proposer reads here.
READ_BY_PROPOSERS = frozenset({DocumentKind.SUPPLEMENT_REQUEST, DocumentKind.REFUSAL, DocumentKind.OPINION})


def _readers_here(document: Document, to: list[str]) -> list[str]:
    """The names of those who have the document here: whom it is written to, or the proposer, where anybody stands for it."""
    if document.addressee is not None:
        return to if document.addressee.is_active else []
    dossier = document.dossier
    if dossier is None or dossier.own_initiative or document.kind not in READ_BY_PROPOSERS:
        return []
    return [dossier.proposer.name] if members_of(dossier.proposer_id, Capacity.PROPOSER) else []


def open_sendings(document: Document) -> None:
    """A row for each recipient that the document names; whoever reads it here has it from now on."""
    entry, newest = document.entry, document.versions.order_by("version").last()
    if entry is None or newest is None:
        return
    to, copies = recipients_apart(document.kind, newest.data)
    reading = {normalise_for_search(name) for name in _readers_here(document, to)}
    today, now = clock.today(), clock.now()
    rows = []
    for name in without_repeats([*to, *copies]):
        given = normalise_for_search(name) in reading
        rows.append(
            Sending(
                union_id=document.union_id,
                entry=entry,
                name=name[:MOST_LETTERS],
                copy=name not in to,
                how=Sending.How.HERE if given else "",
                sent_on=today if given else None,
                recorded_at=now if given else None,
            )
        )
    Sending.objects.bulk_create(rows, ignore_conflicts=True)


def _keeper(by: Person, union: Organisation) -> Actor:
    return Actor.allowed(by, require(check_union(by, "register.void", union.pk)))


@transaction.atomic
def add_recipients(*, entry: RegisterEntry, names: Iterable[str], by: Person) -> int:
    """Recipients of a numbered document that it does not name itself, such as of one written by hand. Returns how many are new.

    Raises ``ActionError``.
    """
    actor = _keeper(by, entry.register.union)
    if entry.voided_at:
        raise ActionError("void_already", _("This number is already void."))
    names = without_repeats(normal(name) for name in names)
    if not names:
        raise ActionError("name_missing", _("Write at least one recipient."), where="names")
    if any(len(name) > MOST_LETTERS for name in names):
        raise ActionError("too_long", _("A recipient's name is too long."), where="names")
    # The row is the lock: two who add the same name wait for each other.
    RegisterEntry.objects.select_for_update(no_key=True).get(pk=entry.pk)
    there = {normalise_for_search(name) for name in entry.sendings.values_list("name", flat=True)}
    new = [name for name in names if normalise_for_search(name) not in there]
    if len(there) + len(new) > MOST:
        raise ActionError("too_many_recipients", _("A document has too many recipients."), where="names")
    Sending.objects.bulk_create(Sending(union=entry.register.union, entry=entry, name=name) for name in new)
    if new:
        record_of_union(entry.register.union, "recipients_added", actor, symbol=entry.symbol, count=len(new))
    return len(new)


@transaction.atomic
def record_sent(
    *, union: Organisation, sendings: Collection[int], how: str, day: date, by: Person, received_by: str = ""
) -> int:
    """Record that these rows were sent on ``day``; all or none. Returns how many. Raises ``ActionError``."""
    actor = _keeper(by, union)
    if not sendings:
        raise ActionError("nothing_chosen", _("Tick at least one recipient."))
    if how not in set(Sending.How.values) - {Sending.How.HERE}:
        raise ActionError("how_missing", _("Say how it was sent."), where="how")
    if day > clock.today():
        raise ActionError("day_future", _("This day is in the future."), where="day")
    rows = list(
        Sending.objects.select_for_update(of=("self",))
        .select_related("entry")
        .filter(union=union, pk__in=sendings)
        .order_by("pk")
    )
    if len(rows) != len(set(sendings)) or any(row.sent_on for row in rows):
        raise changed_meanwhile([str(_("recipients"))])
    early = next((row for row in rows if day < clock.day_of(row.entry.given_at)), None)
    if early is not None:
        said = _("%(symbol)s got its number only on %(day)s.")
        values = {"symbol": early.entry.symbol, "day": f"{clock.day_of(early.entry.given_at):%d/%m/%Y}"}
        raise ActionError("sent_before_given", said % values, where="day")
    _write(rows, how=how, sent_on=day, received_by=normal(received_by), by=by)
    symbols = ", ".join(dict.fromkeys(row.entry.symbol for row in rows))
    record_of_union(union, "documents_sent", actor, symbols=symbols, count=len(rows), day=f"{day:%d/%m/%Y}")
    return len(rows)


@transaction.atomic
def take_back(*, sending: Sending, by: Person) -> None:
    """Say that what was recorded as sent was a slip: it still has to be sent. Raises ``ActionError``."""
    actor = _keeper(by, sending.union)
    row = Sending.objects.select_for_update(of=("self",)).select_related("entry").get(pk=sending.pk)
    if row.sent_on is None or row.how == Sending.How.HERE:
        raise ActionError("not_sent", _("There is nothing to take back."))
    _write([row], how="", sent_on=None, received_by="", by=by)
    record_of_union(row.union, "sending_taken_back", actor, symbol=row.entry.symbol, name=row.name)


def _write(rows: list[Sending], *, how: str, sent_on: date | None, received_by: str, by: Person) -> None:
    for row in rows:
        row.how, row.sent_on, row.received_by = how, sent_on, received_by
        row.recorded_by, row.recorded_at = by, clock.now()
    Sending.objects.bulk_update(rows, ["how", "sent_on", "received_by", "recorded_by", "recorded_at"])
