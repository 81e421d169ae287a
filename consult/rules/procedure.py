"""The rules of one procedure as a typed value, read from and checked against the office's data.

The defaults are those of the field; each may be changed by an office in its own version of the procedure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any

from .conditions import line_problems
from .json_schema import schema_problems
from .leading import Leading, leading_contradictions
from .papers import OPTIONAL_DOCUMENTS, Grounds, grounds_contradictions
from .problem import Problem, gettext_noop
from .procedure_schema import RULES
from .questions import ChecklistItem, Question, Section, read_item, read_question, read_section


class ProcedureFaultError(ValueError):
    """A procedure's data cannot be read, or may not be in force; the message says where."""

    @classmethod
    def of(cls, problems: Sequence[Problem]) -> ProcedureFaultError:
        return cls("; ".join(f"{one.where}: {one.code}" for one in problems))


@dataclass(frozen=True)
class Days:
    """Working days allowed for each step; every step has its own."""

    completeness: int = 3
    supplement: int = 10
    council: int = 5
    approve_council: int = 2
    answer: int = 2
    review: int = 10
    meeting_notice: int = 3
    minutes: int = 3
    sign_minutes: int = 2
    draft: int = 5
    approve_opinion: int = 2
    sign: int = 2
    issue: int = 1
    bring_signed: int = 1
    response: int = 30
    archive: int = 5


@dataclass(frozen=True)
class Reminders:
    """Working days at which people are reminded: ``before`` the deadline (0 is the day itself), then every ``every_late``.

    The leader is told from ``escalate_from`` days late.
    """

    before: tuple[int, ...] = (3, 1, 0)
    every_late: int = 2
    escalate_from: int = 2


@dataclass(frozen=True)
class Seats:
    """The make-up of a council.

    ``groups`` says whether large councils work in thematic groups, each with a head and a report of its own.
    ``per_employer`` is the most people that should come from one employer, ``most_open`` how many seats in running
    councils are enough for one person; both are advice, not conditions.
    """

    least: int = 5
    most: int = 11
    odd: bool = True
    least_reviewers: int = 2
    per_employer: int = 2
    most_open: int = 4
    groups: bool = False


@dataclass(frozen=True)
class Quorum:
    """Thông tư 27/2015/TT-BTNMT, Điều 26, taken as default: two thirds of the seats, among them who must be there."""

    share: Fraction = Fraction(2, 3)
    chair: bool = True
    secretary: bool = True
    least_reviewers: int = 1


@dataclass(frozen=True)
class Vote:
    """More than ``share`` of those present; a tie is decided by whoever presides."""

    share: Fraction = Fraction(1, 2)
    presider_breaks_tie: bool = True


@dataclass(frozen=True)
class Conflicts:
    """Which ties to the proposer forbid a seat; the others are shown to whoever decides.

    A former employment is forgotten ``former_years`` years after its end.
    """

    bars: tuple[str, ...] = ("submitter", "employer", "family", "business", "paid", "author")
    former_years: int = 5


MEETING_FORMS = ("meeting", "workshop", "round")
# Seats that every council has beside its reviewers.
CHAIR_AND_SECRETARY = 2
REVIEWS_AMONG = ("blind", "own_in", "open")
REVIEWS_TO_PROPOSER = ("none", "anonymous", "named")
TIES = (*Conflicts.bars, "former_employer", "earlier_opinion")


