"""Lists that all unions use: fields of expertise and emulation clusters. A union that shares them looks at them alone."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from consult.access import Capacity, Decision, check_union, require
from consult.access.keeping import NOT_YOURS, administered, are_all_unions
from consult.models import Dossier, EmulationCluster, Expert, Organisation, Person, SubjectArea
from consult.refusals import ActionError
from consult.rules.text import normal

from .actor import Actor, record_of_union

CHANGED = {SubjectArea: "field_changed", EmulationCluster: "cluster_changed"}
REMOVED = {SubjectArea: "field_removed", EmulationCluster: "cluster_removed"}


def check_common(by: Person) -> Decision:
    """Whether ``by`` may change what all unions use."""
    mine = administered(by)
    if not mine:
        return Decision(False, "not_yours", NOT_YOURS)
    if by.is_superuser or are_all_unions(mine):
        return Decision(True, capacity=Capacity.ADMINISTRATOR)
    return Decision(False, "common", _("Other unions use this list, too. Whoever runs the installation changes it."))


def _actor(union: Organisation, by: Person) -> Actor:
    require(check_union(by, "people.keep", union.pk))
    return Actor.allowed(by, require(check_common(by)))


@transaction.atomic
def save_entry(*, entry: SubjectArea | EmulationCluster, union: Organisation, by: Person) -> None:
    """Keep a field or a cluster under the name that it now carries. Raises ``ActionError``."""
    actor = _actor(union, by)
    entry.name = normal(entry.name)
    if isinstance(entry, SubjectArea):
        parent = entry.parent
        if parent is not None and (parent.parent_id or parent.pk == entry.pk or _has_below(entry)):
            raise ActionError("two_levels", _("Fields have two levels: choose one of the upper level."), where="parent")
        taken = SubjectArea.objects.filter(name=entry.name, parent=parent).exclude(pk=entry.pk).exists()
    else:
        taken = EmulationCluster.objects.filter(name=entry.name).exclude(pk=entry.pk).exists()
    if taken:
        raise ActionError("name_taken", _("This name is in the list already."), where="name")
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as fault:
        raise ActionError("name_taken", _("This name is in the list already."), where="name") from fault
    record_of_union(union, CHANGED[type(entry)], actor, name=entry.name)


def _has_below(area: SubjectArea) -> bool:
    return area.pk is not None and area.children.exists()


@transaction.atomic
def remove_entry(*, entry: SubjectArea | EmulationCluster, union: Organisation, by: Person) -> None:
    """Remove a field or a cluster that nothing names. Raises ``ActionError`` for others."""
    actor = _actor(union, by)
    in_use = _("Something names this entry: it stays. Rename it instead.")
    if isinstance(entry, SubjectArea) and (
        Dossier.objects.filter(subject_areas=entry).exists() or Expert.objects.filter(subject_areas=entry).exists()
    ):
        raise ActionError("in_use", in_use)
    verb, name = REMOVED[type(entry)], entry.name
    try:
        with transaction.atomic():
            entry.delete()
    except ProtectedError as fault:
        raise ActionError("in_use", in_use) from fault
    record_of_union(union, verb, actor, name=name)
