"""The reports of thematic groups: put together from reviews, written on, handed in before the report of the whole."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity
from consult.actions.notifications.notices import notify, office
from consult.models import DocumentKind, Dossier, GroupReport, Person, Seat
from consult.queries.groups import Group, groups_of
from consult.refusals import ActionError, NotAllowed

from .actor import Actor, record
from .conflicts import EditConflict
from .documents import make_document

MOST_CHARACTERS = 50_000


def group_named(dossier: Dossier, field_id: int) -> Group | None:
    """The group of one field, or None."""
    return next((group for group in groups_of(dossier) if group.field.pk == field_id), None)


def writes_for(group: Group, person: Person, capacity: str) -> bool:
    """Officer and secretary write for every group, a head for their own."""
    return capacity != Capacity.HEAD or (group.head is not None and group.head.person_id == person.pk)


def save_report(
    *, dossier: Dossier, by: Actor, field_id: int, text: str, revision: int, hand_in: bool = False
) -> GroupReport:
    """Keep a group's report; handed in it becomes a document. A head writes for their own group alone.

    Raises ``ActionError``, and ``EditConflict`` when somebody has saved since ``revision``.
    """
    group = group_named(dossier, field_id)
    if group is None:
        raise ActionError("no_such_group", _("This council has no such group."))
    if not writes_for(group, by.person, by.capacity):
        raise NotAllowed("another_heads", _("Another person heads this group."))
    if hand_in and not text.strip():
        raise ActionError("report_missing", _("Write the report."))
    text = text.strip()[:MOST_CHARACTERS]
    report, _created = GroupReport.objects.get_or_create(council=dossier.council, group=group.field)
    if report.revision != revision and report.text != text:
        raise EditConflict(report, saver=report.saved_by, by=by.person)
    if report.handed_in_at is not None:
        raise ActionError("report_handed_in", _("This report has been handed in."))
    if report.text == text and report.saved_at is not None and not hand_in:
        return report
    report.text = text
    report.revision += 1
    report.saved_by, report.saved_at = by.person, clock.now()
    if hand_in:
        report.handed_in_at = clock.now()
    report.save()
    if hand_in:
        record(dossier, "group_reported", by, group=group.field.name)
        head = group.head.person if group.head else by.person
        make_document(DocumentKind.GROUP_REPORT, dossier, report=report, head=head)
        secretaries = [seat.person for seat in dossier.council.seats.filter(kind=Seat.Kind.SECRETARY, released_at=None)]
        people = {person.pk: person for person in [*secretaries, *office(dossier, Capacity.OFFICER)]}
        notify(
            people.values(),
            "group_reported",
            dossier=dossier,
            key=f"g{report.pk}",
            besides=by.person,
            group=group.field.name,
        )
    return report


def require_reports(dossier: Dossier) -> None:
    """Raises ``ActionError`` with the groups whose reports are still out."""
    missing = [group.field.name for group in groups_of(dossier) if not group.handed_in]
    if missing:
        raise ActionError(
            "group_reports_missing",
            _("The overall report follows the group reports; still missing: %(groups)s.")
            % {"groups": ", ".join(missing)},
        )
