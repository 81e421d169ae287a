"""Whose an account or a body is: what a union's administrator may see and change of people and of proposers.

Experts, departments and investors are met by several unions, and who changes somebody's address or joins somebody's body
reads what they read. So an administrator changes what is their union's alone and nothing else; for the rest there is
whoever runs the installation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consult.models import (
    Address,
    Attachment,
    ConfidentialAccess,
    Document,
    Dossier,
    Event,
    Membership,
    Notification,
    Organisation,
    Person,
    Seat,
    Signatory,
    SignerCertificate,
    SigningKey,
    Stage,
    StandingMember,
    Task,
)

from . import UNION_TABLE, Capacity, Decision, organisations_as, roles

NOT_YOURS = _("Your role in this organisation does not allow this.")


def administered(person: Person) -> list[int]:
    """The unions of which this person is an administrator."""
    return sorted(
        {
            organisation
            for (organisation, role), capacities in roles(person).items()
            if role == Capacity.ADMINISTRATOR and capacities.organisation.kind == Organisation.Kind.UNION
        }
    )


def are_all_unions(unions: Collection[int]) -> bool:
    """Whether nobody here works for any other union: then what is common to all is theirs as well."""
    others = Membership.objects.filter(organisation__kind=Organisation.Kind.UNION).exclude(organisation__in=unions)
    return bool(unions) and not others.exists()


def own_bodies(unions: Collection[int]) -> Q:
    """The condition for a body that ``unions`` entered and that has begun no dossier, not even a draft, for another."""
    elsewhere = Dossier.objects.filter(proposer=OuterRef("pk")).exclude(union__in=unions)
    return Q(keeper__in=unions) & ~Q(kind=Organisation.Kind.UNION) & Q(~Exists(elsewhere))


def known_bodies(unions: Collection[int]) -> Q:
    """The condition for a body that ``unions`` may use: one they entered, or one that has sent them a dossier."""
    sent = Dossier.objects.filter(proposer=OuterRef("pk"), union__in=unions).exclude(stage=Stage.DRAFT)
    return ~Q(kind=Organisation.Kind.UNION) & (Q(keeper__in=unions) | Q(Exists(sent)))


def own_organisations(unions: Collection[int]) -> Q:
    """The condition for what an administrator of ``unions`` gives people roles in: the unions and their bodies."""
    return Q(pk__in=unions) | own_bodies(unions)


def own_people(unions: Collection[int]) -> Q:
    """The condition for people whose account an administrator of ``unions`` may look at.

    Those whom the unions entered, who work for them, or, where nobody is noted as having entered them, who stand for a
    body of theirs. Never a superuser.
    """
    works = Membership.objects.filter(person=OuterRef("pk"), organisation__in=unions)
    bodies = Organisation.objects.filter(own_bodies(unions))
    stands = Membership.objects.filter(person=OuterRef("pk"), organisation__in=bodies)
    return Q(is_superuser=False) & (Q(keeper__in=unions) | Exists(works) | (Q(keeper=None) & Exists(stands)))


def check_account(by: Person, person: Person) -> Decision:
    """Whether ``by`` may look at somebody's account: name, address, telephone, when they joined and signed in."""
    if by.pk == person.pk:
        return Decision(True)
    mine = administered(by)
    if mine and Person.objects.filter(own_people(mine), pk=person.pk).exists():
        return Decision(True, capacity=Capacity.ADMINISTRATOR)
    return Decision(False, "not_yours", NOT_YOURS)


def belongs_elsewhere(person: Person, unions: Collection[int]) -> bool:
    """Whether an account is not for ``unions`` to use as their own.

    It is another union's, a superuser's, of somebody who works or stands for others, or of a person who signs in and has
    nothing to do with ``unions``.
    """
    own = person.memberships.filter(organisation__in=Organisation.objects.filter(own_organisations(unions)))
    if person.is_superuser or person.keeper_id not in (None, *unions) or person.memberships.count() > own.count():
        return True
    return person.last_login is not None and person.keeper_id is None and not own.exists()


def check_person(by: Person, person: Person) -> Decision:
    """Whether ``by`` may see and change what is kept about ``person``: oneself, or an administrator of theirs.

    Whoever works for, stands before, sits in a council of or has left a trace in another union is not one union's
    administrator's alone: what is kept about them tells of that union's dossiers, and their account opens them.
    """
    decision = check_account(by, person)
    if by.pk == person.pk or not decision:
        return decision
    mine = administered(by)
    if person.keeper_id not in (None, *mine) or any(rows.exists() for rows, _column in _elsewhere([person.pk], mine)):
        return Decision(False, "another_unions_person", _("This person takes part in another union's work."))
    return decision


