"""The thematic groups of a council: who is in them, what they were asked for, what their reports say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consult.models import Dossier, GroupReport, Review, Seat, SubjectArea
from consult.rules.assembly import ReviewAnswers
from consult.rules.groups import group_text
from consult.rules.questions import Section, spoken


@dataclass(frozen=True)
class Group:
    """One thematic group: its field, its seats in order, its report as far as there is one."""

    field: SubjectArea
    seats: list[Seat]
    report: GroupReport | None

    @property
    def head(self) -> Seat | None:
        return next((seat for seat in self.seats if seat.kind == Seat.Kind.HEAD), None)

    @property
    def handed_in(self) -> bool:
        return self.report is not None and self.report.handed_in_at is not None


def groups_of(dossier: Dossier) -> list[Group]:
    """The groups by the name of their field; none where the council has none."""
    if not dossier.procedure.rules.seats.groups or not hasattr(dossier, "council"):
        return []
    seats = Seat.objects.filter(council=dossier.council, released_at=None, group__isnull=False)
    found: dict[int, list[Seat]] = {}
    for seat in seats.select_related("group", "person__expert"):
        found.setdefault(seat.group_id or 0, []).append(seat)
    reports = {report.group_id: report for report in dossier.council.group_reports.select_related("saved_by")}
    groups = [Group(members[0].group, members, reports.get(key)) for key, members in found.items() if members[0].group]
    return sorted(groups, key=lambda group: group.field.sort_key)


def beginning_of(dossier: Dossier, group: Group) -> str:
    """What a report begins with: the reviews of the group put together."""
    reviews = Review.objects.filter(
        dossier=dossier, state=Review.State.HANDED_IN, seat__group=group.field
    ).select_related("seat__person__expert")
    form = dossier.procedure.rules.review_form
    given = [given_of(review, review.seat.person.titled_name, form) for review in reviews]
    return group_text(form, given)


def given_of(review: Review, label: str, form: Sequence[Section]) -> ReviewAnswers:
    """A review of this ``form`` as texts are put together from it."""
    others = [section for section in form if section.value and not section.rating]
    return ReviewAnswers(
        review.pk,
        label,
        review.recommendation,
        {code: answer.get("text", "") for code, answer in review.content.items()},
        {code: answer["rating"] for code, answer in review.content.items() if answer.get("rating")},
        {section.code: spoken(section, review.content.get(section.code, {})) for section in others},
    )
