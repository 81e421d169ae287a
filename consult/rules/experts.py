"""A registry of experts: names compared without titles and accents, and what a table of experts would change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from email_validator import EmailNotValidError, validate_email

from .bodies import body_key
from .problem import Problem, gettext_noop
from .sheets import ADD, CHANGE, FAULT, SAME, RowPlan, text_problems
from .text import normal, normalise_for_search

# Degrees and titles as Vietnamese writes them before a name, folded and without points.
ABBREVIATIONS = frozenset({
    "gs", "pgs", "ts", "tskh", "ths", "cn", "ks", "kts", "bs", "ds", "vs", "ngut", "ngnd", "ttnd", "ttut", "nsnd", "nsut",
    "dr", "prof", "cki", "ckii", "bscki", "bsckii",
})  # fmt: skip
LONG_TITLES = (
    "pho giao su", "giao su", "tien si khoa hoc", "tien si", "tien sy", "thac si", "thac sy", "ky su", "kien truc su",
    "bac si", "bac sy", "cu nhan", "luat su", "ong", "ba",
)  # fmt: skip
COLUMNS = ("name", "degree", "email", "phone", "employer", "place", "association", "subject_areas", "biography")
_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def name_key(name: str) -> str:
    """A name without titles, accents and case, by which two ways of writing one person's name are found alike.

    "PGS.TS. Nguyễn Văn A" and "nguyen van a" have the same key. A name that is nothing but titles keeps its words.
    """
    text = " ".join(_WORDS.findall(normalise_for_search(name).replace("’", "'")))
    words = text.split()
    rest = words
    while rest:
        shorter = _without_title(rest)
        if shorter is rest:
            break
        rest = shorter
    return " ".join(rest or words)


def _without_title(words: list[str]) -> list[str]:
    if words[0] in ABBREVIATIONS:
        return words[1:]
    for title in LONG_TITLES:
        parts = title.split()
        # "Bà" and "Ông" are titles, and part of a name where hardly anything follows.
        if words[: len(parts)] == parts and len(words) > len(parts) + 1:
            return words[len(parts) :]
    return words


def split_degree(name: str) -> tuple[str, str]:
    """Degree and name of "PGS.TS. Nguyễn Văn A", both in normal form; the degree is empty where none stands before it."""
    text = normal(name)
    head = re.match(r"(?:(?:[A-Za-zĐđ]{1,5})\.\s*|(?:GS|PGS|TSKH|TS|ThS|KS|CN|BS|KTS)\s+)+", text)
    if head is None or not name_key(head[0]) or name_key(text[head.end() :]) != name_key(text):
        return "", text
    return head[0].strip(), text[head.end() :].strip()


@dataclass(frozen=True)
class Entry:
    """One expert as a table holds them. ``subject_areas`` are names of fields of expertise."""

    name: str = ""
    degree: str = ""
    email: str = ""
    phone: str = ""
    employer: str = ""
    place: str = ""
    association: str = ""
    subject_areas: tuple[str, ...] = ()
    biography: str = ""


@dataclass(frozen=True)
class TableVocabulary:
    """What may stand in a table: names of fields and associations by their folded form."""

    subject_areas: Mapping[str, str]
    associations: Mapping[str, str]


def shown(entry: Entry, column: str) -> str:
    """A column of an entry as text."""
    value = getattr(entry, column)
    return "; ".join(value) if isinstance(value, tuple) else value


# How many characters each column takes, as the registry keeps it.
MOST = {"name": 150, "degree": 60, "email": 254, "phone": 30, "employer": 300, "place": 100, "association": 300}
_ADDRESS = re.compile(r"<([^<>]*@[^<>]*)>")
_NINE_DIGITS = re.compile(r"[2-9]\d{8}|2\d{9}")


def address_in(text: str) -> str:
    """The address in what people paste: without "mailto:", a name and brackets around it, or a comma behind it."""
    found = _ADDRESS.search(text)
    return (found[1] if found else text).strip().removeprefix("mailto:").strip(" ,;.<>").lower()


def is_address(text: str) -> bool:
    """Whether mail can be addressed so; nobody is asked whether it is there."""
    try:
        validate_email(text, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def telephone(text: str) -> str:
    """A number as it is dialled: the 0 that a sheet of numbers loses is put back."""
    digits = re.sub(r"[\s.\-()]", "", text)
    digits = digits.removeprefix("+84") if digits.startswith("+84") else digits
    digits = digits.removeprefix("84") if re.fullmatch(r"84\d{9}", digits) else digits
    return f"0{digits}" if _NINE_DIGITS.fullmatch(digits) else text


def read_row(cells: Mapping[str, str], known: TableVocabulary) -> tuple[Entry, tuple[Problem, ...]]:
    """A row as an entry, and what is wrong with it. A degree written before the name goes where it belongs."""
    text = {column: normal(cells.get(column, "")) for column in COLUMNS}
    degree, name = split_degree(text["name"])
    problems: list[Problem] = []
    if not name:
        problems.append(Problem("name_missing", gettext_noop("The name is missing."), where="name"))
    email = address_in(text["email"])
    if email and not is_address(email):
        problems.append(
            Problem("no_address", gettext_noop("“%(email)s” is not an e-mail address."), {"email": email}, "email")
        )
    problems += text_problems({**text, "name": name}, MOST, COLUMNS)
    names = [part.strip() for part in re.split(r"[;\n]", text["subject_areas"]) if part.strip()]
    keys = [normalise_for_search(name) for name in names]
    strange = gettext_noop("There is no field of expertise called “%(name)s”.")
    problems += [
        Problem("no_such_field", strange, {"name": name}, "subject_areas")
        for name, key in zip(names, keys, strict=True)
        if key not in known.subject_areas
    ]
    association = text["association"]
    if association and normalise_for_search(association) not in known.associations:
        message = gettext_noop("There is no member association called “%(name)s”.")
        problems.append(Problem("no_such_association", message, {"name": association}, "association"))
    entry = Entry(
        name=name,
        degree=text["degree"] or degree,
        email=email,
        phone=telephone(text["phone"]),
        employer=text["employer"],
        place=text["place"],
        association=known.associations.get(normalise_for_search(association), ""),
        subject_areas=tuple(dict.fromkeys(known.subject_areas[key] for key in keys if key in known.subject_areas)),
        biography=text["biography"],
    )
    return entry, tuple(problems)


def merged(old: Entry, new: Entry) -> Entry:
    """``old`` with what ``new`` says. An empty cell leaves what is there; a name without its accents spoils none."""
    values = {column: getattr(new, column) or getattr(old, column) for column in COLUMNS}
    if name_key(old.name) == name_key(new.name) and (
        new.name == normalise_for_search(new.name) or old.name != normalise_for_search(old.name)
    ):
        values["name"] = old.name
    values["email"] = old.email or new.email
    return Entry(**values)


def plan_import(
    rows: Sequence[Mapping[str, str]],
    existing: Mapping[int, Entry],
    known: TableVocabulary,
    choices: Mapping[int, int] | None = None,
) -> list[RowPlan]:
    """What each row would change, in order; a row may change what an earlier one adds.

    ``choices`` maps a row to the expert it is taken for, or to 0 where it is somebody new.
    """
    people = dict(existing)
    read = [read_row(cells, known) for cells in rows]
    # Whose address stands in the table is meant by that row and by no other with an address of its own.
    named = {entry.email for entry, _problems in read if entry.email}
    by_email = {entry.email: key for key, entry in people.items() if entry.email}
    by_name: dict[str, list[int]] = {}
    for key, entry in people.items():
        by_name.setdefault(name_key(entry.name), []).append(key)
    plans = []
    for number, (entry, problems) in enumerate(read, start=1):
        target = by_email.get(entry.email) if entry.email else None
        # An address says who is meant; a name leaves a choice.
        alikes = () if target is not None else tuple(by_name.get(name_key(entry.name), ()))
        if target is None:
            others = {key for key in alikes if entry.email and people[key].email in named}
            target = _chosen(entry, [key for key in alikes if key not in others], people, (choices or {}).get(number))
        plan = _plan_row(RowPlan(number, ADD, entry, target, {}, problems, alikes), people.get)
        plans.append(plan)
        if plan.action in (ADD, CHANGE):
            key = target if target is not None else -number
            if key in people:
                # Whoever gets another name is not met by the old one any more.
                by_name[name_key(people[key].name)].remove(key)
            people[key] = merged(people[key], entry) if key in people else entry
            by_email.setdefault(people[key].email, key)
            by_name.setdefault(name_key(people[key].name), []).append(key)
    return plans


def _chosen(entry: Entry, alikes: Iterable[int], people: Mapping[int, Entry], choice: int | None) -> int | None:
    """Whom a row without a known address means: as chosen, else the only one of its name who may be the same person.

    Two people of one name with different addresses and employers are two people.
    """
    alikes = list(alikes)
    if choice is not None:
        return choice if choice in alikes else None
    fitting = [key for key in alikes if _may_be_same(people[key], entry)]
    return fitting[0] if len(fitting) == 1 else None


def _may_be_same(old: Entry, new: Entry) -> bool:
    same_employer = body_key(old.employer) == body_key(new.employer)
    if old.email and new.email:
        # Addresses change; of two that differ, the employer decides.
        return same_employer and bool(new.employer)
    return True


def _plan_row(plan: RowPlan, find: Callable[[int], Entry | None]) -> RowPlan:
    old = find(plan.target) if plan.target is not None else None
    problems = list(plan.problems)
    if old is None and not plan.entry.email and plan.entry.name:
        code, message = (
            "new_without_address",
            gettext_noop("A new person needs an e-mail address, to which the invitation is sent."),
        )
        if len(plan.alikes) > 1:
            code, message = (
                "name_ambiguous",
                gettext_noop("Several experts have this name; give the e-mail address to say which one."),
            )
        problems.append(Problem(code, message, where="email"))
    if problems:
        return replace(plan, action=FAULT, problems=tuple(problems))
    if old is None:
        changes = {c: ("", shown(plan.entry, c)) for c in COLUMNS if shown(plan.entry, c)}
        return replace(plan, action=ADD, changes=changes)
    new = merged(old, plan.entry)
    changes = {c: (shown(old, c), shown(new, c)) for c in COLUMNS if shown(old, c) != shown(new, c)}
    return replace(plan, action=CHANGE if changes else SAME, changes=changes)
