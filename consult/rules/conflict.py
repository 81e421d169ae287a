"""Conflicts of interest: what ties a person to a proposer, and what follows from it.

Which ties bar a person from a council and which are only to be weighed is the procedure's data. The default follows the
field's custom: whoever is employed by, related to, paid by or an author for the proposer, or submitted the proposal, does
not sit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .bodies import Likeness, likeness
from .problem import Problem, gettext_noop
from .procedure import Conflicts

SUBMITTER, EMPLOYER, FORMER_EMPLOYER = "submitter", "employer", "former_employer"
FAMILY, BUSINESS, PAID, AUTHOR = "family", "business", "paid", "author"
EARLIER_OPINION = "earlier_opinion"
WITHDRAWN = "consent_withdrawn"
# A tie to a body whose name is like the proposer's: for a person to look at.
ALIKE = "alike"
# What a person is asked about when they are invited.
DECLARABLE = (EMPLOYER, FORMER_EMPLOYER, FAMILY, BUSINESS, PAID, AUTHOR)


@dataclass(frozen=True)
class Body:
    """An organisation as somebody named it; ``key`` where it is registered."""

    name: str
    key: int | None = None

    def likeness(self, other: Body) -> Likeness:
        """How surely it is the same body: of two registered ones it is known, of others their names tell."""
        if self.key is not None and other.key is not None:
            return Likeness.SAME if self.key == other.key else Likeness.NO
        return likeness(self.name, other.name) if self.name else Likeness.NO


@dataclass(frozen=True)
class Tie:
    """A tie of ``kind`` to a body. ``until`` is the day on which it ended, None while it lasts or is not known."""

    kind: str
    body: Body
    until: date | None = None


@dataclass(frozen=True)
class Candidate:
    """What is known of a person who may sit. ``earlier`` holds codes of dossiers on the same project in which they sat.

    ``withdrawn`` says that they took back their consent to being asked.
    """

    name: str
    ties: tuple[Tie, ...] = ()
    is_submitter: bool = False
    earlier: tuple[str, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True)
class Objection:
    """One tie that speaks against a person. ``bars`` says that it forbids the seat, else it is to be weighed."""

    kind: str
    bars: bool
    problem: Problem


SENTENCES = {
    EMPLOYER: gettext_noop("%(name)s works for the proposer, %(proposer)s."),
    FORMER_EMPLOYER: gettext_noop("%(name)s worked for the proposer, %(proposer)s, until %(until)s."),
    FAMILY: gettext_noop("%(name)s is related to people of the proposer, %(proposer)s."),
    BUSINESS: gettext_noop("%(name)s has business with the proposer, %(proposer)s."),
    PAID: gettext_noop("%(name)s is paid by the proposer, %(proposer)s."),
    AUTHOR: gettext_noop("%(name)s is an author of documents for the proposer, %(proposer)s."),
    ALIKE: gettext_noop(
        "%(name)s is tied to “%(body)s”, which may be the proposer, %(proposer)s, under another name. Check before seating."
    ),
}


def objections(candidate: Candidate, proposer: Body, rule: Conflicts, today: date) -> list[Objection]:
    """Everything that speaks against ``candidate`` on a dossier of ``proposer``; what bars comes first.

    Whoever took back their consent is asked by nobody, whatever the procedure says.

    A former employment counts for ``rule.former_years`` years after its end.
    """
    found: list[tuple[str, Problem]] = []
    if candidate.is_submitter:
        submitted = gettext_noop("%(name)s submitted this dossier.")
        found.append((SUBMITTER, Problem(SUBMITTER, submitted, {"name": candidate.name})))
    for tie in candidate.ties:
        if _is_past(tie, rule, today):
            continue
        like = tie.body.likeness(proposer)
        if like is Likeness.SAME:
            found.append((tie.kind, _sentence(candidate, tie, proposer)))
        elif like is Likeness.LIKELY:
            values = {"name": candidate.name, "body": tie.body.name, "proposer": proposer.name}
            found.append((ALIKE, Problem(ALIKE, SENTENCES[ALIKE], values)))
    for code in candidate.earlier:
        message = gettext_noop("%(name)s sat in an earlier council on the same project (%(code)s).")
        found.append((EARLIER_OPINION, Problem(EARLIER_OPINION, message, {"name": candidate.name, "code": code})))
    once = dict(reversed(found))
    said = [Objection(kind, kind in rule.bars, problem) for kind, problem in reversed(list(once.items()))]
    if candidate.withdrawn:
        message = gettext_noop("%(name)s has withdrawn the consent to the use of their data for councils.")
        said.insert(0, Objection(WITHDRAWN, True, Problem(WITHDRAWN, message, {"name": candidate.name})))
    return sorted(said, key=lambda objection: not objection.bars)


def declared_bars(kinds: Iterable[str], rule: Conflicts) -> bool:
    """Whether what a person declares forbids the seat."""
    return any(kind in rule.bars for kind in kinds)


def barring(found: Iterable[Objection]) -> Problem | None:
    """The first objection that forbids the seat, or None."""
    return next((objection.problem for objection in found if objection.bars), None)


def to_weigh(found: Sequence[Objection]) -> list[Problem]:
    """The objections that forbid nothing and are shown to whoever decides."""
    return [objection.problem for objection in found if not objection.bars]


def _is_past(tie: Tie, rule: Conflicts, today: date) -> bool:
    if tie.kind != FORMER_EMPLOYER or tie.until is None:
        return False
    years_since = today.year - tie.until.year - ((today.month, today.day) < (tie.until.month, tie.until.day))
    return years_since >= rule.former_years


def _sentence(candidate: Candidate, tie: Tie, proposer: Body) -> Problem:
    values = {"name": candidate.name, "proposer": proposer.name}
    if tie.kind == FORMER_EMPLOYER and tie.until is None:
        return Problem("once_employer", gettext_noop("%(name)s once worked for the proposer, %(proposer)s."), values)
    until = {"until": f"{tie.until:%d/%m/%Y}"} if tie.until else {}
    return Problem(tie.kind, SENTENCES[tie.kind], values | until)
