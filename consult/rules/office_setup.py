"""What an office says of itself before it begins, from a page or a file, and what of it cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, TypeVar

from .numbering import COPY, DECISION, INVITATION, LETTER, MINUTES, NOTICE, RECEIPT, REPORT
from .problem import Problem, gettext_noop
from .procedure_file import shipped_kinds
from .provinces import Province, heading_lines, province_named, union_name
from .text import normal

T = TypeVar("T")

# The roles without which nothing can be begun, and the order in which people ask for them.
NEEDED_ROLES = ("leader", "officer", "clerk", "administrator")
ROLES = (*NEEDED_ROLES, "auditor")
# The series whose last number of the year can be told; letters go by the name "letter".
SERIES = {"letter": LETTER, **{kind: kind for kind in (DECISION, REPORT, NOTICE, INVITATION, MINUTES, RECEIPT, COPY)}}
HEAD = "Chủ tịch"
# The most characters of each text, as the database keeps it.
MOST = {"name": 300, "superior": 300, "heading": 300, "symbol": 20, "address": 300}
MOST_OF_PERSON = {"name": 150, "email": 254, "title": 100}
# Reminders are looked for every few minutes; a shorter span could pass between two looks.
SHORTEST_HOURS = timedelta(hours=1)
_SYMBOL = re.compile(r"^[^\W_]+(-[^\W_]+)*$")
# What mail servers take without further agreement (RFC 5321: atoms before the @); a domain may be written in any letters.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}")


class SetUpFaultError(ValueError):
    """What was said cannot be: ``problems`` name each place."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{one.where}: {one.code}" for one in problems))
        self.problems = problems


@dataclass(frozen=True)
class Colleague:
    """Somebody of the office. ``title`` is under what they sign, "" for who signs nothing."""

    name: str
    email: str
    roles: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True)
class OfficeSetUp:
    """All answers. ``numbers`` are the last ones given this year, by series; ``days_off`` are the office's own.

    ``names_responsible``: steps of the office wait for one officer of each dossier, not for all of them.
    """

    province: str
    name: str
    superior: str
    heading: tuple[str, ...]
    symbol: str
    address: str
    people: tuple[Colleague, ...]
    numbers: Mapping[str, int]
    kinds: tuple[str, ...]
    mails_from: time = time(7)
    mails_until: time = time(17)
    days_off: tuple[date, ...] = ()
    names_responsible: bool = False


def read_set_up(answers: Mapping[str, Any]) -> OfficeSetUp:
    """The answers of a page or file as a typed value. Raises ``SetUpFaultError`` with every problem that was found."""
    reader = _Reader()
    found = reader.office(answers)
    if found is None or reader.problems:
        raise SetUpFaultError(reader.problems)
    return found