def check_role(by: Person, person: Person, organisation: Organisation) -> Decision:
    """Whether ``by`` may give ``person`` a role in ``organisation``, change its days or end it.

    A union decides who works for it, and who stands for a body that is its alone; only accounts that its administrator may
    look at are given roles, so that nobody is drawn into a union by who merely knows an address.
    """
    mine = administered(by)
    own = Organisation.objects.filter(own_organisations(mine), pk=organisation.pk)
    if mine and own.exists() and Person.objects.filter(own_people(mine), pk=person.pk).exists():
        return Decision(True, capacity=Capacity.ADMINISTRATOR)
    return Decision(False, "not_yours", NOT_YOURS)


def organisations_kept(by: Person, asked: Collection[int]) -> set[int]:
    """Of the unions and bodies ``asked`` about, those in which ``by`` gives and ends roles."""
    own = Organisation.objects.filter(own_organisations(administered(by)), pk__in=asked)
    return set(own.values_list("pk", flat=True))


def check_body(by: Person, body: Organisation) -> Decision:
    """Whether ``by`` may change a body that is no union: one that their union alone entered and that serves no other."""
    mine = administered(by)
    if mine and Organisation.objects.filter(own_bodies(mine), pk=body.pk).exists():
        return Decision(True, capacity=Capacity.ADMINISTRATOR)
    if mine and Organisation.objects.filter(known_bodies(mine), pk=body.pk).exists():
        return Decision(False, "another_unions_body", _("Another union knows this body, too."))
    return Decision(False, "not_yours", NOT_YOURS)


def check_payee(by: Person, person: Person) -> Decision:
    """Whether ``by`` may see and enter where ``person`` is paid: oneself, or who pays them for a seat in a council.

    It is not the registry's: whoever else looks at experts, and the administrator of their account, does not see it.
    """
    if by.pk == person.pk:
        return Decision(True)
    payers = organisations_as(by, *UNION_TABLE["payee.keep"])
    seats = Seat.objects.filter(person=person, council__approved_at__isnull=False, council__dossier__union__in=payers)
    if payers and seats.exists():
        return Decision(True, capacity=Capacity.OFFICER)
    return Decision(False, "not_yours", NOT_YOURS)


def taking_part_elsewhere(people: Collection[int], unions: Collection[int]) -> set[int]:
    """Of ``people``, those whom something ties to others than ``unions``; as many queries as for one of them."""
    found: set[int] = set()
    for rows, column in _elsewhere(people, unions):
        found.update(rows.order_by().values_list(column, flat=True).distinct())
    return found & set(people)


def _elsewhere(people: Collection[int], unions: Collection[int]) -> Iterator[tuple[QuerySet[Any], str]]:
    """Rows that tie ``people`` to others than ``unions``, the likeliest first, and which column names the person."""
    own = Organisation.objects.filter(own_organisations(unions))
    yield Membership.objects.filter(person__in=people).exclude(organisation__in=own), "person"
    # A council that is only proposed opens nothing to anybody, and is not seen by whom it names.
    seats = Seat.objects.filter(person__in=people, council__approved_at__isnull=False)
    yield seats.exclude(council__dossier__union__in=unions), "person"
    yield StandingMember.objects.filter(person__in=people).exclude(council__union__in=unions), "person"
    yield Dossier.objects.filter(submitter__in=people).exclude(union__in=unions), "submitter"
    of_a_union: list[QuerySet[Any]] = [
        Signatory.objects.filter(person__in=people),
        SigningKey.objects.filter(person__in=people),
        SignerCertificate.objects.filter(person__in=people),
        Event.objects.filter(person__in=people),
    ]
    yield from ((rows.exclude(union__in=unions), "person") for rows in of_a_union)
    yield Address.objects.filter(person__in=people).exclude(channel__union__in=unions), "person"
    yield Document.objects.filter(signer__in=people).exclude(union__in=unions), "signer"
    yield Document.objects.filter(addressee__in=people).exclude(union__in=unions), "addressee"
    of_a_dossier: list[tuple[str, QuerySet[Any]]] = [
        ("assignee", Task.objects.filter(assignee__in=people)),
        ("uploaded_by", Attachment.objects.filter(uploaded_by__in=people)),
        ("person", ConfidentialAccess.objects.filter(person__in=people)),
        ("person", Notification.objects.filter(person__in=people, dossier__isnull=False)),
    ]
    yield from ((rows.exclude(dossier__union__in=unions), column) for column, rows in of_a_dossier)
