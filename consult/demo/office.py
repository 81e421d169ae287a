"""The demo's union, departments, investors, people and experts. Every name is invented."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.db.models import Q

from consult import clock
from consult.actions.keys import save_key, trust_root
from consult.initial_data import DEMO_HOST, install_office, install_procedures
from consult.models import (
    EmulationCluster,
    Expert,
    Membership,
    Organisation,
    Person,
    Procedure,
    Seal,
    Signatory,
    SigningKey,
    SubjectArea,
)
from consult.rules.text import normalise_for_search

from . import certificates

DEMO_PASSWORD = "thu-nghiem-2026"  # noqa: S105 - the demo's own, refused outside demo mode
Role = Membership.Role

FIELDS = {
    "Quy hoạch - Xây dựng": ["Quy hoạch đô thị, nông thôn", "Kết cấu công trình"],
    "Giao thông": ["An toàn giao thông", "Hạ tầng đường bộ"],
    "Môi trường": ["Nước ngầm", "Quản lý chất thải"],
    "An toàn phòng cháy": ["Kho xăng dầu", "Công trình công cộng"],
    "Kinh tế - Đầu tư": ["Tài chính dự án", "Thương mại"],
    "Nông nghiệp": ["Cây công nghiệp", "Thủy lợi"],
}

# name, degree, employer, field
EXPERTS = [
    ("Trần Đình Khải", "PGS.TS.", "Trường Đại học Cao Nguyên", "Quy hoạch - Xây dựng"),
    ("Nguyễn Thị Bích Hạnh", "TS.", "Viện Quy hoạch miền núi", "Quy hoạch - Xây dựng"),
    ("Lê Quang Thiệu", "ThS.", "Hội Cầu đường tỉnh", "Giao thông"),
    ("Y Wăn Niê Kđăm", "KS.", "Trung tâm Kỹ thuật đường bộ", "Giao thông"),
    ("Phạm Thu Diệp", "TS.", "Trường Đại học Cao Nguyên", "Môi trường"),
    ("Hoàng Văn Sính", "PGS.TS.", "Viện Tài nguyên nước Tây Nguyên", "Môi trường"),
    ("Đỗ Mạnh Quýnh", "ThS.", "Hội Phòng cháy chữa cháy tỉnh", "An toàn phòng cháy"),
    ("Võ Thị Kim Ngân Giang", "TS.", "Trường Cao đẳng Kỹ thuật số 3", "An toàn phòng cháy"),
    ("Bùi Hữu Tường", "TS.", "Hội Kinh tế tỉnh", "Kinh tế - Đầu tư"),
    ("Đặng Ngọc Uyển", "ThS.", "Hội Kế toán tỉnh", "Kinh tế - Đầu tư"),
    ("H'Linh Ayŭn", "TS.", "Viện Nông lâm nghiệp Tây Nguyên", "Nông nghiệp"),
    ("Ngô Bá Thạnh", "PGS.TS.", "Hội Thủy lợi tỉnh", "Nông nghiệp"),
]


@dataclass
class Office:
    """Handles to what was made."""

    union: Organisation
    department: Organisation
    investor: Organisation
    investment: Procedure
    policy: Procedure
    officer: Person
    clerk: Person
    leader: Person
    second_leader: Person
    administrator: Person
    department_person: Person
    investor_person: Person
    experts: list[Person]


def _email(name: str) -> str:
    words = normalise_for_search(name).replace("'", "").replace("ŭ", "u").split()
    return f"{words[-1]}.{''.join(word[0] for word in words[:-1])}{DEMO_HOST}"


@cache
def _hashed() -> str:
    """The password of every demo account. Hashing is slow on purpose: once will do."""
    return make_password(DEMO_PASSWORD)


def demo_person(name: str, email: str = "", **fields: object) -> Person:
    """The account of this address, made where there is none yet."""
    # Whom no mail reaches (correspondence.py) is known by the name.
    existing = Person.objects.filter(Q(email=email or _email(name)) | Q(email=None, name=name)).first()
    if existing is not None:
        return existing
    person = Person(email=email or _email(name), name=name, password=_hashed(), **fields)
    person.save()
    return person


def _join(person: Person, organisation: Organisation, role: Role) -> None:
    Membership.objects.get_or_create(person=person, organisation=organisation, role=role)


def _signs(person: Person, union: Organisation, title: str, authority: str = "", principal: str = "") -> None:
    Signatory.objects.get_or_create(
        person=person, union=union, defaults={"authority": authority, "principal": principal, "title": title}
    )


def _means_of_signing(union: Organisation, clerk: Person, *signers: Person) -> None:
    """Keys of the demo's own authority, and pictures, for who signs and for the union; only the first time."""
    if SigningKey.objects.filter(union=union).exists():
        return
    # Read anew: a person's roles are remembered where they were first asked for.
    clerk = Person.objects.get(pk=clerk.pk)
    trust_root(union=union, content=certificates.demo_authority().pem, by=clerk)
    for person in [*Person.objects.filter(pk__in=[signer.pk for signer in signers]), None]:
        file = certificates.demo_pkcs12(person.name if person else union.name)
        save_key(union=union, person=person, by=person or clerk, pkcs12=file, password=certificates.PASSWORD)
    for person in signers:
        signatory = Signatory.objects.get(union=union, person=person)
        signatory.picture.save("", ContentFile(certificates.scribble(person.name)))
    Seal(union=union).picture.save("", ContentFile(certificates.seal("LHH Khoa học và Kỹ thuật tỉnh Đắk Lắk")))


