"""An office of its own begins from its answers alone, and its first dossier comes to an issued opinion without the demo."""

from __future__ import annotations

import tomllib
from datetime import date, time
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from consult import clock, tasks
from consult.actions.office_setup import set_up_office
from consult.demo.dossiers import settle_inline
from consult.demo.office import Office
from consult.demo.walk import Walk
from consult.models import Expert, Membership, Organisation, Person, Procedure, Register, SubjectArea
from consult.rules.office_setup import NEEDED_ROLES, SetUpFaultError, read_set_up
from consult.rules.procedure_file import shipped_kinds
from consult.rules.provinces import PROVINCES, province_named
from tests.refusals import refused

EXAMPLE = Path(__file__).resolve().parents[2] / "deploy" / "office.example.toml"
PEOPLE = [
    {"name": "Hoàng Thị Thử", "email": "chutich@lhh.example", "roles": ["leader"], "title": "Chủ tịch"},
    {"name": "Y Dụ", "email": "vanphong@lhh.example", "roles": ["officer", "clerk", "administrator"]},
]


def answers(**more: object) -> dict[str, object]:
    return {"province": "Gia Lai", "people": PEOPLE, **more}


def codes(told: dict[str, object]) -> set[tuple[str, str]]:
    with pytest.raises(SetUpFaultError) as caught:
        read_set_up(told)
    return {(one.where, one.code) for one in caught.value.problems}


def test_34_provinces_hold_the_63_of_before():
    merged = [name for province in PROVINCES for name in province.formed_of]
    names = [province.name for province in PROVINCES]
    assert len(set(names)) == len(names) == 34
    assert len({*names, *merged}) == 63
    assert province_named("Bình Định") == province_named("Gia Lai")


