"""The procedures that ship: data of a union from the first day, to be changed by it afterwards."""

from __future__ import annotations

from typing import Any

from consult.models import LegalGround, Organisation, Procedure, Rate, Seat

# Accounts of the demo end in this; outside demo mode they open nothing.
DEMO_HOST = "@thunghiem.test"

DOCUMENTS = ["pdf", "docx", "jpeg", "png"]
DRAWINGS = ["pdf", "dwg", "dxf", "jpeg", "png", "zip"]

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


INVESTMENT: dict[str, Any] = {
    "checklist": [
        {"code": "request", "title": "Văn bản đề nghị chấp thuận chủ trương đầu tư", "types": DOCUMENTS},
        {"code": "legal_status", "title": "Tài liệu về tư cách pháp lý của nhà đầu tư", "types": DOCUMENTS},
        {"code": "finance", "title": "Tài liệu chứng minh năng lực tài chính", "types": [*DOCUMENTS, "xlsx"]},
        {"code": "project", "title": "Đề xuất dự án đầu tư", "types": DOCUMENTS},
        {"code": "land", "title": "Nhu cầu hoặc quyền sử dụng đất", "types": DOCUMENTS},
        {"code": "technology", "title": "Giải trình về công nghệ và an toàn", "types": DOCUMENTS},
        {"code": "drawings", "title": "Bản đồ vị trí và bản vẽ tổng mặt bằng", "types": DRAWINGS},
        {"code": "other", "title": "Tài liệu khác", "required": False, "types": [*DRAWINGS, "docx", "xlsx"]},
    ],
    "review_form": [
        {
            "code": "planning",
            "title": "Sự phù hợp với quy hoạch, đất đai",
            "hint": "Quy hoạch tỉnh, quy hoạch sử dụng đất, quy hoạch xây dựng, khoảng cách đến công trình lân cận.",
            "rating": True,
        },
        {
            "code": "safety",
            "title": "An toàn phòng cháy, giao thông",
            "hint": "Giải pháp phòng cháy chữa cháy, đường vào ra, tầm nhìn, tổ chức giao thông.",
            "rating": True,
        },
        {
            "code": "environment",
            "title": "Tác động môi trường",
            "hint": "Nước ngầm, sự cố tràn, hơi dầu, nước thải, chất thải.",
            "rating": True,
        },
        {
            "code": "economy",
            "title": "Nhu cầu, vốn và tiến độ",
            "hint": "Nhu cầu của khu vực, năng lực tài chính, tính khả thi của tiến độ.",
            "rating": True,
        },
        {"code": "proposal", "title": "Kiến nghị", "hint": "Những điểm cần bổ sung, chỉnh sửa.", "required": False},
    ],
}

POLICY: dict[str, Any] = {
    "checklist": [
        {"code": "request", "title": "Văn bản đề nghị tư vấn, phản biện", "types": DOCUMENTS},
        {"code": "draft", "title": "Dự thảo đề án, chính sách, chương trình", "types": DOCUMENTS},
        {"code": "statement", "title": "Tờ trình, thuyết minh dự thảo", "types": DOCUMENTS},
        {"code": "evidence", "title": "Tài liệu, số liệu làm căn cứ", "required": False,
         "types": [*DOCUMENTS, "xlsx", "zip"]},
    ],
    "review_form": [
        {"code": "need", "title": "Sự cần thiết và căn cứ pháp lý", "rating": True},
        {"code": "content", "title": "Nội dung, mục tiêu và giải pháp", "rating": True},
        {"code": "feasibility", "title": "Tính khả thi và nguồn lực", "rating": True},
        {"code": "impact", "title": "Tác động kinh tế - xã hội", "rating": False},
        {"code": "proposal", "title": "Kiến nghị", "required": False},
    ],
    "meeting": True,
}  # fmt: skip


def install_procedures(union: Organisation) -> list[Procedure]:
    """Give a union the first version of both procedures, unless it has them."""
    wanted = [
        (
            Procedure.Kind.INVESTMENT,
            "Chấp thuận chủ trương đầu tư",
            "Dự án đầu tư của doanh nghiệp, do nhà đầu tư hoặc cơ quan tiếp nhận hồ sơ trình.",
            INVESTMENT,
        ),
        (
            Procedure.Kind.POLICY,
            "Dự thảo chính sách, chương trình, đề án",
            "Văn bản, kế hoạch, quy hoạch, chương trình do sở, ngành hoặc địa phương soạn thảo.",
            POLICY,
        ),
    ]
    return [
        Procedure.objects.get_or_create(
            union=union, kind=kind, version=1, defaults={"name": name, "description": description, "config": config}
        )[0]
        for kind, name, description, config in wanted
    ]


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
