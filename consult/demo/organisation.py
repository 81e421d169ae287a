"""How the demo's office is made: divisions, a second officer, a standing council, a union at commune level. All invented."""

from __future__ import annotations

from datetime import date

from consult import clock
from consult.actions.divisions import set_naming
from consult.actions.standing import add_member, save_standing
from consult.commands.responsible import hand_over
from consult.models import Division, Dossier, Membership, Organisation, Person, Stage, StandingCouncil, Subordination

from .office import Office, demo_person

SECOND = "chuyenvien2@thunghiem.test"
# Of every so many dossiers one is the second officer's, and one nobody's yet.
SHARE = 3


def organise(office: Office) -> None:
    """Give the office its divisions and whoever answers for its dossiers. Calling it twice changes nothing."""
    union = office.union
    if union.divisions.exists():
        return
    board = Division.objects.create(union=union, name="Ban Tư vấn, phản biện và giám định xã hội", abbreviation="TVPB")
    secretariat = Division.objects.create(union=union, name="Văn phòng", abbreviation="VP", position=1)
    second = demo_person("Mai Quốc Thụy", SECOND, keeper=union)
    Membership.objects.create(person=second, organisation=union, role=Membership.Role.OFFICER)
    Membership.objects.filter(person__in=[office.officer, second], organisation=union).update(division=board)
    Membership.objects.filter(person=office.clerk, organisation=union).update(division=secretariat)
    # Read anew: a person's roles are remembered where they were first asked for.
    leader, officer = (Person.objects.get(pk=one.pk) for one in (office.leader, office.officer))
    set_naming(union=union, names_responsible=True, by=leader)
    closed = [Stage.DRAFT, Stage.CLOSED]
    going = list(
        Dossier.objects.filter(union=union).exclude(stage__in=closed).order_by("pk").values_list("pk", flat=True)
    )
    for number, person in ((0, officer), (1, second)):
        hand_over(seen=dict.fromkeys(going[number::SHARE]), to=person, note="", by=leader)
    _standing(office, officer)
    _commune(union, leader)


def _standing(office: Office, by: Person) -> None:
    year = clock.today().year
    council = StandingCouncil(
        name=f"Hội đồng Tư vấn, phản biện nhiệm kỳ {year} - {year + 5}", decision="15/QĐ-LHH",
        decided_on=date(year, 1, 1), since=date(year, 1, 1), until=date(year + 5, 12, 31),
    )  # fmt: skip
    save_standing(council=council, union=office.union, by=by)
    kinds = ["chair", "deputy", "reviewer", "reviewer"]
    for number, person in enumerate(office.experts):
        add_member(council=council, person=person, kind=kinds[number] if number < len(kinds) else "member", by=by)


def _commune(upper: Organisation, leader: Person) -> None:
    lower = Organisation.objects.create(
        kind=Organisation.Kind.UNION, level=Organisation.Level.COMMUNE, symbol="LHHX", place="Ea Drăng", keeper=upper,
        name="Liên hiệp các Hội Khoa học và Kỹ thuật xã Ea Drăng",
    )  # fmt: skip
    Subordination.objects.create(lower=lower, upper=upper, shows=Subordination.Shows.FIGURES, asked_by=leader)
