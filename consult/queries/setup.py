"""The set-up of an office that is under way, and what is left to do after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from consult.access.keeping import administered
from consult.models import (
    Expert,
    Heartbeat,
    Notification,
    OfficeSetup,
    Organisation,
    Person,
    SigningKey,
    UnionJudgement,
)
from consult.models.organisation import in_force

# What Consult cannot see, or what an office may do otherwise: signing by hand, a backup by other means.
BY_HAND = frozenset({"heading", "rates", "signing", "backup"})


@dataclass(frozen=True)
class Item:
    """One thing to do: whether it was seen to be done, and whether somebody ticked it."""

    code: str
    seen: bool = False
    ticked: bool = False

    @property
    def by_hand(self) -> bool:
        return self.code in BY_HAND

    @property
    def done(self) -> bool:
        return self.seen or self.ticked


def union_exists() -> bool:
    return Organisation.objects.filter(kind=Organisation.Kind.UNION).exists()


def current_set_up(since: datetime) -> OfficeSetup | None:
    """The newest unfinished set-up whose code was made after ``since``."""
    return OfficeSetup.objects.filter(finished_at=None, code_made_at__gt=since).order_by("-pk").first()


def left_to_do(union: Organisation, person: Person, ticked: list[str]) -> list[Item]:
    """Everything that an office does before its first dossier, in the order in which it is sensible."""
    people = Person.objects.filter(in_force("memberships__"), memberships__organisation=union, is_active=True)
    seen = {
        "mail": Notification.objects.filter(person__in=people, mailed_at__isnull=False).exists(),
        "people": not people.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists(),
        "second_factor": Authenticator.objects.filter(user=person).exists(),
        "heading": False,
        "rates": False,
        "experts": Expert.objects.filter(keeper=union).exists() or UnionJudgement.objects.filter(union=union).exists(),
        "signing": SigningKey.objects.filter(union=union).exists(),
        "backup": Heartbeat.objects.filter(name=Heartbeat.Name.BACKUP).exists(),
    }
    return [Item(code, done, code in ticked) for code, done in seen.items()]


def left_of(person: Person) -> list[Item]:
    """What is left to do in the office that this person administers and that was set up, or nothing."""
    mine = administered(person)
    row = OfficeSetup.objects.filter(union__in=mine).select_related("union").order_by("pk").first() if mine else None
    if row is None or row.union is None:
        return []
    items = left_to_do(row.union, person, row.ticked)
    return items if not all(item.done for item in items) else []
