"""What seats, kinds and recommendations are called on paper: in Vietnamese, whatever language a reader's screen has."""

from __future__ import annotations

import re

from consult.models import Seat

SEAT_NAMES = {
    Seat.Kind.CHAIR: "Chủ tịch Hội đồng",
    Seat.Kind.DEPUTY: "Phó Chủ tịch Hội đồng",
    Seat.Kind.HEAD: "Trưởng nhóm",
    Seat.Kind.REVIEWER: "Ủy viên phản biện",
    Seat.Kind.MEMBER: "Ủy viên",
    Seat.Kind.SECRETARY: "Thư ký Hội đồng",
}
KIND_NAMES = {"advice": "tư vấn", "critique": "phản biện", "appraisal": "giám định xã hội"}
RECOMMENDATIONS = {"approve": "Thông qua", "changes": "Thông qua, có chỉnh sửa", "reject": "Không thông qua"}

NO_BREAK = "\u00a0"
# Words that are one: no line of a heading or of a signature ends between them.
TOGETHER = (
    "phó chủ tịch", "chủ tịch", "ban thường vụ", "thường trực", "tổng thư ký", "thư ký", "chánh văn phòng", "văn phòng",
    "trưởng ban", "trưởng nhóm", "giám đốc", "phản biện", "tư vấn", "giám định", "xã hội", "chuyên môn", "hội đồng",
    "liên hiệp", "các hội", "khoa học", "kỹ thuật", "ủy viên", "ủy ban", "nhân dân", "tiếp nhận", "hồ sơ",
)  # fmt: skip
_TOGETHER = re.compile(rf"\b({'|'.join(TOGETHER)})\b", re.IGNORECASE)
# As many letters of a name fit into half a page in bold 14 pt.
MOST_ON_ONE_LINE = 28


def words_together(text: str) -> str:
    """``text`` with each known compound on one line: "PHẢN BIỆN", "PHÓ CHỦ TỊCH"."""
    return _TOGETHER.sub(lambda found: found[0].replace(" ", NO_BREAK), text)


def name_together(name: str) -> str:
    """A person's name on one line where it fits; of a longer one the last two words, so that none stands alone."""
    if len(name) <= MOST_ON_ONE_LINE:
        return name.replace(" ", NO_BREAK)
    head, _blank, last = name.rpartition(" ")
    return f"{head}{NO_BREAK}{last}"


def name_of_body(name: str) -> str:
    """A body's name in capitals; its last words stay on one line, so that no place name is torn apart."""
    head, *tail = name.upper().rsplit(" ", 3) if name.count(" ") > 4 else [name.upper()]
    return words_together(f"{head} {NO_BREAK.join(tail)}" if tail else head)
