"""A meeting: moved while it is called, run while it is held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from consult.actions.actor import Actor, chain_events
from consult.actions.meetings import calling, scheduling, session, voting
from consult.actions.trials import tried_first
from consult.models import Meeting, Person

from .locking import decide, lock, lock_for_link


@tried_first
@transaction.atomic
def move_meeting(*, dossier_id: int, by: Person, starts_at: datetime, reason: str, place: str = "", link: str = "",
                 agenda: str = "") -> None:  # fmt: skip
    """Give the meeting that is called another time or place. Raises ``ActionError``."""
    dossier = lock(dossier_id)
    actor = decide(by, "meeting.move", dossier)
    calling.move_meeting(
        dossier=dossier, by=actor, starts_at=starts_at, reason=reason, place=place, link=link, agenda=agenda
    )
    chain_events(dossier)


@dataclass(frozen=True)
class SessionAct:
    """One thing that can be done in a meeting's session: what the access table is asked, and the action."""

    asks: str
    act: Callable[..., None]


# The chair, the secretary and the officer run the meeting; everybody with a seat attends it.
RUN, ATTEND = "meeting.run", "meeting.attend"
SESSION_ACTS: dict[str, SessionAct] = {
    "here": SessionAct(ATTEND, session.come),
    "vote": SessionAct(ATTEND, voting.cast),
    "reserve": SessionAct(ATTEND, session.reserve),
    "presence": SessionAct(RUN, session.set_presence),
    "open": SessionAct(RUN, session.open_meeting),
    "point": SessionAct(RUN, session.set_point),
    "note": SessionAct(RUN, session.note),
    "strike": SessionAct(RUN, session.strike),
    "guest": SessionAct(RUN, session.invite_guest),
    "guest-came": SessionAct(RUN, session.guest_came),
    "drop-guests": SessionAct(RUN, session.drop_absent_guests),
    "motion": SessionAct(RUN, voting.add_motion),
    "drop-motion": SessionAct(RUN, voting.drop_motion),
    "put": SessionAct(RUN, voting.open_motion),
    "hand": SessionAct(RUN, voting.cast_for),
    "all-hands": SessionAct(RUN, voting.all_in_favour),
    "count": SessionAct(RUN, voting.close_motion),
    "break-off": SessionAct(RUN, voting.break_off),
    "tie": SessionAct(ATTEND, voting.decide_tie),
    "adjourn": SessionAct(RUN, session.adjourn),
    "close": SessionAct(RUN, session.close_meeting),
}


@transaction.atomic
def act_in_session(*, meeting_id: int, act: str, by: Person, **data: Any) -> Meeting:
    """Do one of ``SESSION_ACTS``. Raises ``ActionError``, and KeyError for an act that there is not."""
    wanted = SESSION_ACTS[act]
    dossier = lock(Meeting.objects.values_list("council__dossier", flat=True).get(pk=meeting_id))
    actor: Actor = decide(by, wanted.asks, dossier)
    meeting = Meeting.objects.select_related("council").get(pk=meeting_id)
    meeting.council.dossier = dossier
    wanted.act(meeting, actor, **data)
    meeting.version += 1
    meeting.save()
    chain_events(dossier)
    return meeting


@transaction.atomic
def register_guest(*, meeting_id: int, name: str, organisation: str = "", remark: str = "") -> None:
    """Somebody enters themselves as a guest of a workshop. Raises ``ActionError``."""
    lock_for_link(Meeting.objects.values_list("council__dossier", flat=True).get(pk=meeting_id))
    meeting = Meeting.objects.get(pk=meeting_id)
    session.require_state(meeting, *Meeting.LIVE)
    session.add_guest(meeting, name=name, organisation=organisation, remark=remark, by_themselves=True)
    meeting.version += 1
    meeting.save(update_fields=["version"])


def _about_dates(asks: str, act: Callable[..., None], dossier_id: int, by: Person, **data: Any) -> None:
    dossier = lock(dossier_id)
    act(dossier=dossier, by=decide(by, asks, dossier), **data)
    chain_events(dossier)


@transaction.atomic
def ask_dates(*, dossier_id: int, by: Person, moments: Sequence[datetime]) -> None:
    """Ask the council when it can meet. Raises ``ActionError``."""
    _about_dates("date.ask", scheduling.ask_dates, dossier_id, by, moments=moments)


@transaction.atomic
def drop_date(*, dossier_id: int, by: Person, slot: int) -> None:
    """Take a possible time back. Raises ``ActionError``."""
    _about_dates("date.ask", scheduling.drop_date, dossier_id, by, slot=slot)


@transaction.atomic
def answer_date(*, dossier_id: int, by: Person, slot: int, answer: str) -> None:
    """Say whether one can come at a possible time. Raises ``ActionError``."""
    _about_dates("date.answer", scheduling.answer_date, dossier_id, by, slot=slot, answer=answer)