def test_what_is_not_said_has_a_sensible_value():
    office = read_set_up(answers())
    assert office.name == "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Gia Lai"
    assert office.heading == ("Liên hiệp các Hội", "Khoa học và Kỹ thuật", "tỉnh Gia Lai")
    assert (office.symbol, office.kinds, office.mails_from) == ("LHH", tuple(shipped_kinds()), time(7))
    assert read_set_up({"province": "Bình Định", "people": PEOPLE}).province == "Gia Lai"


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"province": "Atlantis"}, {("province", "unknown_province")}),
        ({"provinz": "Gia Lai"}, {("provinz", "unknown_answer")}),
        ({"symbol": "L H/H"}, {("symbol", "symbol_letters")}),
        ({"numbers": {"QĐ": -1}}, {("numbers.QĐ", "not_number")}),
        ({"numbers": {"QĐ": True}}, {("numbers.QĐ", "not_number")}),
        ({"numbers": {"XX": 1}}, {("numbers.XX", "unknown_series")}),
        ({"kinds": ["wedding"]}, {("kinds", "unknown_kind")}),
        ({"days_off": ["2026-01-01"]}, {("days_off", "not_date")}),
        ({"mails_from": "07:00"}, {("mails_from", "not_time")}),
        ({"people": []}, {("people", f"no_{role}") for role in NEEDED_ROLES}),
        ({"people": [*PEOPLE, {**PEOPLE[0], "email": "CHUTICH@lhh.example"}]}, {("people.2.email", "address_twice")}),
        ({"people": [*PEOPLE, {"name": "", "email": "x", "roles": ["king"]}]},
         {("people.2.name", "no_name"), ("people.2.email", "not_address"), ("people.2.roles", "unknown_role")}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_at_its_place(wrong, found):
    assert codes(answers(**wrong)) == found


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.dates() | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
NAMES = ["province", "name", "superior", "heading", "symbol", "address", "people", "numbers", "kinds", "mails_from",
         "mails_until", "days_off"]  # fmt: skip


@given(st.sampled_from(NAMES), JSON)
def test_any_value_is_taken_or_refused_at_its_place(name, value):
    try:
        problems = [] if read_set_up(answers(**{name: value})) else None
    except SetUpFaultError as fault:
        problems = fault.problems or None
    assert problems is not None
    assert {one.where.split(".")[0] for one in problems} <= {name}


@pytest.mark.django_db
def test_a_second_office_of_the_same_name_is_refused_and_leaves_nothing(db):
    set_up_office(read_set_up(answers()))
    before = [model.objects.count() for model in (Organisation, Person, Procedure, Membership)]
    with refused("union_exists"):
        set_up_office(read_set_up(answers()))
    assert [model.objects.count() for model in (Organisation, Person, Procedure, Membership)] == before


@pytest.mark.django_db
def test_a_faulty_file_sets_up_nothing_and_names_the_place(db, tmp_path):
    for content, place in (("province = ", "TOML"), ('province = "X"\n', "province:"), ("\xff", "TOML")):
        path = tmp_path / "office.toml"
        path.write_bytes(content.encode("latin-1"))
        with pytest.raises(CommandError, match=place):
            call_command("setup", answers=path)
    with pytest.raises(CommandError, match="nowhere"):
        call_command("setup", answers=tmp_path / "nowhere.toml")
    assert not Organisation.objects.exists()


def office_of(union: Organisation) -> Office:
    """Handles to a union that was set up, with a proposer and experts that it has entered since."""
    investor = Organisation.objects.create(name="Công ty TNHH Thử", kind="investor", keeper=union)
    proposer = Person.objects.create_user("thu@congty.example", name="Đinh Thử", keeper=union, phone="0905 000 333")
    Membership.objects.create(person=proposer, organisation=investor, role="proposer")
    area = SubjectArea.objects.get(name="Giao thông", parent=None)
    experts = []
    for number in range(7):
        person = Person.objects.create_user(f"cg{number}@vien.example", name=f"Phạm Thử {number}", keeper=union)
        expert = Expert.objects.create(person=person, degree="TS.", employer=f"Viện {number}", keeper=union)
        expert.subject_areas.add(area)
        experts.append(person)
    by_role = {
        role: Person.objects.get(memberships__organisation=union, memberships__role=role) for role in NEEDED_ROLES
    }
    investment, policy = (
        Procedure.objects.get(kind__union=union, kind__code=code) for code in ("investment", "policy")
    )
    return Office(
        union, investor, investor, investment, policy, by_role["officer"], by_role["clerk"], by_role["leader"],
        by_role["leader"], by_role["administrator"], proposer, proposer, experts,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_example_file_sets_up_an_office_whose_first_dossier_gets_its_opinion(db):
    told = StringIO()
    call_command("setup", answers=EXAMPLE, stdout=told)
    union = Organisation.objects.get()
    tasks.work_off()
    said = tomllib.loads(EXAMPLE.read_text())
    assert {to for sent in mail.outbox for to in sent.to} == {one["email"] for one in said["people"]}
    # Each mail opens the first password; the administrator's stands in the terminal as well.
    assert all("/password/set/" in sent.body for sent in mail.outbox)
    assert told.getvalue().count("/password/set/") == 1

    office = office_of(union)
    walk = Walk(office, settle_inline)
    walk.submit(by=office.investor_person, procedure=office.investment, title="Bến xe Thử", location="Xã Thử",
                subject_areas=SubjectArea.objects.filter(name="Giao thông"))  # fmt: skip
    walk.do("check_completeness", office.officer, decision="accept")
    walk.do("propose_council", office.officer, seats=walk.seats())
    walk.approve_council(office.leader)
    walk.accept_all()
    for review in walk.open_reviews():
        walk.review(review.seat.person)
    walk.call_meeting()
    walk.hold_meeting()
    walk.draft()
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    walk.do("sign_opinion", office.leader, decision="approve")
    walk.issue()
    decision = walk.dossier.documents.get(kind="council_decision").entry
    assert decision.number == said["numbers"]["QĐ"] + 1
    assert decision.symbol == "42/QĐ-LHH"
    assert walk.dossier.documents.get(kind="opinion").entry.number == 1
    year = clock.today().year
    assert Register.objects.get(kind="", union=union).first_day == date(year, 1, 1)
    # What was given on paper is not missing here.
    call_command("verify_history", stdout=StringIO())
