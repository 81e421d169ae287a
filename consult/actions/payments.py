"""Money: the payment list, what is entered for it by hand, and that it was paid."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.crypto import Purpose, encrypt
from consult.documents.names import SEAT_NAMES
from consult.documents.parts import employer_of
from consult.models import (
    Attendance,
    Document,
    DocumentKind,
    Dossier,
    ExtraWork,
    Guest,
    Meeting,
    Organisation,
    PaymentLine,
    Payout,
    Person,
    Rate,
    Review,
    Seat,
    TaxTerms,
)
from consult.refusals import ActionError
from consult.rules.payment import (
    COMMENT,
    GUEST,
    HALL,
    MEETING,
    PRINT,
    REPORT,
    REVIEW,
    PayLine,
    Work,
    payments,
    with_tax,
)
from consult.rules.text import normal

from .actor import Actor, record
from .documents import make_document
from .payees import details_of

# What a line says that it is for.
REASONS = {
    REVIEW: "Viết phiếu nhận xét",
    GUEST: "Khách mời dự họp",
    COMMENT: "Viết ý kiến nhận xét",
    REPORT: "Viết báo cáo",
    HALL: "Thuê hội trường",
    PRINT: "In ấn, sao chụp tài liệu",
}


def make_payment_list(*, dossier: Dossier, by: Actor) -> Document:
    """List what the council's work costs, by the office's rates of today. Raises ``ActionError``."""
    lines = payment_lines(dossier)
    if not lines:
        raise ActionError(
            "nothing_to_pay", _("There is nothing to pay: no rate has been set. Rates are set under Office, Rates.")
        )
    locked = {
        # Frozen as it is kept: encrypted. The document's template opens it.
        person: encrypt(Purpose.PAYEE, json.dumps(details, ensure_ascii=False).encode()).decode()
        for person, details in details_of({line.person for line in lines}).items()
    }
    document = make_document(DocumentKind.PAYMENT_LIST, dossier, lines=lines, payees=locked, signer=by)
    PaymentLine.objects.bulk_create(
        PaymentLine(
            document=document, position=position, person_id=line.person or None, act=line.act, seat=line.seat,
            name=line.name, role=line.role[:300], reason=line.reason, quantity=line.quantity, amount=line.amount,
            tax=line.tax,
        )
        for position, line in enumerate(lines, start=1)
    )  # fmt: skip
    record(dossier, "payment_listed", by)
    return document


def payment_lines(dossier: Dossier) -> list[PayLine]:
    """What the council's work costs by the office's rates of today, with the tax withheld."""
    rates = {(rate.act, rate.seat): rate.amount for rate in dossier.union.rates.all()}
    terms = tax_terms(dossier.union)
    return with_tax(payments(work_of(dossier), rates), terms.percent, terms.threshold)


def tax_terms(union: Organisation) -> TaxTerms:
    """The union's terms; unsaved, with the defaults, where it has set none."""
    return TaxTerms.objects.filter(union=union).first() or TaxTerms(union=union)


def work_of(dossier: Dossier) -> list[Work]:
    """Who did what: reviews handed in, presence at meetings that were held, and what was entered by hand."""
    return [*_reviews(dossier), *_presence(dossier), *_guests(dossier), *_by_hand(dossier)]


def _role(seat: Seat) -> str:
    name = SEAT_NAMES[Seat.Kind(seat.kind)]
    employer = employer_of(seat.person)
    return f"{name}; {employer}" if employer else name


def _reviews(dossier: Dossier) -> list[Work]:
    reviews = dossier.reviews.filter(state=Review.State.HANDED_IN).select_related("seat__person__expert")
    return [
        Work(
            review.seat.person.titled_name,
            REVIEW,
            review.seat.kind,
            REASONS[REVIEW],
            review.seat.person_id,
            _role(review.seat),
        )
        for review in reviews
    ]


