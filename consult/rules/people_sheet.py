"""A sheet of people with their roles: what each row would change. Somebody with two roles has two rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from .experts import address_in, is_address, telephone
from .problem import Problem, gettext_noop
from .sheets import ADD, CHANGE, FAULT, SAME, RowPlan, read_day, text_problems, written
from .text import normal, normalise_for_search

COLUMNS = ("name", "email", "phone", "organisation", "role", "since", "until")
MOST = {"name": 150, "email": 254, "phone": 30, "organisation": 300}
ADMINISTRATOR, PROPOSER = "administrator", "proposer"
HANDLING = ("officer", "leader")


@dataclass(frozen=True)
class PersonEntry:
    """One row. ``organisation`` and ``role`` are codes of the vocabulary, "" where the row gives no role."""

    name: str = ""
    email: str = ""
    phone: str = ""
    organisation: str = ""
    role: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class KnownRole:
    """The days of a role that somebody holds, held or will hold."""

    since: date | None = None
    until: date | None = None


@dataclass
class KnownPerson:
    """Somebody whose account there is already.

    ``refused`` says why name and telephone are not this union's to change, ``closed`` whether the account is closed,
    ``unkept`` that nobody keeps it yet: it is taken in with its first role, as it is.
    ``hidden`` says why nothing may be known of an account: every row about it is a fault.
    """

    key: int
    name: str = ""
    phone: str = ""
    roles: dict[tuple[str, str], KnownRole] = field(default_factory=dict)
    refused: Problem | None = None
    closed: bool = False
    unkept: bool = False
    hidden: Problem | None = None


@dataclass(frozen=True)
class PeopleVocabulary:
    """Bodies and roles by their folded names. ``bodies`` maps to the body's code, or "" where several have this name.

    ``unions`` are the codes that are unions, ``body_names`` and ``role_names`` say how a code is written.
    """

    bodies: Mapping[str, str]
    unions: frozenset[str]
    roles: Mapping[str, str]
    body_names: Mapping[str, str]
    role_names: Mapping[str, str]

    def shown(self, entry: PersonEntry, column: str) -> str:
        """A column of an entry as a sheet has it."""
        value = getattr(entry, column)
        names = {"organisation": self.body_names, "role": self.role_names}.get(column)
        return names.get(value, "") if names else written(value)


def read_row(cells: Mapping[str, str], known: PeopleVocabulary) -> tuple[PersonEntry, list[Problem]]:
    """A row as an entry, and what is wrong with its cells."""
    text = {column: normal(cells.get(column, "")) for column in COLUMNS}
    problems = text_problems(text, MOST, COLUMNS)
    email = address_in(text["email"])
    if not email:
        message = gettext_noop("The e-mail address is missing; people are recognised by it.")
        problems.append(Problem("address_missing", message, where="email"))
    elif not is_address(email):
        message = gettext_noop("“%(email)s” is not an e-mail address.")
        problems.append(Problem("no_address", message, {"email": email}, "email"))
    body, role = _role_of(text, known, problems)
    since, until = read_day(text["since"], "since", problems), read_day(text["until"], "until", problems)
    if since is not None and until is not None and until < since:
        problems.append(Problem("last_before_first", gettext_noop("The last day is before the first."), where="until"))
    if (since or until) and not role and not text["role"]:
        problems.append(Problem("role_missing", gettext_noop("Days belong to a role; name it."), where="role"))
    return PersonEntry(text["name"], email, telephone(text["phone"]), body, role, since, until), problems


def _role_of(text: Mapping[str, str], known: PeopleVocabulary, problems: list[Problem]) -> tuple[str, str]:
    """Body and role of a row; a body that is no union has one role, which need not be named."""
    body, role = "", ""
    if text["organisation"]:
        key = normalise_for_search(text["organisation"])
        body = known.bodies.get(key, "")
        if key not in known.bodies:
            message = gettext_noop("Your union has no body called “%(name)s” to give roles in.")
            problems.append(Problem("no_such_body", message, {"name": text["organisation"][:80]}, "organisation"))
        elif not body:
            message = gettext_noop("Several bodies are called “%(name)s”; give the role on the person’s page.")
            problems.append(Problem("body_ambiguous", message, {"name": text["organisation"][:80]}, "organisation"))
    if text["role"]:
        role = known.roles.get(normalise_for_search(text["role"]), "")
        if not role:
            message = gettext_noop("There is no role called “%(name)s”.")
            problems.append(Problem("no_such_role", message, {"name": text["role"][:80]}, "role"))
        elif not text["organisation"]:
            problems.append(
                Problem("body_missing", gettext_noop("Say in which body this role is."), where="organisation")
            )
    if body and body not in known.unions and not text["role"]:
        role = PROPOSER
    if body and not role and not text["role"]:
        problems.append(Problem("role_missing", gettext_noop("Say which role this is."), where="role"))
    if body and role not in ("", PROPOSER) and body not in known.unions:
        message = gettext_noop("People of a body that is not a union are proposers.")
        problems.append(Problem("no_such_role", message, where="role"))
    return body, role


def plan_people(
    rows: Sequence[Mapping[str, str]], people: Mapping[str, KnownPerson], known: PeopleVocabulary, today: date
) -> list[RowPlan]:
    """What each row would change, in order. ``people`` are the accounts that there are, by address."""
    met = dict(people)
    said: dict[str, PersonEntry] = {}
    roles: set[tuple[str, str, str]] = set()
    plans = []
    for number, cells in enumerate(rows, start=1):
        entry, problems = read_row(cells, known)
        first = said.setdefault(entry.email, entry)
        if entry.email and first is not entry:
            problems += _told_twice(first, entry, (entry.email, entry.organisation, entry.role) in roles)
        roles.add((entry.email, entry.organisation, entry.role))
        plan = _plan_row(RowPlan(number, ADD, entry, problems=tuple(problems)), met.get(entry.email), known, today)
        plans.append(plan)
        if plan.action == ADD:
            met[entry.email] = KnownPerson(-number, entry.name, entry.phone)
        if plan.action in (ADD, CHANGE) and entry.role:
            met[entry.email].roles[entry.organisation, entry.role] = KnownRole(entry.since, entry.until)
    return plans


def _told_twice(first: PersonEntry, entry: PersonEntry, same_role: bool) -> list[Problem]:
    """What an earlier row with the same address, however its letters are written, says otherwise or says already."""
    if same_role:
        return [
            Problem("row_twice", gettext_noop("This person stands in the sheet with this role twice."), where="email")
        ]
    message = gettext_noop("An earlier row with this address says something else: “%(text)s”.")
    return [
        Problem("told_otherwise", message, {"text": getattr(first, column)[:80]}, column)
        for column in ("name", "phone")
        if getattr(entry, column) and getattr(first, column) and getattr(entry, column) != getattr(first, column)
    ]


def _plan_row(plan: RowPlan, old: KnownPerson | None, known: PeopleVocabulary, today: date) -> RowPlan:
    entry: PersonEntry = plan.entry
    problems = list(plan.problems)
    changes: dict[str, tuple[str, str]] = {}
    if old is None:
        if not entry.name:
            problems.append(Problem("name_missing", gettext_noop("The name is missing."), where="name"))
        if not entry.role and not any(problem.where in ("role", "organisation") for problem in problems):
            message = gettext_noop("Somebody new needs a body and a role; they are invited by it.")
            problems.append(Problem("role_missing", message, where="role"))
        problems += _outside_office(entry, {}, known, today)
        changes = {c: ("", known.shown(entry, c)) for c in COLUMNS if known.shown(entry, c)}
    elif old.hidden is not None:
        problems.append(old.hidden)
    else:
        changes, refused = _changes(entry, old, known, today)
        problems += refused
    if problems:
        # Nothing of what is there is shown with what cannot be taken over.
        return replace(plan, action=FAULT, problems=tuple(problems))
    if old is None:
        return replace(plan, action=ADD, changes=changes)
    return replace(plan, action=CHANGE if changes else SAME, target=old.key, changes=changes)


def _changes(
    entry: PersonEntry, old: KnownPerson, known: PeopleVocabulary, today: date
) -> tuple[dict[str, tuple[str, str]], list[Problem]]:
    """What a row changes of somebody known. An empty cell leaves what is there."""
    problems = []
    changes = {
        column: (getattr(old, column), getattr(entry, column))
        for column in ("name", "phone")
        if getattr(entry, column) and getattr(entry, column) != getattr(old, column) and not old.unkept
    }
    if changes and old.refused is not None:
        problems.append(replace(old.refused, where=next(iter(changes))))
    if not entry.role:
        return changes, problems
    held = old.roles.get((entry.organisation, entry.role))
    if held is None or (held.until is not None and held.until < today and _days(entry) != held):
        changes |= {c: ("", known.shown(entry, c)) for c in ("organisation", "role", "since", "until")
                    if known.shown(entry, c)}  # fmt: skip
        problems += _outside_office(entry, old.roles, known, today)
        if old.closed:
            message = gettext_noop("This account is closed. Open it again first.")
            problems.append(Problem("account_closed", message, where="role"))
        return changes, problems
    new = KnownRole(entry.since or held.since, entry.until or held.until)
    days = {c: (written(getattr(held, c)), written(getattr(new, c)))
            for c in ("since", "until") if getattr(held, c) != getattr(new, c)}  # fmt: skip
    if new.since and new.until and new.until < new.since:
        problems.append(Problem("last_before_first", gettext_noop("The last day is before the first."), where="until"))
    if "until" in days and entry.role == ADMINISTRATOR:
        message = gettext_noop("An administrator’s last day is changed on the person’s page.")
        problems.append(Problem("administrators_last_day", message, where="until"))
    if "since" in days and entry.role == ADMINISTRATOR and new.since is not None and new.since > today:
        message = gettext_noop("An administrator’s first day to come is set on the person’s page.")
        problems.append(Problem("administrators_first_day", message, where="since"))
    return changes | days, problems


def _outside_office(
    entry: PersonEntry, roles: Mapping[tuple[str, str], KnownRole], known: PeopleVocabulary, today: date
) -> list[Problem]:
    """That somebody would submit on behalf of a union in which they neither handle nor lead."""
    if entry.role != PROPOSER or entry.organisation not in known.unions:
        return []
    held = [roles[entry.organisation, role] for role in HANDLING if (entry.organisation, role) in roles]
    if any((one.since or today) <= today <= (one.until or today) for one in held):
        return []
    message = gettext_noop("Only officers and leaders of the union submit on its behalf. Give that role first.")
    return [Problem("not_of_office", message, where="role")]


def _days(entry: PersonEntry) -> KnownRole:
    return KnownRole(entry.since, entry.until)
