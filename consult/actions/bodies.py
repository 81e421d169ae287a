"""Bodies that a union keeps."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from consult.access import check_union, require
from consult.access.keeping import administered, check_body
from consult.models import Organisation, Person
from consult.queries.bodies import bodies_called, bodies_like, same_names
from consult.refusals import ActionError, NotAllowed
from consult.rules.text import normal

from .actor import Actor, record_of_union


@transaction.atomic
def save_body(*, body: Organisation, union: Organisation, by: Person) -> Organisation:
    """Enter ``body``, or keep what it now carries. Raises ``ActionError`` where the union knows one of this name."""
    actor = Actor.allowed(by, require(check_union(by, "people.keep", union.pk)))
    if body.pk is not None:
        actor = Actor.allowed(by, require(check_body(by, body)))
    if body.kind == Organisation.Kind.UNION:
        raise NotAllowed("no_unions", _("Unions are set up by whoever runs the installation."))
    body.name = normal(body.name)
    if same_names(body.name, administered(by), body.pk).exists():
        raise _known_already()
    _require_no_circle(body, union)
    if body.pk is None:
        body.keeper = union
    body.save()
    _record(body, "body_changed", actor)
    return body


def keep_body(body: Organisation, union: Organisation, actor: Actor) -> Organisation:
    """Enter a body whose letter came. Who may do that was asked. Raises ``ActionError`` where the union knows its name."""
    if body.kind == Organisation.Kind.UNION:
        raise NotAllowed("no_unions", _("Unions are set up by whoever runs the installation."))
    body.name = normal(body.name)
    if same_names(body.name, [union.pk]).exists():
        raise _known_already()
    body.keeper = union
    body.save()
    _record(body, "body_changed", actor)
    return body


def body_for(name: str, *, union: Organisation, by: Person, kind: str, where: str) -> Organisation:
    """The body that ``name`` means; one that the union does not know is entered where its ``kind`` is said.

    For whoever needs it on the way, such as the giver of a task. Raises ``ActionError`` at the field ``where``.
    """
    name = normal(name)
    found = bodies_called([name], [union.pk]).get(name)
    if found is not None:
        return found
    if not kind:
        alike = bodies_like(name, [union.pk])
        if alike:
            said = _("No body of this name is known; alike: %(names)s. To enter it as a new one, say what kind it is.")
            raise ActionError("body_unknown", said % {"names": "; ".join(alike)}, where=where)
        raise ActionError(
            "body_unknown",
            _("No body of this name is known. To enter it as a new one, say what kind it is."),
            where=where,
        )
    actor = Actor.allowed(by, require(check_union(by, "body.add", union.pk)))
    if kind == Organisation.Kind.UNION:
        raise NotAllowed("no_unions", _("Unions are set up by whoever runs the installation."))
    body = Organisation.objects.create(name=name, kind=kind, keeper=union)
    _record(body, "body_changed", actor)
    return body


def _known_already() -> ActionError:
    return ActionError("body_exists", _("Your union knows a body of this name already."), where="name")


def _require_no_circle(body: Organisation, union: Organisation) -> None:
    """Raises ``ActionError`` where the body would be under itself, through however many others."""
    above = body.parent
    if body.pk is None or above is None:
        return
    # Two who put two bodies under each other at the same moment wait for each other here.
    Organisation.objects.select_for_update().get(pk=union.pk)
    seen: set[int] = set()
    while above is not None and above.pk not in seen:
        if above.pk == body.pk:
            raise ActionError("circle", _("That body is under this one, or is this one."), where="parent")
        seen.add(above.pk)
        above = above.parent


@transaction.atomic
def remove_body(*, body: Organisation, by: Person) -> None:
    """Remove a body that nothing names yet. Raises ``ActionError`` for others: they stay, as dossiers do."""
    actor = Actor.allowed(by, require(check_body(by, body), known=False))
    if body.memberships.exists():
        raise ActionError("body_in_use", _("People stand or stood for this body: it stays."))
    keeper, uid = body.keeper, str(body.uid)
    try:
        with transaction.atomic():
            body.delete()
    except ProtectedError as fault:
        raise ActionError("body_in_use", _("Dossiers or documents name this body: it stays.")) from fault
    if keeper is not None:
        record_of_union(keeper, "body_removed", actor, body=uid)


def _record(body: Organisation, verb: str, actor: Actor) -> None:
    if body.keeper is not None:
        record_of_union(body.keeper, verb, actor, body=str(body.uid))
