"""A sheet of people with their roles: what each row would change, its taking over, and the sheet that is exported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils import translation

from consult import clock
from consult.access import OFFICE_ROLES
from consult.access.keeping import administered, belongs_elsewhere, own_organisations, own_people, taking_part_elsewhere
from consult.models import Membership, Organisation, Person, SheetImport
from consult.rules.experts import address_in
from consult.rules.people_sheet import KnownPerson, KnownRole, PeopleVocabulary, PersonEntry, plan_people
from consult.rules.problem import Problem, gettext_noop
from consult.rules.sheets import ADD, RowPlan
from consult.rules.text import normal, normalise_for_search

from . import sheet_imports
from .people import add_person, give_role, set_days
from .privacy import correct

LANGUAGES = ("vi", "en")
AT_ONCE = 500
KEPT_ELSEWHERE = Problem(
    "kept_elsewhere",
    gettext_noop("The account with this address is managed by another union or by the person themselves."),
    where="email",
)
REFUSED = Problem("another_unions_person", gettext_noop("This person takes part in another union's work."))


def vocabulary(by: Person) -> PeopleVocabulary:
    """The bodies in which ``by`` gives roles, and the roles in every language that a sheet may be written in."""
    bodies: dict[str, str] = {}
    unions, names = set(), {}
    own = Organisation.objects.filter(own_organisations(administered(by))).order_by("pk")
    for key, name, kind in own.values_list("pk", "name", "kind"):
        folded, code = normalise_for_search(name), str(key)
        bodies[folded] = "" if folded in bodies else code
        names[code] = name
        if kind == Organisation.Kind.UNION:
            unions.add(code)
    roles = [str(role) for role in (*OFFICE_ROLES, Membership.Role.PROPOSER)]
    known = {role: role for role in roles}
    for language in LANGUAGES:
        with translation.override(language):
            known |= {normalise_for_search(str(Membership.Role(role).label)): role for role in roles}
    labels = {role: str(Membership.Role(role).label) for role in roles}
    return PeopleVocabulary(bodies, frozenset(unions), known, names, labels)


def plan_of(table: SheetImport, by: Person) -> list[RowPlan]:
    """What the sheet would change now, row by row, each by the rules of whose an account is."""
    addresses = {address_in(normal(row.get("email", ""))) for row in table.rows} - {""}
    return plan_people(table.rows, _known_people(sorted(addresses), by), vocabulary(by), clock.today())


def _known_people(addresses: Sequence[str], by: Person) -> dict[str, KnownPerson]:
    """Who has an account with one of ``addresses``. As many queries as for one of them, and one for each half thousand."""
    mine = administered(by)
    known: dict[str, KnownPerson] = {}
    for start in range(0, len(addresses), AT_ONCE):
        there = list(Person.objects.filter(email__in=addresses[start : start + AT_ONCE]))
        keys = [person.pk for person in there]
        own = set(Person.objects.filter(own_people(mine), pk__in=keys, erased_at=None).values_list("pk", flat=True))
        elsewhere = taking_part_elsewhere(sorted(own - {by.pk}), mine)
        for person in there:
            one = known[person.email or ""] = KnownPerson(person.pk, closed=not person.is_active)
            if person.pk in own:
                one.name, one.phone = person.name, person.phone
                one.refused = REFUSED if person.pk in elsewhere or person.keeper_id not in (None, *mine) else None
            elif belongs_elsewhere(person, mine) or person.erased_at is not None:
                one.hidden = KEPT_ELSEWHERE
            else:
                one.unkept = True
        by_key = {one.key: one for one in known.values()}
        for row in Membership.objects.filter(person__in=keys):
            by_key[row.person_id].roles[str(row.organisation_id), row.role] = KnownRole(row.since, row.until)
    return known


def apply_import(*, table: SheetImport, by: Person, digest: str) -> dict[str, int]:
    """Take the sheet over: people are entered and invited, corrected, given roles. Returns how many rows did what.

    Raises ``ActionError`` (see ``take_over``).
    """

    def do(plan: RowPlan) -> None:
        entry: PersonEntry = plan.entry
        body = Organisation.objects.get(pk=entry.organisation) if entry.organisation else None
        found = Person.objects.filter(email=entry.email).select_related("keeper").first()
        mine = administered(by)
        if body is not None and (
            plan.action == ADD or found is None or not Person.objects.filter(own_people(mine), pk=found.pk).exists()
        ):
            add_person(
                union=table.union, by=by, name=entry.name, email=entry.email, phone=entry.phone, organisation=body,
                role=entry.role, since=entry.since, until=entry.until,
            )  # fmt: skip
            return
        assert found is not None
        if {"name", "phone"} & set(plan.changes):
            correct(person=found, by=by, name=entry.name or found.name, phone=entry.phone or found.phone)
        if body is not None:
            _role(found, body, entry, plan, by)

    return sheet_imports.take_over(table=table, by=by, digest=digest, plans=lambda kept: plan_of(kept, by), do=do)


def _role(person: Person, body: Organisation, entry: PersonEntry, plan: RowPlan, by: Person) -> None:
    if "role" in plan.changes:
        give_role(person=person, organisation=body, role=entry.role, since=entry.since, until=entry.until, by=by)
    elif {"since", "until"} & set(plan.changes):
        row = Membership.objects.select_related("person", "organisation__keeper").get(
            person=person, organisation=body, role=entry.role
        )
        set_days(membership=row, since=entry.since or row.since, until=entry.until or row.until, by=by)


def entries_of(people: Iterable[Person], by: Person) -> Iterator[PersonEntry]:
    """The rows of an exported sheet: one for each role of ``people`` in what ``by`` administers that has not ended."""
    own = set(Organisation.objects.filter(own_organisations(administered(by))).values_list("pk", flat=True))
    for person in people:
        rows = [row for row in person.roles_now if row.organisation_id in own]  # type: ignore[attr-defined]
        for row in rows:
            yield PersonEntry(
                person.name, person.email or "", person.phone, str(row.organisation_id), row.role, row.since, row.until
            )
        if not rows:
            yield PersonEntry(person.name, person.email or "", person.phone)
