"""Incoming letters: those of a dossier, those that may be chosen for an act, and whose work they are."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from consult.access import OFFICE_ROLES, organisations_as
from consult.access.table import ENTERERS
from consult.models import (
    Dossier,
    IncomingLetter,
    Membership,
    Organisation,
    Passing,
    Person,
    PostalNotice,
    Seat,
    YearlyTask,
)
from consult.rules.bodies import Likeness, likeness
from consult.rules.text import normalise_for_search
from consult.rules.yearly_tasks import letter_parts

# Among as many of the newest letters of a union one chooses.
MOST_CHOSEN = 60
# Among as many of the newest those of one sender are looked for.
MOST_LOOKED_AT = 400


def letters_in(dossier: Dossier) -> QuerySet[IncomingLetter]:
    """The letters that lie with a dossier: entered with it, or something of it entered from them; in order of arrival."""
    with_it = Q(dossier=dossier) | Q(entries__dossier=dossier) | Q(opened=dossier)
    pks = IncomingLetter.objects.filter(with_it, void=None).values("pk")
    return (
        IncomingLetter.objects.filter(pk__in=pks)
        .select_related("register")
        .prefetch_related("files", "corrections")
        .order_by("arrived_on", "number", "pk")
    )


def to_choose(dossier: Dossier) -> list[IncomingLetter]:
    """The letters by which something of this dossier may be entered: its own first, then the union's newest."""
    own = list(letters_in(dossier))[::-1]
    newest = (
        IncomingLetter.objects.filter(register__union=dossier.union_id, void=None)
        .exclude(pk__in=[letter.pk for letter in own])
        .select_related("register")
        .prefetch_related("files", "corrections")
        .order_by("-pk")[:MOST_CHOSEN]
    )
    return [*own, *newest]


def letters_for_task(task: YearlyTask) -> list[IncomingLetter]:
    """The letters from which a task becomes a dossier: first the one that the list names, then others of its sender."""
    newest = (
        IncomingLetter.objects.filter(register__union=task.union_id, void=None)
        .select_related("register")
        .prefetch_related("files", "corrections")
        .order_by("-pk")[:MOST_LOOKED_AT]
    )
    symbol = normalise_for_search(letter_parts(task.letter)[0])

    def rank(letter: IncomingLetter) -> int:
        theirs = likeness(letter.said.sender, task.given_by) != Likeness.NO
        return 0 if theirs and symbol and normalise_for_search(letter.said.symbol) == symbol else 1 if theirs else 2

    return sorted(newest, key=rank)[:MOST_CHOSEN]


def office_people(union: Organisation) -> QuerySet[Person]:
    """Everybody of the office to whom a letter can go, by name."""
    held = Membership.objects.in_force().filter(organisation=union, role__in=OFFICE_ROLES)
    return (
        Person.objects.filter(pk__in=held.values("person"), is_active=True)
        .select_related("expert")
        .order_by("sort_key", "pk")
    )


def given_letters(person: Person) -> QuerySet[Passing]:
    """The letters that are this person's work, soonest due first."""
    found = Passing.objects.filter(given_to=person, settled_at=None, letter__void=None)
    return found.select_related("letter__register").prefetch_related("letter__corrections").order_by("due_on", "pk")


def seated_people(dossier: Dossier) -> QuerySet[Person]:
    """Everybody with a seat in the dossier's council, by name."""
    seats = Seat.objects.filter(council__dossier=dossier, released_at=None)
    return Person.objects.filter(pk__in=seats.values("person")).select_related("expert").order_by("sort_key", "pk")


def unsent_of(dossier: Dossier) -> QuerySet[PostalNotice]:
    """What the office still has to send this proposer by letter."""
    return dossier.postal_notices.filter(sent_on=None)


def to_send(person: Person) -> QuerySet[PostalNotice]:
    """What the offices in which this person enters papers still have to send by letter, oldest first."""
    unions = organisations_as(person, *ENTERERS)
    found = PostalNotice.objects.filter(sent_on=None, dossier__union__in=unions)
    return found.select_related("dossier__proposer").order_by("pk")
