"""Bodies that a union keeps, and what it proposes of those that others know, too."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity, check_union, members_of, require
from consult.access.keeping import administered, check_account, check_body, check_person, known_bodies
from consult.actions.notifications.notices import notify_separately
from consult.models import Notification, Organisation, Person
from consult.queries.bodies import same_names
from consult.refusals import ActionError, NotAllowed
from consult.rules.text import normal

from .actor import Actor, record_of_union

PROPOSED = "change_proposed"
# Whoever is told by a stranger's hand is not told without end.
A_DAY = 20


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
        raise ActionError("body_exists", _("Your union knows a body of this name already."), where="name")
    if body.pk is None:
        body.keeper = union
    body.save()
    _record(body, "body_changed", actor)
    return body


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


def _proposed_lately(union: Organisation) -> int:
    """How many changes the union proposed within a day; each told one or several people."""
    told = Notification.objects.filter(
        key__startswith=f"{PROPOSED}:{union.uid}:", created_at__gt=clock.now() - timedelta(days=1)
    )
    return len({key.rpartition(":")[0] for key in told.values_list("key", flat=True)})


@transaction.atomic
def propose_change(*, about: Person | Organisation, union: Organisation, by: Person, text: str) -> None:
    """Propose a change of what others know, too: of a person to themselves and their keeper, of a body to its keeper.

    Raises ``ActionError`` where nobody is there to be told, or too much was proposed today.
    """
    actor = Actor.allowed(by, require(check_union(by, "people.keep", union.pk)))
    if isinstance(about, Person):
        require(check_account(by, about), known=False)
        told = {about.pk} if about.is_active else set()
        own = bool(check_person(by, about))
    else:
        known = Organisation.objects.filter(known_bodies(administered(by)), pk=about.pk)
        if not known.exists():
            require(check_body(by, about), known=False)
        told, own = set(), bool(check_body(by, about))
    if own:
        raise ActionError("own", _("This is your union's own: change it."))
    if about.keeper_id is not None:
        told |= members_of(about.keeper_id, Capacity.ADMINISTRATOR)
    told -= {by.pk}
    if not told:
        raise ActionError("nobody_to_tell", _("Nobody manages this here. Ask whoever runs the installation."))
    if _proposed_lately(union) >= A_DAY:
        raise ActionError("proposed_enough", _("Your union has proposed enough for today."))
    words = {"by": by.name, "union": union.name, "about": about.name, "text": normal(text)}
    key = f"{union.uid}:{about.uid}:{clock.now().timestamp()}"
    notify_separately(
        Person.objects.filter(pk__in=told), PROPOSED, key=key, union_id=about.keeper_id or union.pk, **words
    )
    record_of_union(union, PROPOSED, actor, body=str(about.uid))
