"""Reviews as they are read: by whom, under which name, with their sections and their remarks on the attachments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from consult.access import Capacity, check
from consult.models import Dossier, PaperEntry, Person, Review, ReviewFile
from consult.rules.assembly import labels
from consult.rules.conditions import asked_sections
from consult.rules.questions import spoken
from consult.rules.remarks import place_on
from consult.texts import paper_text


@dataclass(frozen=True)
class ReadReview:
    """One review for one reader. ``name`` is the author's, or what stands for it where the procedure hides it."""

    review: Review
    name: str
    sections: list[dict[str, Any]]
    remarks: list[dict[str, Any]]
    files: list[ReviewFile] = field(default_factory=list)
    paper: str = ""
    # What its author says is not as they wrote it: to whoever knows whose it is; and the day, to all.
    disputed: str = ""
    disputed_at: datetime | None = None


def may_read_review(review: Review, dossier: Dossier, person: Person, capacities: frozenset[Capacity]) -> bool:
    """A review is its author's until it is handed in; afterwards the table says who reads it under its author's name."""
    if review.seat.person_id == person.pk and capacities & {Capacity.REVIEWER}:
        return True
    return review.state == Review.State.HANDED_IN and bool(check(person, "review.read", dossier, capacities))


def readable_reviews(dossier: Dossier, person: Person, capacities: frozenset[Capacity]) -> list[ReadReview]:
    """The reviews handed in that this person may read, named or not as the procedure says."""
    found = list(_handed_in(dossier))
    if check(person, "review.read_unnamed", dossier, capacities):
        names = labels([review.seat.person.titled_name for review in found], named=False)
        # Names of files, and what stands in them, may tell whose they are.
        return _read(dossier, zip(found, names, strict=True), files=False)
    named = ((review, review.seat.person.titled_name) for review in found)
    return _read(dossier, [one for one in named if may_read_review(one[0], dossier, person, capacities)])


def reviews_in(dossier: Dossier) -> list[ReadReview]:
    """Every review handed in, for those whose step is to weigh them."""
    return _read(dossier, [(review, review.seat.person.titled_name) for review in _handed_in(dossier)])


def _handed_in(dossier: Dossier) -> Iterable[Review]:
    return (
        dossier.reviews.filter(state=Review.State.HANDED_IN)
        .select_related("seat__person__expert")
        .prefetch_related("files", "remarks", "paper_entries__letter__corrections")
        .order_by("pk")
    )


def _read(dossier: Dossier, named: Iterable[tuple[Review, str]], *, files: bool = True) -> list[ReadReview]:
    shown = list(named)
    titles = dossier.file_titles() if any(review.remark_list() for review, _name in shown) else {}
    return [
        ReadReview(
            review,
            name,
            review_sections(review, dossier),
            [{**remark, "place": place_on(remark)} for remark in review.placed_remarks(titles)],
            list(review.files.all()) if files else [],
            _paper(review) if files else "",
            *_dispute(review, words=files),
        )
        for review, name in shown
    ]


def _paper(review: Review) -> str:
    """By which letter a review came on paper; "" where its author wrote it here."""
    papers = [entry for entry in review.paper_entries.all() if entry.act == PaperEntry.Act.REVIEW]
    return paper_text(papers[-1].letter) if papers else ""


def _dispute(review: Review, *, words: bool) -> tuple[str, datetime | None]:
    """What the author of a review says is not as they wrote it, and since when."""
    disputed = [entry for entry in review.paper_entries.all() if entry.disputed]
    return (disputed[-1].disputed if words else "", disputed[-1].seen_at) if disputed else ("", None)


def review_sections(review: Review, dossier: Dossier) -> list[dict[str, Any]]:
    """A review's answers under the titles of its procedure's form, each with its ``said``, its answer beside words.

    What was not ``asked`` of its author is among them, so that reviews stand beside each other.
    """
    form = dossier.procedure.rules.review_form
    asked = {section.code for section in asked_sections(form, review.content)}
    return [
        {
            "title": section.title,
            "text": answer.get("text", ""),
            "said": spoken(section, answer, capfirst(_("yes")), capfirst(_("no"))),
            "asked": section.code in asked,
        }
        for section in form
        for answer in [review.content.get(section.code, {})]
    ]


@dataclass(frozen=True)
class SectionAnswers:
    """One part of the form with every review's answer to it and its ``name``, in the order of the reviews."""

    title: str
    answers: list[dict[str, Any]]


def answers_by_section(reviews: list[ReadReview]) -> list[SectionAnswers]:
    """The reviews by the parts of the form."""
    if not reviews:
        return []
    titles = [section["title"] for section in reviews[0].sections]
    return [
        SectionAnswers(title, [{**read.sections[number], "name": read.name} for read in reviews])
        for number, title in enumerate(titles)
        if any(read.sections[number]["asked"] for read in reviews)
    ]


def remarks_by_page(reviews: list[ReadReview]) -> list[dict[str, Any]]:
    """Everybody's remarks together, by attachment and page, each with the name under which its review is read."""
    found = [{**remark, "name": read.name} for read in reviews for remark in read.remarks]
    return sorted(found, key=lambda remark: (remark["title"], remark["file"], remark["page"]))
