"""An office is set up in the browser: the one-time code, whose pages they are, the answers, and what is left to do."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import check_union, require
from consult.models import OfficeSetup, Organisation, Person
from consult.models.person import normal_address
from consult.queries.setup import BY_HAND, current_set_up, union_exists
from consult.refusals import ActionError
from consult.rules.office_setup import OfficeSetUp, SetUpFaultError, read_set_up
from consult.rules.setup_pages import answers_of

from .actor import Actor, record_of_union
from .office_setup import set_up_office

# Nothing that is read as something else: 12 of them are 59 bits.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GROUPS, LETTERS_OF_A_GROUP = 3, 4
CODE_HOLDS = timedelta(hours=24)


def _hash(what: str, word: str) -> str:
    return salted_hmac(f"consult.setup.{what}", word, algorithm="sha256").hexdigest()


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())


@transaction.atomic
def make_code(*, another: bool = False) -> str:
    """A new one-time code, in place of the one before and of whoever entered it; unfinished answers stay.

    Raises ``ActionError`` where there is a union.

    ``another`` makes one for a further union all the same.
    """
    if union_exists() and not another:
        raise ActionError("union_exists", _("There is an office already. For another one beside it, add --another."))
    code = "-".join("".join(secrets.choice(LETTERS) for _sign in range(LETTERS_OF_A_GROUP)) for _group in range(GROUPS))
    unfinished = OfficeSetup.objects.select_for_update().filter(finished_at=None).order_by("-pk")
    row = unfinished.first() or OfficeSetup()
    row.code_hash, row.code_made_at = _hash("code", _plain(code)), clock.now()
    row.holder_hash = ""
    row.save()
    unfinished.exclude(pk=row.pk).delete()
    return code


@transaction.atomic
def enter_code(code: str) -> str:
    """The mark by which a session holds the set-up from now on; whoever held it before holds it no more.

    Raises ``ActionError``.
    """
    row = _locked()
    if row is None or not constant_time_compare(row.code_hash, _hash("code", _plain(code))):
        raise ActionError("wrong_code", _("This is not the set-up code, or it has lapsed."), where="code")
    mark = secrets.token_urlsafe(32)
    row.holder_hash = _hash("holder", mark)
    row.save(update_fields=["holder_hash"])
    return mark


def _locked() -> OfficeSetup | None:
    row = current_set_up(clock.now() - CODE_HOLDS)
    return OfficeSetup.objects.select_for_update().filter(pk=row.pk, finished_at=None).first() if row else None


def open_set_up() -> OfficeSetup | None:
    """The set-up whose code has not lapsed, if there is one."""
    return current_set_up(clock.now() - CODE_HOLDS)


def holds(row: OfficeSetup, mark: str) -> bool:
    """Whether the session with this mark is the one that answers."""
    return bool(mark and row.holder_hash) and constant_time_compare(row.holder_hash, _hash("holder", mark))


def _held(mark: str) -> OfficeSetup:
    row = _locked()
    if row is None or not holds(row, mark):
        raise ActionError(
            "taken_over", _("Somebody else has gone on with this set-up, or the code has lapsed. Enter the code again.")
        )
    return row


@transaction.atomic
def save_answers(mark: str, page: str, answers: Mapping[str, Any]) -> None:
    """Keep the answers of one page. Raises ``ActionError`` where somebody else has taken over."""
    row = _held(mark)
    row.answers = {**row.answers, page: dict(answers)}
    row.answered_at = clock.now()
    row.save(update_fields=["answers", "answered_at"])


@dataclass(frozen=True)
class Begun:
    """The union that was set up. ``first`` sets their password at once: an account that did not exist before."""

    union: Organisation
    first: Person | None


@transaction.atomic
def finish(mark: str, address: str = "") -> Begun:
    """Set up the office from all answers. ``address`` is that of the administrator who does it, "" for none of them.

    An account that exists is never handed to who knows the code: its owner signs in. Raises ``ActionError``.
    """
    row = _held(mark)
    answers = _read(row)
    mine = normal_address(address)
    administrators = {normal_address(one.email) for one in answers.people if "administrator" in one.roles}
    new = mine in administrators and not Person.objects.filter(email=mine).exists()
    union = set_up_office(answers, row)
    return Begun(union, Person.objects.get(email=mine) if new else None)


def _read(row: OfficeSetup) -> OfficeSetUp:
    try:
        return read_set_up(answers_of(row.answers))
    except SetUpFaultError as fault:
        raise ActionError.of(fault.problems) from fault


@transaction.atomic
def tick(*, union: Organisation, item: str, done: bool, by: Person) -> None:
    """Say that something of what is left to do is done, or is not after all. Raises ``NotAllowed`` and ``ActionError``."""
    actor = Actor.allowed(by, require(check_union(by, "setup.tick", union.pk)))
    if item not in BY_HAND:
        raise ActionError("not_by_hand", _("This is seen by itself once it is done."))
    row, _new = OfficeSetup.objects.select_for_update().get_or_create(
        union=union, defaults={"finished_at": clock.now()}
    )
    if done != (item in row.ticked):
        row.ticked = sorted({*row.ticked, item} if done else {*row.ticked} - {item})
        row.save(update_fields=["ticked"])
        record_of_union(union, "setup_item_ticked", actor, item=item, done=done)