def _presence(dossier: Dossier) -> list[Work]:
    present = (
        Attendance.objects.filter(meeting__council__dossier=dossier, meeting__state=Meeting.State.HELD)
        .exclude(mode=Attendance.Mode.ABSENT, mode_before_break="")
        .select_related("seat__person__expert", "meeting")
    )
    return [
        Work(
            row.seat.person.titled_name,
            MEETING,
            row.seat.kind,
            f"{SEAT_NAMES[row.seat.kind]}, họp lần {row.meeting.sequence}",
            row.seat.person_id,
            _role(row.seat),
        )
        for row in present
    ]


def _guests(dossier: Dossier) -> list[Work]:
    """Guests whom the office asked and who came. Who registered by themselves came on their own account."""
    came = Guest.objects.filter(
        meeting__council__dossier=dossier, meeting__state=Meeting.State.HELD, came=True, by_themselves=False
    ).select_related("meeting")
    return [
        Work(guest.name, GUEST, "", f"{REASONS[GUEST]} lần {guest.meeting.sequence}", 0, guest.organisation)
        for guest in came
    ]


def _by_hand(dossier: Dossier) -> list[Work]:
    return [
        Work(row.name, row.act, "", REASONS[row.act], row.person_id or 0, row.role, row.quantity, row.price)
        for row in dossier.extra_work.select_related("person")
    ]


def enter_work(
    *, dossier: Dossier, by: Actor, act: str, person: Person | None = None, name: str = "", role: str = "",
    quantity: int = 1, price: int | None = None,
) -> ExtraWork:  # fmt: skip
    """Enter what the dossier costs besides reviews and presence: of a ``person`` in the council, or by ``name``.

    Raises ``ActionError``.
    """
    if act not in Rate.WITHOUT_SEAT:
        raise ActionError("counted_itself", _("Reviews and presence are counted by themselves."), where="act")
    seat = None
    if person is not None:
        seat = dossier.council.seats.filter(person=person).select_related("person__expert").first()
        if seat is None:
            raise ActionError("not_in_council", _("This person has no seat in the council."), where="person")
    called = seat.person.titled_name if seat else normal(name)
    if not called:
        raise ActionError("payee_missing", _("Say who is paid."), where="name")
    made = ExtraWork.objects.create(
        dossier=dossier, act=act, person=person, name=called, role=_role(seat) if seat else normal(role),
        quantity=quantity, price=price, entered_by=by.person, entered_at=clock.now(),
    )  # fmt: skip
    record(dossier, "extra_work_entered", by, act=act, name=called)
    return made


def remove_work(*, dossier: Dossier, by: Actor, row: ExtraWork) -> None:
    """Take back what was entered. Lists made before keep what they say."""
    record(dossier, "extra_work_removed", by, act=row.act, name=row.name)
    row.delete()


def record_payout(
    *, dossier: Dossier, by: Actor, lines: Collection[PaymentLine], paid_on: date, voucher: str, reason: str = ""
) -> list[Payout]:
    """Record that these lines of the newest list were paid; of one that is recorded already, correct it and say why.

    Raises ``ActionError``.
    """
    if not lines:
        raise ActionError("no_lines", _("Choose at least one line."), where="lines")
    if paid_on > clock.today():
        raise ActionError("day_future", _("This day is in the future."), where="paid_on")
    if not normal(voucher):
        raise ActionError("voucher_missing", _("Write the number of the voucher."), where="voucher")
    newest = dict[int, Payout]()
    for payout in Payout.objects.filter(line__in=lines).order_by("pk"):
        newest[payout.line_id] = payout
    if newest and not reason.strip():
        raise ActionError("reason_missing", _("A payment recorded before is corrected: say why."), where="reason")
    made = [
        Payout.objects.create(
            line=line, paid_on=paid_on, voucher=normal(voucher), corrects=newest.get(line.pk),
            reason=reason.strip() if line.pk in newest else "", recorded_by=by.person, recorded_at=clock.now(),
        )
        for line in lines
    ]  # fmt: skip
    record(
        dossier, "payment_corrected" if newest else "payment_recorded", by,
        reason=reason.strip() if newest else "", voucher=normal(voucher), lines=len(made), day=f"{paid_on:%d/%m/%Y}",
    )  # fmt: skip
    return made
