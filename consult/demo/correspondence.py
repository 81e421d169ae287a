"""What comes and goes around the demo's dossiers: letters, a mail, somebody to telephone, a stand-in. All invented."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.core.files.base import ContentFile

from consult import clock
from consult.actions.calls import ask_calls
from consult.actions.deadlines import calendar_of
from consult.actions.incoming import register_letter
from consult.actions.stand_ins import name_stand_in
from consult.actions.storing import in_store
from consult.models import (
    Dossier,
    IncomingLetter,
    Membership,
    Notification,
    Organisation,
    Person,
    ReceivedFile,
    ReceivedMail,
    Seat,
    Stage,
)

from .files import sample_pdf
from .office import Office
from .organisation import SECOND

# Somebody of the registry whom no mail reaches: they are told by telephone.
WITHOUT_MAIL, TELEPHONE = "Chử Bá Lương", "0262 000 333"
MAIL = """Kính gửi Văn phòng Liên hiệp Hội,

Sở gửi kèm Công văn đề nghị tư vấn Quy chế quản lý kiến trúc đô thị Buôn Ma Thuột. Bản giấy được gửi theo đường bưu điện.

Trân trọng."""


def correspond(office: Office) -> None:
    """Letters in the register, a mail, a person to telephone and a stand-in. Calling it twice changes nothing."""
    if IncomingLetter.objects.filter(register__union=office.union, passing__given_to=office.officer).exists():
        return
    # Read anew: a person's roles are remembered where they were first asked for.
    clerk, officer = (Person.objects.get(pk=one.pk) for one in (office.clerk, office.officer))
    _letters(office.union, clerk, officer)
    _mail(office.union)
    _somebody_to_telephone(office.union)
    _stand_in(office.union, clerk)


def _letters(union: Organisation, clerk: Person, officer: Person) -> None:
    today = clock.today()
    register_letter(
        union=union, by=clerk, arrived_on=today, sender="Công ty Cổ phần Nước sạch Ea Súp", symbol="57/CV-NS",
        dated=today, subject="Đề nghị phản biện Dự án Nhà máy nước sạch liên xã Ea Súp",
        files=[sample_pdf("Văn bản đề nghị"), sample_pdf("Thuyết minh dự án")],
    )  # fmt: skip
    register_letter(
        union=union, by=clerk, arrived_on=today, sender="Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Đắk Lắk",
        symbol="212/MTTQ-BTT", dated=today, subject="Mời tham gia góp ý kế hoạch giám sát, phản biện xã hội năm tới",
        files=[sample_pdf("Giấy mời")], given_to=officer, due_on=calendar_of(union.pk).add(today, 5),
    )  # fmt: skip


def _mail(union: Organisation) -> None:
    mail = ReceivedMail(
        union=union, sha256=hashlib.sha256(MAIL.encode()).hexdigest(), kind=ReceivedMail.Kind.LETTER,
        sender="Sở Xây dựng tỉnh Đắk Lắk <vanthu.sxd@thunghiem.test>", text=MAIL, sent_at=clock.now(),
        subject="V/v đề nghị tư vấn Quy chế quản lý kiến trúc đô thị",
    )  # fmt: skip
    content = sample_pdf("Công văn đề nghị tư vấn").read()
    file = ReceivedFile(
        mail=mail, name="Công văn đề nghị tư vấn.pdf", size=len(content), media_type="application/pdf",
        sha256=hashlib.sha256(content).hexdigest(), file=ContentFile(content, name="cong-van.pdf"),
    )  # fmt: skip
    with in_store(file):
        mail.save()
        file.mail = mail
        file.save()


def _somebody_to_telephone(union: Organisation) -> None:
    """Somebody who sits in a council has no address for mails."""
    seats = Seat.objects.filter(council__dossier__union=union, released_at=None, person__name=WITHOUT_MAIL)
    seat = seats.exclude(council__dossier__stage__in=[Stage.DRAFT, Stage.CLOSED]).first()
    person = Person.objects.get(name=WITHOUT_MAIL) if seat is None else seat.person
    person.email, person.phone = None, TELEPHONE
    person.save(update_fields=["email", "phone"])
    dossier = seat.council.dossier if seat else Dossier.objects.filter(union=union, stage=Stage.REVIEW).earliest("pk")
    # What there is to say in the call.
    told = Notification.objects.filter(person=person, dossier=dossier)
    told.filter(pk__in=told.order_by("-pk")[:1].values("pk")).update(read_at=None)
    ask_calls([person], dossier)


def _stand_in(union: Organisation, clerk: Person) -> None:
    """The clerk goes away tomorrow; the second officer acts for them."""
    held = Membership.objects.get(person=clerk, organisation=union, role=Membership.Role.CLERK)
    first = clock.today() + timedelta(days=1)
    name_stand_in(
        held=held, person=Person.objects.get(email=SECOND), by=clerk, since=first, until=first + timedelta(days=4),
        reason="Nghỉ phép",
    )  # fmt: skip
