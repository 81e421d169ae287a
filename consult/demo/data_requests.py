"""What people of the demo ask about their data, and the notice that the office has written."""

from __future__ import annotations

from datetime import timedelta

from consult import clock
from consult.actions import data_requests as actions
from consult.models import DataRequest

from .office import Office

NOTICE = (
    "Văn phòng Liên hiệp Hội lưu họ tên, học hàm, học vị, nơi công tác, lĩnh vực chuyên môn, địa chỉ thư và số điện thoại của "
    "chuyên gia để mời tham gia hội đồng, gửi tài liệu và chi trả thù lao. Chỉ người có nhiệm vụ của Liên hiệp Hội được xem."
    "\n\n"
    "Hồ sơ, văn bản và sổ được lưu theo pháp luật về lưu trữ; các dữ liệu khác được xóa khi ông/bà yêu cầu. Ông/bà có thể xem, "
    "tải về, sửa dữ liệu của mình ở trang Dữ liệu của tôi, hoặc gửi yêu cầu tới văn phòng."
)


def ask_about_data(office: Office) -> None:
    """A request that is due soon, one that is overdue, one that is answered."""
    by, today = office.administrator, clock.today()
    actions.save_protection(union=office.union, by=by, notice=NOTICE, answer_days=10)
    said = (
        (office.experts[2], DataRequest.Kind.CORRECTION, "Tôi đã chuyển công tác, đề nghị sửa nơi công tác.", 8),
        (office.experts[4], DataRequest.Kind.COPY, "Đề nghị gửi bản sao dữ liệu đang lưu về tôi.", 12),
        (office.experts[6], DataRequest.Kind.RESTRICTION, "Đề nghị không ghi số điện thoại vào danh bạ.", 20),
    )
    for person, kind, text, days in said:
        row = actions.enter(
            union=office.union, by=by, name=person.name, contact=person.email or person.phone, kind=kind, text=text,
            asked_on=today - timedelta(days=days),
        )  # fmt: skip
        if kind == DataRequest.Kind.RESTRICTION:
            actions.answer(asked=row, by=by, outcome=DataRequest.Outcome.DONE, reason="")
