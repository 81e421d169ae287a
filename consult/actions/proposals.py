"""What a union proposes of people and bodies that others know, too, and what whoever they belong to says to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity, Decision, check_union, members_of, require
from consult.access.keeping import NOT_YOURS, administered, check_account, check_body, check_person, known_bodies
from consult.actions.notifications.notices import notify_separately
from consult.models import ChangeProposal, Expert, Organisation, Person
from consult.queries.bodies import same_names
from consult.refusals import ActionError, changed_meanwhile, gone
from consult.rules.marks import changed_since
from consult.rules.text import normal

from .actor import Actor, record_of_union

PROPOSED = "change_proposed"
# Whoever is told by a stranger's hand is not told without end.
A_DAY = 20
OF_A_PERSON = ("name", "phone")
OF_A_BODY = ("name", "place", "address", "identification_code")


def columns_of(about: Person | Organisation) -> tuple[str, ...]:
    """What may be proposed."""
    return OF_A_PERSON if isinstance(about, Person) else OF_A_BODY


@transaction.atomic
def propose_change(
    *,
    about: Person | Organisation,
    union: Organisation,
    by: Person,
    text: str,
    changes: Mapping[str, str] | None = None,
) -> ChangeProposal:
    """Propose a change of what others know, too: of a person to themselves and their keeper, of a body to its keeper.

    Raises ``ActionError`` where nobody is there to be told, nothing is said, or too much was proposed today.
    """
    actor = Actor.allowed(by, require(check_union(by, "people.keep", union.pk)))
    new = {name: normal(value) for name, value in (changes or {}).items() if name in columns_of(about)}
    new = {name: value for name, value in new.items() if value != getattr(about, name)}
    if not new and not normal(text):
        raise ActionError("nothing_said", _("Change something, or say what should be changed."), where="text")
    if "name" in new and not new["name"]:
        raise ActionError("name_missing", _("Give a name."), where="name")
    told = _whom_to_tell(about, by)
    lately = ChangeProposal.objects.filter(union=union, proposed_at__gt=clock.now() - timedelta(days=1))
    if lately.count() >= A_DAY:
        raise ActionError("proposed_enough", _("Your union has proposed enough for today."))
    person, body = (about, None) if isinstance(about, Person) else (None, about)
    row = ChangeProposal.objects.create(
        union=union, person=person, body=body, changes=new, text=text.strip(), proposed_by=by, proposed_at=clock.now()
    )
    words = {"by": by.name, "union": union.name, "about": about.name, "text": _in_words(row), "proposal": row.pk}
    notify_separately(
        Person.objects.filter(pk__in=told), PROPOSED, key=f"p{row.pk}", union_id=about.keeper_id or union.pk, **words
    )
    record_of_union(union, PROPOSED, actor, body=str(about.uid))
    return row


def _whom_to_tell(about: Person | Organisation, by: Person) -> set[int]:
    told: set[int] = set()
    if isinstance(about, Person):
        require(check_account(by, about), known=False)
        told = {about.pk} if about.is_active else set()
        own = bool(check_person(by, about))
    else:
        if not Organisation.objects.filter(known_bodies(administered(by)), pk=about.pk).exists():
            require(check_body(by, about), known=False)
        own = bool(check_body(by, about))
    if own:
        raise ActionError("own", _("This is your union's own: change it."))
    if about.keeper_id is not None:
        told |= members_of(about.keeper_id, Capacity.ADMINISTRATOR)
    told -= {by.pk}
    if not told:
        raise ActionError("nobody_to_tell", _("Nobody manages this here. Ask whoever runs the installation."))
    return told


def _in_words(row: ChangeProposal) -> str:
    return "; ".join(filter(None, (*row.changes.values(), row.text)))


def check_decision(by: Person, row: ChangeProposal) -> Decision:
    """Whether ``by`` may accept or refuse a proposal: the person themselves, or an administrator of the keeping union."""
    about = row.person or row.body
    if row.person_id == by.pk:
        return Decision(True)
    if about is not None and about.keeper_id in administered(by):
        # Whoever takes part in others' work as well decides for themselves, as long as they can.
        if (
            row.person is not None
            and row.person.is_active
            and row.person.last_login
            and not check_person(by, row.person)
        ):
            return Decision(False, "another_unions_person", _("This person takes part in another union's work."))
        return Decision(True, capacity=Capacity.ADMINISTRATOR)
    return Decision(False, "not_yours", NOT_YOURS)


def now_of(proposal: ChangeProposal) -> dict[str, str]:
    """What stands now where a proposal would change something."""
    about = proposal.person or proposal.body
    return {name: getattr(about, name) for name in proposal.changes}


@transaction.atomic
def decide(*, proposal: ChangeProposal, by: Person, accept: bool, seen: str = "") -> None:
    """Accept a proposal, which makes the change, or refuse it; whoever proposed it is told.

    ``seen`` are the marks of what stood on the page (``now_of``): nothing is overwritten that nobody looked at. Raises
    ``ActionError``.
    """
    decision = require(check_decision(by, proposal), known=False)
    row = ChangeProposal.objects.select_for_update(of=("self",)).filter(pk=proposal.pk).first()
    if row is None:
        raise gone()
    if row.decided_at is not None:
        raise ActionError("decided_already", _("This proposal has been decided already."))
    about = _locked(row)
    if accept:
        _require_seen(row, seen)
        _change(about, row.changes)
    row.accepted, row.decided_at, row.decided_by = accept, clock.now(), by
    row.save(update_fields=["accepted", "decided_at", "decided_by"])
    kind = "change_accepted" if accept else "change_refused"
    if about.keeper is not None:
        # Who decides about themselves is not named as the actor: nothing that stays would let their account go.
        actor = Actor.allowed(by, decision) if row.person_id != by.pk else None
        record_of_union(about.keeper, kind, actor, body=str(about.uid))
    if row.proposed_by is not None:
        notify_separately([row.proposed_by], kind, key=f"p{row.pk}", union_id=row.union_id, about=about.name)


def _locked(row: ChangeProposal) -> Person | Organisation:
    if row.person_id is not None:
        row.person = Person.objects.select_for_update(of=("self",)).select_related("keeper").get(pk=row.person_id)
        return row.person
    row.body = body = (
        Organisation.objects.select_for_update(of=("self",)).select_related("keeper").get(pk=row.body_id or 0)
    )
    return body


def _require_seen(row: ChangeProposal, seen: str) -> None:
    model = Person if row.person_id is not None else Organisation
    changed = [str(model._meta.get_field(name).verbose_name) for name in changed_since(seen, now_of(row))]  # type: ignore[union-attr]
    if changed:
        raise changed_meanwhile(changed)


def _change(about: Person | Organisation, changes: Mapping[str, str]) -> None:
    if isinstance(about, Organisation) and "name" in changes:
        unions = [about.keeper_id] if about.keeper_id else []
        if same_names(changes["name"], unions, about.pk).exists():
            raise ActionError("body_exists", _("Your union knows a body of this name already."))
    for name, value in changes.items():
        setattr(about, name, value)
    about.save()
    if isinstance(about, Person):
        # What the registry is searched by holds the name, too.
        for expert in Expert.objects.filter(person=about):
            expert.save()