@dataclass(frozen=True)
class Rules:
    """All that differs from place to place.

    ``meeting_forms`` are the ways in which a council may come to its vote: together, in a workshop with guests, in writing.
    ``reviewers_named`` says whether the opinion names who said what, ``reviewers_by_decision`` whether a reviewer is replaced
    by a change of the council that the leader decides on. ``deputy_after`` is by how many working days the chair has to be late
    before a leader may let the deputy act in their place; 0: never. ``reviews_among`` says when the council reads its
    reviewers' reviews while they come in: only when all are in (``blind``), who has handed in their own (``own_in``), or each
    as it comes (``open``); office, chair and secretary read each as it comes. ``reviews_to_proposer`` says what the proposer
    reads of them once the opinion is issued: nothing, their text without names, or all. ``documents`` are those of
    ``OPTIONAL_DOCUMENTS`` that are made; ``chair_approves`` says whether the chair approves the opinion before it is signed.
    """

    days: Days = field(default_factory=Days)
    reminders: Reminders = field(default_factory=Reminders)
    seats: Seats = field(default_factory=Seats)
    quorum: Quorum = field(default_factory=Quorum)
    vote: Vote = field(default_factory=Vote)
    conflicts: Conflicts = field(default_factory=Conflicts)
    least_reviews: int = 2
    meeting: bool = True
    meeting_forms: tuple[str, ...] = MEETING_FORMS
    questions: tuple[Question, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    review_form: tuple[Section, ...] = ()
    reviewers_named: bool = False
    reviewers_by_decision: bool = False
    deputy_after: int = 0
    reviews_among: str = "blind"
    reviews_to_proposer: str = "none"
    unit: str = "TVPB"
    leading: Leading = field(default_factory=Leading)
    documents: tuple[str, ...] = OPTIONAL_DOCUMENTS
    grounds: Grounds = field(default_factory=Grounds)
    chair_approves: bool = True

    @classmethod
    def from_json(cls, data: Any) -> Rules:
        """Read the stored form. Raises ``ProcedureFaultError`` on what cannot be read.

        Whether it holds together is judged by ``procedure_problems`` before it comes into force, and not again.
        """
        try:
            return cls(
                days=Days(**data.get("days", {})),
                reminders=_reminders(data.get("reminders", {})),
                seats=Seats(**data.get("seats", {})),
                quorum=_with_share(Quorum, data.get("quorum", {})),
                vote=_with_share(Vote, data.get("vote", {})),
                conflicts=_conflicts(data.get("conflicts", {})),
                least_reviews=int(data.get("least_reviews", 2)),
                meeting=bool(data.get("meeting", True)),
                meeting_forms=tuple(str(form) for form in data.get("meeting_forms", MEETING_FORMS)),
                questions=tuple(read_question(one) for one in data.get("questions", [])),
                checklist=tuple(read_item(one) for one in data.get("checklist", [])),
                review_form=tuple(read_section(one) for one in data.get("review_form", [])),
                reviewers_named=bool(data.get("reviewers_named", False)),
                reviewers_by_decision=bool(data.get("reviewers_by_decision", False)),
                deputy_after=int(data.get("deputy_after", 0)),
                reviews_among=str(data.get("reviews_among", "blind")),
                reviews_to_proposer=str(data.get("reviews_to_proposer", "none")),
                unit=str(data.get("unit", "TVPB")),
                leading=Leading(**data.get("leading", {})),
                documents=tuple(str(kind) for kind in data.get("documents", OPTIONAL_DOCUMENTS)),
                grounds=_grounds(data.get("grounds", {})),
                chair_approves=bool(data.get("chair_approves", True)),
            )
        except (TypeError, ValueError, AttributeError, ZeroDivisionError) as fault:
            raise ProcedureFaultError(str(fault)) from fault

    def makes(self, document: str) -> bool:
        """Whether dossiers of this kind have this kind of document."""
        return document not in OPTIONAL_DOCUMENTS or document in self.documents

    def item(self, code: str) -> ChecklistItem | None:
        return next((item for item in self.checklist if item.code == code), None)


def _with_share(kind: type, data: dict[str, Any]) -> Any:
    values = dict(data)
    if "share" in values:
        values["share"] = Fraction(values["share"])
    return kind(**values)


def _reminders(data: dict[str, Any]) -> Reminders:
    values = dict(data)
    if "before" in values:
        values["before"] = tuple(sorted((int(days) for days in values["before"]), reverse=True))
    return Reminders(**values)


def _conflicts(data: dict[str, Any]) -> Conflicts:
    values = dict(data)
    if "bars" in values:
        values["bars"] = tuple(str(kind) for kind in values["bars"])
    return Conflicts(**values)


def _grounds(data: dict[str, Any]) -> Grounds:
    values = dict(data)
    if "own" in values:
        values["own"] = tuple(str(text) for text in values["own"])
    return Grounds(**values)


def procedure_problems(data: Any) -> list[Problem]:
    """Everything for which a procedure with these ``data`` may not be in force, each with the place that it is about."""
    problems = schema_problems(data, RULES)
    return problems or list(_contradictions(Rules.from_json(data)))


def _contradictions(rules: Rules) -> Iterator[Problem]:
    """What each value allows by itself and the others do not; and what may not be empty."""
    yield from _of_seats(rules)
    yield from leading_contradictions(rules.leading)
    yield from grounds_contradictions(rules.grounds)
    if not 0 < rules.quorum.share <= 1:
        yield Problem(
            "quorum_share", gettext_noop("The share is above 0 and not above 1, as in 2/3."), {}, "quorum.share"
        )
    if not 0 < rules.vote.share < 1:
        yield Problem("vote_share", gettext_noop("More than this share must agree: write less than 1, as in 1/2."), {},
                      "vote.share")  # fmt: skip
    if not rules.checklist:
        yield Problem("checklist_empty", gettext_noop("The checklist names at least one attachment."), {}, "checklist")
    if not rules.review_form:
        yield Problem("review_form_empty", gettext_noop("The review form has at least one section."), {}, "review_form")
    lists: tuple[tuple[str, Sequence[Question | ChecklistItem | Section]], ...] = (
        ("questions", rules.questions),
        ("checklist", rules.checklist),
        ("review_form", rules.review_form),
    )
    for name, rows in lists:
        seen: Counter[str] = Counter()
        for place, row in enumerate(rows):
            if seen[row.code]:
                yield Problem("code_twice", gettext_noop("Another line has this code."), {}, f"{name}.{place}.code")
            seen[row.code] += 1
    yield from line_problems(rules.questions, rules.checklist, rules.review_form)


def _of_seats(rules: Rules) -> Iterator[Problem]:
    seats, least = rules.seats, rules.seats.least_reviewers
    if seats.most < seats.least:
        yield Problem(
            "seats_crossed", gettext_noop("The most seats cannot be fewer than the fewest, %(least)s."),
            {"least": seats.least}, "seats.most",
        )  # fmt: skip
    elif seats.odd and seats.least == seats.most and seats.least % 2 == 0:
        yield Problem(
            "odd_size", gettext_noop("A council of exactly %(size)s seats cannot be odd."), {"size": seats.least},
            "seats.odd",
        )  # fmt: skip
    if least + CHAIR_AND_SECRETARY > seats.most:
        yield Problem(
            "reviewers_beyond_seats",
            gettext_noop("%(reviewers)s reviewers, a chair and a secretary do not fit into %(most)s seats."),
            {"reviewers": least, "most": seats.most}, "seats.least_reviewers",
        )  # fmt: skip
    if rules.least_reviews > least:
        yield Problem(
            "reviews_beyond_reviewers",
            gettext_noop("%(reviews)s reviews are needed, but the council may have as few as %(reviewers)s reviewers."),
            {"reviews": rules.least_reviews, "reviewers": least}, "least_reviews",
        )  # fmt: skip
    if rules.quorum.least_reviewers > least:
        yield Problem(
            "quorum_beyond_reviewers",
            gettext_noop("%(needed)s reviewers must be there, but the council may have as few as %(reviewers)s."),
            {"needed": rules.quorum.least_reviewers, "reviewers": least}, "quorum.least_reviewers",
        )  # fmt: skip


def stored(rules: Rules) -> dict[str, Any]:
    """Rules in the stored form, nothing left out: what ``Rules.from_json`` reads as the same rules."""
    return {name: _plain(value) for name, value in asdict(rules).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else value


def default_rules() -> dict[str, Any]:
    """The stored form of a procedure that takes every default."""
    return {"checklist": [], "review_form": []}
