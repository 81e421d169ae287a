"""The rules of one procedure as a typed value, read from and checked against the office's data.

The defaults are those of the field; each may be changed by an office in its own version of the procedure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .problem import gettext_noop


class ProcedureFaultError(ValueError):
    """A procedure's data does not hold together; the message says where."""


@dataclass(frozen=True)
class Days:
    """Working days allowed for each step."""

    completeness: int = 3
    supplement: int = 10
    council: int = 5
    answer: int = 2
    review: int = 10
    meeting_notice: int = 3
    minutes: int = 3
    draft: int = 5
    approve: int = 2
    sign: int = 2
    issue: int = 1
    response: int = 30
    archive: int = 5


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
REVIEWS_AMONG = ("blind", "own_in", "open")
REVIEWS_TO_PROPOSER = ("none", "anonymous", "named")
TIES = (*Conflicts.bars, "former_employer", "earlier_opinion")


@dataclass(frozen=True)
class ChecklistItem:
    """One attachment a dossier must or may bring. ``types`` are the names of accepted kinds of file."""

    code: str
    title: str
    required: bool = True
    types: tuple[str, ...] = ("pdf", "docx", "xlsx", "jpeg", "png")


@dataclass(frozen=True)
class Section:
    """One part of the review form: a question answered in words, with marks from 1 to 5, or both."""

    code: str
    title: str
    hint: str = ""
    text: bool = True
    rating: bool = False
    required: bool = True


@dataclass(frozen=True)
class Rules:
    """All that differs from place to place.

    ``meeting_forms`` are the ways in which a council may come to its vote: together, in a workshop with guests, in writing.
    ``reviewers_named`` says whether the opinion names who said what. ``reviews_among`` says when the council reads its
    reviewers' reviews while they come in: only when all are in (``blind``), who has handed in their own (``own_in``), or each
    as it comes (``open``); office, chair and secretary read each as it comes. ``reviews_to_proposer`` says what the proposer
    reads of them once the opinion is issued: nothing, their text without names, or all.
    """

    days: Days = field(default_factory=Days)
    seats: Seats = field(default_factory=Seats)
    quorum: Quorum = field(default_factory=Quorum)
    vote: Vote = field(default_factory=Vote)
    conflicts: Conflicts = field(default_factory=Conflicts)
    least_reviews: int = 2
    meeting: bool = True
    meeting_forms: tuple[str, ...] = MEETING_FORMS
    checklist: tuple[ChecklistItem, ...] = ()
    review_form: tuple[Section, ...] = ()
    reviewers_named: bool = False
    reviews_among: str = "blind"
    reviews_to_proposer: str = "none"
    unit: str = "TVPB"

    @classmethod
    def from_json(cls, data: Any) -> Rules:
        """Read the stored form. Raises ``ProcedureFaultError`` on anything unknown, missing or contradictory."""
        try:
            rules = cls(
                days=Days(**data.get("days", {})),
                seats=Seats(**data.get("seats", {})),
                quorum=_with_share(Quorum, data.get("quorum", {})),
                vote=_with_share(Vote, data.get("vote", {})),
                conflicts=_conflicts(data.get("conflicts", {})),
                least_reviews=int(data.get("least_reviews", 2)),
                meeting=bool(data.get("meeting", True)),
                meeting_forms=tuple(str(form) for form in data.get("meeting_forms", MEETING_FORMS)),
                checklist=tuple(
                    ChecklistItem(**{**item, "types": tuple(item.get("types", ChecklistItem.types))})
                    for item in data.get("checklist", [])
                ),
                review_form=tuple(Section(**item) for item in data.get("review_form", [])),
                reviewers_named=bool(data.get("reviewers_named", False)),
                reviews_among=str(data.get("reviews_among", "blind")),
                reviews_to_proposer=str(data.get("reviews_to_proposer", "none")),
                unit=str(data.get("unit", "TVPB")),
            )
        except (TypeError, ValueError, AttributeError, ZeroDivisionError) as fault:
            raise ProcedureFaultError(str(fault)) from fault
        _check(rules)
        return rules

    def item(self, code: str) -> ChecklistItem | None:
        return next((item for item in self.checklist if item.code == code), None)


def _with_share(kind: type, data: dict[str, Any]) -> Any:
    values = dict(data)
    if "share" in values:
        values["share"] = Fraction(values["share"])
    return kind(**values)


def _conflicts(data: dict[str, Any]) -> Conflicts:
    values = dict(data)
    if "bars" in values:
        values["bars"] = tuple(str(kind) for kind in values["bars"])
    return Conflicts(**values)


def _check(rules: Rules) -> None:
    for name, value in vars(rules.days).items():
        if not isinstance(value, int) or not 0 < value <= 366:
            raise ProcedureFaultError(f"days.{name}: a whole number from 1 to 366")
    if not 3 <= rules.seats.least <= rules.seats.most <= 60:
        raise ProcedureFaultError(gettext_noop("seats: from 3 to 60, the minimum not above the maximum"))
    if rules.seats.odd and rules.seats.least == rules.seats.most and rules.seats.least % 2 == 0:
        raise ProcedureFaultError("seats: an odd council cannot have this size")
    if rules.seats.per_employer < 1 or rules.seats.most_open < 1:
        raise ProcedureFaultError("seats.per_employer, seats.most_open: at least 1")
    unknown = set(rules.conflicts.bars) - set(TIES)
    if unknown:
        raise ProcedureFaultError(f"conflicts.bars: not known: {', '.join(sorted(unknown))}")
    if not rules.meeting_forms or set(rules.meeting_forms) - set(MEETING_FORMS):
        raise ProcedureFaultError(f"meeting_forms: one or more of {', '.join(MEETING_FORMS)}")
    if rules.reviews_among not in REVIEWS_AMONG:
        raise ProcedureFaultError(f"reviews_among: one of {', '.join(REVIEWS_AMONG)}")
    if rules.reviews_to_proposer not in REVIEWS_TO_PROPOSER:
        raise ProcedureFaultError(f"reviews_to_proposer: one of {', '.join(REVIEWS_TO_PROPOSER)}")
    if rules.conflicts.former_years < 0:
        raise ProcedureFaultError("conflicts.former_years: not below 0")
    if rules.seats.least_reviewers < rules.least_reviews:
        raise ProcedureFaultError("least_reviews: not more than seats.least_reviewers")
    if rules.least_reviews < 1:
        raise ProcedureFaultError("least_reviews: at least 1")
    for share in (rules.quorum.share, rules.vote.share):
        if not 0 < share <= 1:
            raise ProcedureFaultError("share: above 0 and not above 1")
    codes = [item.code for item in rules.checklist]
    if len(set(codes)) != len(codes):
        raise ProcedureFaultError("checklist: each code once")
    sections = [section.code for section in rules.review_form]
    if len(set(sections)) != len(sections):
        raise ProcedureFaultError("review_form: each code once")
    if any(not (section.text or section.rating) for section in rules.review_form):
        raise ProcedureFaultError("review_form: a section asks for text, a rating, or both")


def default_rules() -> dict[str, Any]:
    """The stored form of a procedure that takes every default."""
    return {"checklist": [], "review_form": []}