def _fields() -> dict[str, SubjectArea]:
    made = {}
    for name, children in FIELDS.items():
        made[name], _created = SubjectArea.objects.get_or_create(name=name, parent=None)
        for child in children:
            SubjectArea.objects.get_or_create(name=child, parent=made[name])
    return made


def expert_of(
    name: str, degree: str, employer: str, areas: Iterable[SubjectArea], union: Organisation, biography: str = ""
) -> Person:
    """Somebody of the registry, kept by ``union``; who is there already stays as they are."""
    person = demo_person(name, keeper=union)
    known = {"degree": degree, "employer": employer, "biography": biography, "keeper": union}
    expert, _created = Expert.objects.get_or_create(person=person, defaults=known)
    expert.subject_areas.add(*areas)
    return person


def _experts(fields: dict[str, SubjectArea], union: Organisation) -> list[Person]:
    return [
        expert_of(name, degree, employer, (fields[field], *fields[field].children.all()[:1]), union)
        for name, degree, employer, field in EXPERTS
    ]


def build_office() -> Office:
    """Make the office, or find it: calling it twice changes nothing."""
    cluster, _created = EmulationCluster.objects.get_or_create(name="Cụm thi đua Tây Nguyên và Nam Trung Bộ")
    central, _created = Organisation.objects.get_or_create(
        name="Liên hiệp các Hội Khoa học và Kỹ thuật Việt Nam",
        defaults={"kind": Organisation.Kind.UNION, "level": Organisation.Level.CENTRAL, "symbol": "LHHVN",
                  "place": "Hà Nội"},
    )  # fmt: skip
    union, _created = Organisation.objects.get_or_create(
        name="Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Đắk Lắk",
        defaults={
            "kind": Organisation.Kind.UNION,
            "level": Organisation.Level.PROVINCIAL,
            "heading_lines": "Liên hiệp các Hội\nKhoa học và Kỹ thuật\ntỉnh Đắk Lắk",
            "symbol": "LHH",
            "place": "Đắk Lắk",
            "parent": central,
            "cluster": cluster,
            # The demo is looked at at any hour, and its mails are what is looked at.
            "mails_from": time(0),
            "mails_until": time(0),
            "mails_every_day": True,
        },
    )
    Organisation.objects.get_or_create(
        name="Hội Cầu đường tỉnh", defaults={"kind": Organisation.Kind.ASSOCIATION, "parent": union, "keeper": union}
    )
    department, _created = Organisation.objects.get_or_create(
        name="Sở Tài chính tỉnh Đắk Lắk",
        defaults={"kind": Organisation.Kind.DEPARTMENT, "place": "Đắk Lắk", "keeper": union},
    )
    investor, _created = Organisation.objects.get_or_create(
        name="Công ty TNHH Thương mại Xăng dầu Ban Mai Cao Nguyên",
        defaults={"kind": Organisation.Kind.INVESTOR, "place": "Đắk Lắk", "keeper": union},
    )
    # Its dossiers began long ago.
    procedures = install_procedures(union, clock.today() - timedelta(days=400))
    install_office(union)
    officer = demo_person("Nguyễn Thị Tường Vy", "chuyenvien@thunghiem.test", keeper=union)
    clerk = demo_person("Trịnh Công Lựu", "vanthu@thunghiem.test", keeper=union)
    leader = demo_person("Phan Văn Đại Nghĩa", "lanhdao@thunghiem.test", keeper=union)
    second = demo_person("Lương Thị Xuân Mộc", "pholanhdao@thunghiem.test", keeper=union)
    administrator = demo_person("Cao Minh Quản", "quantri@thunghiem.test", keeper=union)
    department_person = demo_person("Hà Thị Sở Nhiên", "so@thunghiem.test", keeper=union, phone="0262 000 111")
    investor_person = demo_person("Đinh Trọng Đầu", "nhadautu@thunghiem.test", keeper=union, phone="0905 000 222")
    _join(officer, union, Role.OFFICER)
    _join(clerk, union, Role.CLERK)
    _join(leader, union, Role.LEADER)
    _join(second, union, Role.LEADER)
    _signs(officer, union, "Trưởng ban Tư vấn, phản biện", Signatory.Authority.TL, "Chủ tịch")
    _signs(leader, union, "Chủ tịch")
    _signs(second, union, "Phó Chủ tịch", Signatory.Authority.KT, "Chủ tịch")
    _join(administrator, union, Role.ADMINISTRATOR)
    _join(administrator, union, Role.AUDITOR)
    _means_of_signing(union, clerk, officer, leader, second)
    # On behalf of the union, what it brings forward by itself.
    _join(second, union, Role.PROPOSER)
    _join(department_person, department, Role.PROPOSER)
    _join(investor_person, investor, Role.PROPOSER)
    return Office(
        union, department, investor, procedures["investment"], procedures["policy"], officer, clerk, leader, second,
        administrator, department_person, investor_person, _experts(_fields(), union),
    )  # fmt: skip
