"""The procedures that ship: data of a union from the first day, to be changed by it afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any

from consult import clock
from consult.models import DossierKind, LegalGround, Organisation, Procedure, Rate, Seat
from consult.rules.procedure_file import shipped_kinds

# Accounts of the demo end in this; outside demo mode they open nothing.
DEMO_HOST = "@thunghiem.test"

GROUNDS = [
    {
        "text": "Căn cứ Quyết định số 14/2014/QĐ-TTg ngày 14 tháng 02 năm 2014 của Thủ tướng Chính phủ về hoạt động "
        "tư vấn, phản biện và giám định xã hội của Liên hiệp các Hội Khoa học và Kỹ thuật Việt Nam",
        "valid_from": "2014-04-05",
    },
    {
        "text": "Căn cứ Thông tư số 11/2015/TT-BTC ngày 29 tháng 01 năm 2015 của Bộ trưởng Bộ Tài chính hướng dẫn cơ chế "
        "tài chính cho hoạt động tư vấn, phản biện và giám định xã hội của Liên hiệp các Hội Khoa học và Kỹ thuật Việt Nam",
        "valid_from": "2015-01-29",
    },
]
# Where a union acts: the regulation of its province that is known, number and day; "" where the day is not.
PROVINCIAL = {
    "Đắk Lắk": ("28/2016/QĐ-UBND", "ngày 01 tháng 7 năm 2016"),
    "Kon Tum": ("48/2017/QĐ-UBND", "ngày 27 tháng 9 năm 2017"),
    "Bình Phước": ("15/2017/QĐ-UBND", "ngày 11 tháng 4 năm 2017"),
    "Bến Tre": ("26/2015/QĐ-UBND", "ngày 21 tháng 9 năm 2015"),
    "Đồng Nai": ("37/2018/QĐ-UBND", ""),
}


def grounds_of(union: Organisation) -> list[dict[str, Any]]:
    """The grounds that a union begins with: its competence, what holds everywhere, and what its province has ruled."""
    found = [{"text": f"Căn cứ Điều lệ {union.name}"}, *GROUNDS]
    if union.place in PROVINCIAL:
        number, day = PROVINCIAL[union.place]
        found.append(
            {
                "text": f"Căn cứ Quyết định số {number} {day}".strip()
                + f" của Ủy ban nhân dân tỉnh {union.place} quy định về "
                "hoạt động tư vấn, phản biện và giám định xã hội của Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh "
                f"{union.place}"
            }
        )
    return found


def install_procedures(union: Organisation, day: date | None = None) -> dict[str, Procedure]:
    """Give a union every kind that ships with the first version of its procedure, in force from ``day``, unless it has it.

    By code. Without ``day`` it is in force from today.
    """
    found = {}
    for place, (code, shipped) in enumerate(shipped_kinds().items(), start=1):
        kind, _new = DossierKind.objects.get_or_create(
            union=union,
            code=code,
            defaults={"name": shipped.name, "consultations": list(shipped.consultations),
                      "submitters": list(shipped.submitters), "position": place},
        )  # fmt: skip
        found[code], _new = Procedure.objects.get_or_create(
            kind=kind,
            version=1,
            defaults={"description": shipped.description, "config": shipped.rules, "shipped": True,
                      "in_force_from": day or clock.today()},
        )  # fmt: skip
    return found


# Đồng a person, for an office to change: the ceilings that law sets are not known here.
RATES = {
    (Rate.Act.MEETING, Seat.Kind.CHAIR): 1_000_000,
    (Rate.Act.MEETING, Seat.Kind.DEPUTY): 800_000,
    (Rate.Act.MEETING, Seat.Kind.HEAD): 800_000,
    (Rate.Act.MEETING, Seat.Kind.REVIEWER): 700_000,
    (Rate.Act.MEETING, Seat.Kind.MEMBER): 700_000,
    (Rate.Act.MEETING, Seat.Kind.SECRETARY): 500_000,
    (Rate.Act.REVIEW, Seat.Kind.REVIEWER): 500_000,
}


def install_office(union: Organisation) -> None:
    """Give a union the grounds and rates to begin with, unless it has some."""
    if not union.grounds.exists():
        LegalGround.objects.bulk_create(
            LegalGround(union=union, position=place, **ground)
            for place, ground in enumerate(grounds_of(union), start=1)
        )
    if not union.rates.exists():
        Rate.objects.bulk_create(
            Rate(union=union, act=act, seat=seat, amount=amount) for (act, seat), amount in RATES.items()
        )
