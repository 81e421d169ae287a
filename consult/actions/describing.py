"""What a draft says of itself: kept as it is typed, and with "Save and go on"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from consult.models import Dossier, Person, SubjectArea
from consult.refusals import ActionError
from consult.rules.questions import read_answers
from consult.rules.text import normal

from .conflicts import EditConflict

# The fields in which a draft says of itself, and how what was typed in each is kept.
FIELDS: dict[str, Callable[[str], str]] = {
    "title": normal,
    "kind": str,
    "location": normal,
    "summary": str.strip,
    "contact": normal,
}


def description_of(dossier: Dossier) -> dict[str, Any]:
    """What is kept, by the names of ``describe_dossier``; the subject areas as a list of their keys, the answers by code."""
    said = {name: getattr(dossier, name) for name in FIELDS}
    areas = sorted(dossier.subject_areas.values_list("pk", flat=True))
    return said | {"subject_areas": areas, "answers": dossier.answers}


def describe_dossier(
    *,
    dossier: Dossier,
    by: Person,
    revision: int | None = None,
    subject_areas: Iterable[SubjectArea] | None = None,
    answers: Mapping[str, str] | None = None,
    **description: str,
) -> Dossier:
    """Save what a draft says of itself: ``description`` holds those of ``FIELDS`` that were asked for; others stay as they are.

    ``answers`` are those to the questions of the procedure that were asked for; what answers none of them is dropped.
    ``revision`` is the one that the writer's page began from. Raises ``EditConflict`` when another page has saved
    something else since, also one's own. What a page sends again, because its answer was lost, is there already.
    """
    said: dict[str, Any] = {name: FIELDS[name](typed) for name, typed in description.items()}
    if subject_areas is not None:
        said["subject_areas"] = sorted(area.pk for area in subject_areas)
    if answers is not None:
        said["answers"] = read_answers(dossier.procedure.rules.questions, {**dossier.answers, **answers})
    if said.get("kind", dossier.kind) not in {dossier.kind, *dossier.procedure.kind.consultations}:
        raise ActionError(
            "consultation_not_offered", _("This cannot be asked for with this kind of dossier."), where="kind"
        )
    kept = description_of(dossier)
    changed = {name: value for name, value in said.items() if value != kept[name]}
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
