"""The 34 provinces and centrally run cities since 1 July 2025, and what each was formed of: Nghị quyết 202/2025/QH15."""

from __future__ import annotations

from dataclasses import dataclass

CITY, PROVINCE = "thành phố", "tỉnh"


@dataclass(frozen=True)
class Province:
    """A province or a centrally run city; ``formed_of`` names what was merged into it, itself left out."""

    name: str
    kind: str
    formed_of: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """As the names of bodies end: "tỉnh Gia Lai", "thành phố Huế"."""
        return f"{self.kind} {self.name}"


def _city(name: str, *formed_of: str) -> Province:
    return Province(name, CITY, formed_of)


def _province(name: str, *formed_of: str) -> Province:
    return Province(name, PROVINCE, formed_of)


PROVINCES: tuple[Province, ...] = (
    _province("An Giang", "Kiên Giang"),
    _province("Bắc Ninh", "Bắc Giang"),
    _province("Cà Mau", "Bạc Liêu"),
    _province("Cao Bằng"),
    _city("Cần Thơ", "Sóc Trăng", "Hậu Giang"),
    _city("Đà Nẵng", "Quảng Nam"),
    _province("Đắk Lắk", "Phú Yên"),
    _province("Điện Biên"),
    _province("Đồng Nai", "Bình Phước"),
    _province("Đồng Tháp", "Tiền Giang"),
    _province("Gia Lai", "Bình Định"),
    _city("Hà Nội"),
    _province("Hà Tĩnh"),
    _city("Hải Phòng", "Hải Dương"),
    _city("Hồ Chí Minh", "Bình Dương", "Bà Rịa - Vũng Tàu"),
    _city("Huế"),
    _province("Hưng Yên", "Thái Bình"),
    _province("Khánh Hòa", "Ninh Thuận"),
    _province("Lai Châu"),
    _province("Lạng Sơn"),
    _province("Lào Cai", "Yên Bái"),
    _province("Lâm Đồng", "Đắk Nông", "Bình Thuận"),
    _province("Nghệ An"),
    _province("Ninh Bình", "Hà Nam", "Nam Định"),
    _province("Phú Thọ", "Vĩnh Phúc", "Hòa Bình"),
    _province("Quảng Ngãi", "Kon Tum"),
    _province("Quảng Ninh"),
    _province("Quảng Trị", "Quảng Bình"),
    _province("Sơn La"),
    _province("Tây Ninh", "Long An"),
    _province("Thái Nguyên", "Bắc Kạn"),
    _province("Thanh Hóa"),
    _province("Tuyên Quang", "Hà Giang"),
    _province("Vĩnh Long", "Bến Tre", "Trà Vinh"),
)  # fmt: skip


def province_named(name: str) -> Province | None:
    """The province of today that bears this name, or that one of the name became part of."""
    return next((one for one in PROVINCES if name in (one.name, *one.formed_of)), None)


def union_name(province: Province) -> str:
    """What the union of a province is called where it says nothing else."""
    return f"Liên hiệp các Hội Khoa học và Kỹ thuật {province.full_name}"


def heading_lines(province: Province) -> tuple[str, ...]:
    """How such a name is divided in a document's heading."""
    return ("Liên hiệp các Hội", "Khoa học và Kỹ thuật", province.full_name)
