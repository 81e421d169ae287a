"""What happened in a union apart from its dossiers, as it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from consult.access import CAPACITY_LABELS
from consult.models import Event, Organisation, Person
from consult.texts import acted_by, union_event_text

A_PAGE = 50
# What an event names by its ``uid``.
NAMED = ("person", "stand_in", "stood_in_for", "body")


@dataclass(frozen=True)
class HistoryPage:
    """So many events, newest first, each with its words; ``older`` is the place before which the next page begins."""

    lines: list[dict[str, object]]
    older: int | None


def office_history(union: Organisation, before: int | None = None) -> HistoryPage:
    """The union's own history before a place in it, or its newest. Three queries at most, however long it is."""
    events = Event.objects.filter(union=union, dossier=None).select_related("person").order_by("-position")
    if before is not None:
        events = events.filter(position__lt=before)
    found = list(events[: A_PAGE + 1])
    shown = found[:A_PAGE]
    names = _names(shown)
    lines: list[dict[str, object]] = [
        {
            "event": event,
            "text": union_event_text(event, names),
            "who": acted_by(event, names),
            "capacity": CAPACITY_LABELS.get(event.capacity, ""),
        }
        for event in shown
    ]
    return HistoryPage(lines, shown[-1].position if len(found) > A_PAGE else None)


def _names(events: list[Event]) -> dict[str, str]:
    """The names of people and bodies that events name, by their ``uid``; of those that are still kept."""
    named = {str(event.data[key]) for event in events for key in NAMED if key in event.data}
    found: dict[str, str] = {}
    for model in (Person, Organisation):
        found |= {str(uid): name for uid, name in model.objects.filter(uid__in=named).values_list("uid", "name")}
    return found
