"""What a draft says of itself: kept as it is typed, and with "Save and go on"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from consult.models import Dossier, Person, SubjectArea
from consult.rules.text import normal

from .conflicts import EditConflict


def description_of(dossier: Dossier) -> dict[str, Any]:
    """What is kept, by the names of ``describe_dossier``; the subject areas as a list of their keys, in order."""
    return {
        "title": dossier.title,
        "kind": dossier.kind,
        "location": dossier.location,
        "summary": dossier.summary,
        "contact": dossier.contact,
        "subject_areas": sorted(dossier.subject_areas.values_list("pk", flat=True)),
    }


def describe_dossier(
    *,
    dossier: Dossier,
    by: Person,
    revision: int | None = None,
    title: str | None = None,
    kind: str | None = None,
    location: str | None = None,
    summary: str | None = None,
    contact: str | None = None,
    subject_areas: Iterable[SubjectArea] | None = None,
) -> Dossier:
    """Save what a draft says of itself. What is None was not asked for and stays as it is.

    ``revision`` is the one that the writer's page began from. Raises ``EditConflict`` when another page has saved
    something else since, also one's own. What a page sends again, because its answer was lost, is there already.
    """
    said = {
        "title": None if title is None else normal(title),
        "kind": kind,
        "location": None if location is None else normal(location),
        "summary": None if summary is None else summary.strip(),
        "contact": None if contact is None else normal(contact),
        "subject_areas": None if subject_areas is None else sorted(area.pk for area in subject_areas),
    }
    kept = description_of(dossier)
    changed = {name: value for name, value in said.items() if value is not None and value != kept[name]}
    if not changed:
        return dossier
    if revision is not None and revision != dossier.revision:
        raise EditConflict(dossier, saver=None, by=by)
    if "subject_areas" in changed:
        dossier.subject_areas.set(changed.pop("subject_areas"))
    for name, value in changed.items():
        setattr(dossier, name, value)
    dossier.revision += 1
    dossier.save()
    return dossier
