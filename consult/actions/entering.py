"""What somebody did on paper, entered by the office: a dossier from a letter, and the rows that say what was entered."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity, check, check_union, require
from consult.actions.notifications.notices import notify, office
from consult.models import Dossier, IncomingLetter, Organisation, PaperEntry, Person, PostalNotice, Procedure, Review
from consult.refusals import ActionError, NotAllowed
from consult.rules.text import normal

from .actor import Actor, record
from .bodies import keep_body
from .incoming import require_valid
from .intake import draft_dossier


@transaction.atomic
def open_dossier(
    *,
    letter: IncomingLetter,
    by: Person,
    procedure: Procedure,
    proposer: Organisation | None = None,
    body: Organisation | None = None,
) -> Dossier:
    """Begin a dossier from a letter, for ``proposer``, or for ``body``, which is new and kept by the union from now on.

    Raises ``ActionError``.
    """
    union = letter.register.union
    actor = Actor.allowed(by, require(check_union(by, "letter.enter", union.pk)))
    require_valid(letter)
    if procedure.union.pk != union.pk:
        raise NotAllowed("not_of_this_union", _("This page is for the people of a union whose work it is."))
    if proposer is None:
        if body is None or not body.name.strip():
            raise ActionError("proposer_missing", _("Choose who asks, or enter a new body."), where="proposer")
        proposer = keep_body(body, union, actor)
    return draft_dossier(
        procedure=procedure, proposer=proposer, by=by, title=letter.said.subject[:500], entered_from=letter
    )


def require_letter_of(dossier: Dossier, letter: IncomingLetter) -> None:
    """Raises ``ActionError`` unless the letter came to the dossier's union and is not void."""
    if letter.register.union_id != dossier.union_id:
        raise ActionError("letter_of_another", _("Choose a letter of this union."), where="letter")
    require_valid(letter)


def note_entry(
    *, dossier: Dossier, by: Actor, act: PaperEntry.Act, person: Person | None = None, review: Review | None = None
) -> PaperEntry:
    """Write down what ``by`` enters from their paper; the letter lies with the dossier from now on."""
    assert by.paper is not None
    require_letter_of(dossier, by.paper)
    return PaperEntry.objects.create(
        letter=by.paper, dossier=dossier, act=act, round=dossier.round, person=person, review=review,
        entered_by=by.person, entered_at=clock.now(),
    )  # fmt: skip


def ask_author(entry: PaperEntry) -> None:
    """Ask the author of a review that was entered to look at it."""
    assert entry.review is not None
    assert entry.person is not None
    if entry.person.is_active:
        notify([entry.person], "review_entered", dossier=entry.dossier, key=f"p{entry.pk}", number=entry.letter.written)


@transaction.atomic
def confirm_review(*, review: Review, by: Person) -> None:
    """The author says that their review was entered as they wrote it. Raises ``ActionError``."""
    entry = _to_look_at(review, by)
    entry.seen_at = clock.now()
    entry.save(update_fields=["seen_at"])


def dispute_review(*, review: Review, by: Actor, reason: str) -> None:
    """The author says what is not as they wrote it: the office is told, the review stays. Raises ``ActionError``."""
    entry = _to_look_at(review, by.person)
    if not normal(reason):
        raise ActionError("reason_missing", _("Say what is not as you wrote it."), where="reason")
    entry.seen_at, entry.disputed = clock.now(), reason.strip()
    entry.save(update_fields=["seen_at", "disputed"])
    dossier = review.dossier
    record(dossier, "review_disputed", by, reason=entry.disputed, name=by.person.name)
    told = {one.pk: one for one in (*office(dossier, Capacity.OFFICER), entry.entered_by)}.values()
    notify(told, "review_disputed", dossier=dossier, key=f"p{entry.pk}", name=by.person.name, reason=entry.disputed)


def require_to_look_at(*, review: Review, by: Person) -> None:
    """Raises ``ActionError`` unless a review of theirs was entered and waits for them to look at it."""
    with transaction.atomic():
        _to_look_at(review, by)


def _to_look_at(review: Review, by: Person) -> PaperEntry:
    """The entry of a review at which its author has not looked yet. Raises ``ActionError``."""
    entries = PaperEntry.objects.select_for_update(of=("self",)).select_related("entered_by")
    entry = entries.filter(review=review, act=PaperEntry.Act.REVIEW, person=by, seen_at=None).last()
    if entry is None:
        raise ActionError("done_already", _("This has already been sent. It is done only once."))
    return entry


@transaction.atomic
def note_sent(*, notice: PostalNotice, by: Person, sent_on: date) -> None:
    """Say on which day the proposer was sent what they could not be told here. Raises ``ActionError``."""
    require(check(by, "postal.send", notice.dossier))
    notice = PostalNotice.objects.select_for_update().get(pk=notice.pk)
    if notice.sent_on is not None:
        raise ActionError("done_already", _("This has already been sent. It is done only once."))
    if sent_on > clock.today():
        raise ActionError("day_future", _("This day is in the future."), where="sent_on")
    if sent_on < clock.day_of(notice.asked_at):
        raise ActionError("sent_before_asked", _("This day is before there was anything to send."), where="sent_on")
    notice.sent_on, notice.sent_by = sent_on, by
    notice.save(update_fields=["sent_on", "sent_by"])
