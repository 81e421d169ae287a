"""What examples of documents share. Every name is invented."""

from __future__ import annotations

from typing import Any

from .names import SEAT_NAMES

TITLE = "Dự án Cửa hàng kinh doanh xăng dầu Suối Mơ"
PROPOSER = "Công ty TNHH Thương mại Ban Mai"
COMMON: dict[str, Any] = {
    "code": "HS-2026-0007",
    "title": TITLE,
    "kind": "tư vấn",
    "proposer": PROPOSER,
}
TIME = "08 giờ 00 phút, ngày 05 tháng 01 năm 2026 (thứ Hai)"
CONSIDERED = f"Xét Văn bản số 12/BM-DA ngày 15 tháng 12 năm 2025 của {PROPOSER}"
SIGNATURE = {"lines": ["CHỦ TỊCH"], "name": "Nguyễn Văn Mẫu"}

_PEOPLE = [
    ("PGS.TS. Trần Đình Khải", "Trường Đại học Cao Nguyên", "chair"),
    ("TS. Nguyễn Thị Bích Hạnh", "Viện Quy hoạch miền núi", "deputy"),
    ("ThS. Lê Quang Thiệu", "Hội Cầu đường tỉnh", "reviewer"),
    ("TS. Phạm Thu Diệp", "Trường Đại học Cao Nguyên", "reviewer"),
    ("KS. Y Wăn Niê Kđăm", "Trung tâm Kỹ thuật đường bộ", "member"),
    ("ThS. Đỗ Mạnh Quýnh", "Hội Phòng cháy chữa cháy tỉnh", "member"),
    ("Nguyễn Thị Tường Vy", "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh", "secretary"),
]
SEATS = [{"name": name, "employer": employer, "seat": SEAT_NAMES[kind]} for name, employer, kind in _PEOPLE]  # type: ignore[index]