def _since_midnight(hour: time) -> timedelta:
    return timedelta(hours=hour.hour, minutes=hour.minute)


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def fault(self, where: str, code: str, message: str, **values: object) -> None:
        self.problems.append(Problem(code, message, values, where))

    def office(self, answers: Mapping[str, Any]) -> OfficeSetUp | None:
        for name in set(answers) - {*OfficeSetUp.__dataclass_fields__}:
            self.fault(name, "unknown_answer", gettext_noop("There is no such entry."))
        province = province_named(self.text(answers, "province"))
        if province is None:
            self.fault("province", "unknown_province", gettext_noop("This is none of the 34 provinces and cities."))
            return None
        symbol = self.text(answers, "symbol") or "LHH"
        if not _SYMBOL.match(symbol):
            self.fault("symbol", "symbol_letters", gettext_noop("Letters and digits only, as in LHH or LHH-TVPB."))
        name = self.text(answers, "name") or union_name(province)
        self.hours(answers)
        return OfficeSetUp(
            province=province.name,
            name=name,
            superior=self.text(answers, "superior"),
            heading=self.heading(answers, name, province),
            symbol=symbol,
            address=self.text(answers, "address"),
            people=tuple(self.people(answers)),
            numbers=dict(self.numbers(answers)),
            kinds=tuple(self.kinds(answers)),
            mails_from=self.of_type(answers, "mails_from", time, time(7)),
            mails_until=self.of_type(answers, "mails_until", time, time(17)),
            days_off=tuple(self.all_of_type(answers, "days_off", date)),
            names_responsible=self.naming(answers),
        )

    def text(self, answers: Mapping[str, Any], name: str, where: str = "") -> str:
        told = answers.get(name, "")
        if not isinstance(told, str):
            self.fault(where or name, "not_text", gettext_noop("Write text in quotation marks."))
            return ""
        text = " ".join(told.split())
        most = (MOST_OF_PERSON if where else MOST).get(name, 300)
        if len(text) > most:
            self.fault(where or name, "too_long", gettext_noop("At most %(most)s characters."), most=most)
        return text

    def heading(self, answers: Mapping[str, Any], name: str, province: Province) -> tuple[str, ...]:
        """The lines of the name in headings: the province's where the name is, else as said, else none."""
        told = tuple(" ".join(line.split()) for line in self.texts(answers, "heading"))
        if told and normal(" ".join(told)).casefold() != normal(name).casefold():
            self.fault(
                "heading", "heading_words", gettext_noop("These lines must be the words of the name, in their order.")
            )
        return told or (heading_lines(province) if name == union_name(province) else ())

    def hours(self, answers: Mapping[str, Any]) -> None:
        """Equal times are the whole day."""
        opens, closes = answers.get("mails_from", time(7)), answers.get("mails_until", time(17))
        if type(opens) is not time or type(closes) is not time or opens == closes:
            return
        if _since_midnight(closes) - _since_midnight(opens) < SHORTEST_HOURS:
            self.fault(
                "mails_until" if "mails_until" in answers else "mails_from",
                "short_hours",
                gettext_noop("Mails must go out for at least an hour a day, and not across midnight."),
            )

    def naming(self, answers: Mapping[str, Any]) -> bool:
        """Whether each dossier has a responsible officer, which is a question where there are several."""
        told = self.of_type(answers, "names_responsible", bool, False)
        people = answers.get("people", [])
        officers = (
            [one for one in people if isinstance(one, Mapping) and "officer" in one.get("roles", [])]
            if isinstance(people, list)
            else []
        )
        if told and len(officers) < 2:
            self.fault(
                "names_responsible",
                "one_officer",
                gettext_noop("This office has one officer: everything waits for them anyway."),
            )
        return told

    def texts(self, answers: Mapping[str, Any], name: str) -> list[str]:
        return [text for text in self.all_of_type(answers, name, str) if text.strip()]

    def of_type(self, answers: Mapping[str, Any], name: str, kind: Callable[..., T], default: T) -> T:
        told: T = answers.get(name, default)
        # A moment is a date in Python, but not on a calendar.
        if type(told) is not kind:
            self.fault(name, f"not_{kind.__name__}", gettext_noop("This is written in another way."))
            return default
        return told

    def all_of_type(self, answers: Mapping[str, Any], name: str, kind: Callable[..., T]) -> list[T]:
        told = answers.get(name, [])
        if not isinstance(told, list | tuple) or any(type(one) is not kind for one in told):
            self.fault(name, f"not_{kind.__name__}", gettext_noop("This is written in another way."))
            return []
        return list(told)

    def kinds(self, answers: Mapping[str, Any]) -> list[str]:
        told = self.texts(answers, "kinds") or list(shipped_kinds())
        for kind in told:
            if kind not in shipped_kinds():
                self.fault("kinds", "unknown_kind", gettext_noop("There is no kind of dossier “%(kind)s”."), kind=kind)
        return told

    def numbers(self, answers: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
        told = answers.get("numbers", {})
        if not isinstance(told, Mapping):
            self.fault("numbers", "not_table", gettext_noop("This is written in another way."))
            return
        for series, last in told.items():
            if series not in SERIES:
                self.fault(f"numbers.{series}", "unknown_series", gettext_noop("There is no such series of numbers."))
            elif type(last) is not int or not 0 <= last < 100_000:
                self.fault(f"numbers.{series}", "not_number", gettext_noop("Write the last number given this year."))
            else:
                yield SERIES[series], last

    def people(self, answers: Mapping[str, Any]) -> Iterator[Colleague]:
        told = answers.get("people", [])
        if not isinstance(told, list) or not all(isinstance(one, Mapping) for one in told):
            self.fault("people", "not_table", gettext_noop("This is written in another way."))
            return
        seen: set[str] = set()
        held: set[str] = set()
        for place, one in enumerate(told):
            person = self.person(one, f"people.{place}")
            if person.email in seen:
                self.fault(f"people.{place}.email", "address_twice", gettext_noop("This address stands here twice."))
            seen.add(person.email)
            held.update(person.roles)
            yield person
        for role in NEEDED_ROLES:
            if role not in held:
                self.fault(
                    "people", f"no_{role}", gettext_noop("Nobody has the role “%(role)s”. One person may have several."),
                    role=role,
                )  # fmt: skip

    def person(self, told: Mapping[str, Any], where: str) -> Colleague:
        name, email = self.text(told, "name", f"{where}.name"), self.text(told, "email", f"{where}.email").lower()
        if not name:
            self.fault(f"{where}.name", "no_name", gettext_noop("Write the name."))
        if not _ADDRESS.fullmatch(email):
            self.fault(f"{where}.email", "not_address", gettext_noop("This is no e-mail address."))
        roles = tuple(dict.fromkeys(self.texts(told, "roles")))
        for role in roles:
            if role not in ROLES:
                self.fault(f"{where}.roles", "unknown_role", gettext_noop("There is no role “%(role)s”."), role=role)
        title = self.text(told, "title", f"{where}.title") or (HEAD if "leader" in roles else "")
        return Colleague(name, email, roles, title)
