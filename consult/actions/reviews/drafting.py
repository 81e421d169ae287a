"""A review is written: kept as it is typed, and handed in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity, check, require
from consult.actions.actor import Actor, record
from consult.actions.conflicts import EditConflict
from consult.actions.documents import make_document
from consult.actions.notifications.notices import notify, office
from consult.models import DocumentKind, Dossier, Person, Review, ReviewRemark
from consult.refusals import ActionError
from consult.rules.conditions import asked_sections
from consult.rules.questions import read_answer
from consult.rules.remarks import read_remarks
from consult.rules.reviews import review_problems
from consult.rules.text import normal

MOST_CHARACTERS = 100_000
REGION = ("left", "top", "width", "height")


def clean_content(dossier: Dossier, content: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Keep what the procedure's form asks for after these answers: text in NFC, and what is an answer to its section.

    What was sent for a section that is not shown is dropped.
    """
    cleaned: dict[str, dict[str, Any]] = {}
    form = dossier.procedure.rules.review_form
    for section in form:
        answer = content.get(section.code, {})
        kept: dict[str, Any] = {}
        if section.text:
            text = str(answer.get("text", ""))[:MOST_CHARACTERS]
            kept["text"] = "\n".join(normal(line) for line in text.splitlines())
        if section.value and (value := read_answer(section, answer.get(section.value))) is not None:
            kept[section.value] = value
        cleaned[section.code] = kept
    return {section.code: cleaned[section.code] for section in asked_sections(form, cleaned)}


@transaction.atomic
def save_draft(
    *,
    review: Review,
    by: Person,
    content: Mapping[str, Mapping[str, Any]],
    recommendation: str,
    revision: int,
    remarks: str | list[Any] | None = None,
) -> Review:
    """Keep a draft as it is typed. ``revision`` is the one that the writer's page began from.

    Raises ``EditConflict`` when another page has saved since: nothing is silently overwritten. What a page sends again,
    because the answer to it was lost, is there already and is not another page's.
    """
    dossier = Dossier.objects.select_for_update().get(pk=review.dossier_id)
    review = Review.objects.select_related("seat").get(pk=review.pk)
    require(check(by, "task.write_review", dossier))
    if review.seat.person_id != by.pk or review.state != Review.State.WRITING:
        raise ActionError("review_closed", _("This review is closed."))
    before = _written(review, review.remark_list())
    said = _write(review, dossier, content, recommendation, remarks)
    if review.revision == revision + 1 and _written(review, said) == before:
        return review
    if review.revision != revision:
        raise EditConflict(Review.objects.select_related("seat").get(pk=review.pk), saver=by, by=by)
    _keep(review, said)
    return review


def _written(review: Review, remarks: list[dict[str, Any]]) -> str:
    """What a review says, with these ``remarks``, as the database keeps it."""
    return json.dumps([review.content, review.recommendation, remarks], sort_keys=True)


def _write(
    review: Review,
    dossier: Dossier,
    content: Mapping[str, Mapping[str, Any]],
    recommendation: str,
    remarks: str | list[Any] | None,
) -> list[dict[str, Any]]:
    """Put what was sent into ``review``; the remarks that it has then. Nothing is kept yet."""
    review.content = clean_content(dossier, content)
    review.recommendation = recommendation if recommendation in Review.Recommendation.values else ""
    return review.remark_list() if remarks is None else read_remarks(remarks, dossier.file_titles())


def _keep(review: Review, remarks: list[dict[str, Any]]) -> None:
    if remarks != review.remark_list():
        review.remarks.all().delete()
        ReviewRemark.objects.bulk_create(
            ReviewRemark(
                review=review, position=position, key=remark["id"], attachment_id=remark["file"], page=remark["page"],
                quote=remark["quote"], text=remark["text"], **dict(zip(REGION, remark.get("region", ()), strict=False)),
            )
            for position, remark in enumerate(remarks, start=1)
        )  # fmt: skip
    review.revision += 1
    review.saved_at = clock.now()
    review.save()


def hand_in(
    *,
    dossier: Dossier,
    by: Actor,
    review: Review,
    content: Mapping[str, Mapping[str, Any]],
    recommendation: str,
    remarks: str | list[Any] | None = None,
    revision: int | None = None,
) -> str:
    """Hand the review in; it becomes a document, where the procedure makes one.

    ``revision`` is the one that the writer's page began from.

    Raises ``ActionError`` while a part that the form asks for is empty, ``EditConflict`` when another device has saved
    something else since.
    """
    kept = _written(review, review.remark_list())
    said = _write(review, dossier, content, recommendation, remarks)
    problems = review_problems(dossier.procedure.rules.review_form, review.content, review.recommendation)
    if problems:
        raise ActionError.of(problems)
    if revision not in (None, review.revision) and kept != _written(review, said):
        raise EditConflict(Review.objects.get(pk=review.pk), saver=by.author, by=by.person)
    _keep(review, said)
    review.state = Review.State.HANDED_IN
    review.handed_in_at = clock.now()
    review.save()
    record(dossier, "review_handed_in", by, name=by.author.name)
    if dossier.procedure.rules.makes(DocumentKind.REVIEW):
        make_document(DocumentKind.REVIEW, dossier, review=review)
    notify(
        office(dossier, Capacity.OFFICER), "review_handed_in", dossier=dossier, key=f"r{review.pk}", name=by.author.name
    )
    return "handed_in"
