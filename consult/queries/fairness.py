"""How work falls on the experts of a union: load, acceptance, lateness in one year."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from django.db.models import Count, F, Q
from viewflow.workflow import STATUS

from consult import clock
from consult.models import Expert, Review, Seat, Stage, Task
from consult.rules.calendar import WorkingCalendar

from .registry import not_invited


@dataclass
class Share:
    """One expert's year. ``days_late`` are working days beyond deadlines, of reviews handed in late and of those still out."""

    expert: Expert
    seats: int = 0
    open_seats: int = 0
    invited: int = 0
    accepted: int = 0
    declined: int = 0
    handed_in: int = 0
    late: int = 0
    days_late: int = 0

    @property
    def acceptance(self) -> int | None:
        """Of the invitations that were answered, how many in a hundred were accepted."""
        answered = self.accepted + self.declined
        return round(100 * self.accepted / answered) if answered else None


@dataclass(frozen=True)
class FairnessSummary:
    """The union's year in a few figures."""

    experts: int
    never: int
    most: int
    middle: float
    seats: int
    by_tenth: int


ORDERS = {
    "seats": lambda share: (-share.seats, -share.invited),
    "open": lambda share: -share.open_seats,
    "acceptance": lambda share: (share.acceptance is None, share.acceptance or 0),
    "late": lambda share: (-share.late, -share.days_late),
    "never": lambda share: (share.invited + share.seats, share.expert.person.name),
}


def shares_of(union_id: int, year: int, calendar: WorkingCalendar, order: str = "seats") -> list[Share]:
    """Every expert whom the union invites, and whoever had a part in the year, in the order asked for."""
    shares: dict[int, Share] = {}
    active = Q(person__is_active=True, person__erased_at=None) & ~Q(pk__in=not_invited([union_id]).values("pk"))
    seated = Seat.objects.filter(council__dossier__union=union_id, council__approved_at__year=year)
    for expert in Expert.objects.filter(active | Q(person__in=seated.values("person"))).select_related("person"):
        shares[expert.person_id] = Share(expert)
    _count_seats(shares, union_id, year)
    _count_reviews(shares, union_id, year)
    _count_late(shares, union_id, year, calendar)
    named = sorted(shares.values(), key=lambda share: share.expert.person.sort_key)
    return sorted(named, key=ORDERS.get(order, ORDERS["seats"]))


def _count_seats(shares: dict[int, Share], union_id: int, year: int) -> None:
    kept = Seat.objects.filter(council__dossier__union=union_id, released_at=None, council__approved_at__isnull=False)
    for row in kept.filter(council__approved_at__year=year).values("person").annotate(n=Count("pk")).order_by():
        if row["person"] in shares:
            shares[row["person"]].seats = row["n"]
    running = kept.exclude(council__dossier__stage=Stage.CLOSED)
    for row in running.values("person").annotate(n=Count("pk")).order_by():
        if row["person"] in shares:
            shares[row["person"]].open_seats = row["n"]


def _count_reviews(shares: dict[int, Share], union_id: int, year: int) -> None:
    states = Review.State
    counted = (
        Review.objects.filter(dossier__union=union_id, invited_at__year=year)
        .values("seat__person")
        .annotate(
            invited=Count("pk"),
            accepted=Count(
                "pk", filter=Q(answered_at__isnull=False) & ~Q(state__in=[states.DECLINED, states.CONFLICTED])
            ),
            declined=Count("pk", filter=Q(state=states.DECLINED)),
            handed_in=Count("pk", filter=Q(state=states.HANDED_IN)),
        )
        .order_by()
    )
    for row in counted:
        share = shares.get(row["seat__person"])
        if share is not None:
            share.invited, share.accepted = row["invited"], row["accepted"]
            share.declined, share.handed_in = row["declined"], row["handed_in"]


def _count_late(shares: dict[int, Share], union_id: int, year: int, calendar: WorkingCalendar) -> None:
    today = clock.today()
    steps = Task.objects.filter(dossier__union=union_id, node="write_review", due_on__year=year)
    ended = steps.filter(status=STATUS.DONE, finished__date__gt=F("due_on"))
    out = steps.filter(status=STATUS.NEW, due_on__lt=today)
    for task in ended | out:
        share = shares.get(task.assignee_id or 0)
        if share is None or task.due_on is None:
            continue
        until = clock.day_of(task.finished) if task.finished and task.status == STATUS.DONE else today
        share.late += 1
        share.days_late += max(1, calendar.between(task.due_on, until))


def summary_of(shares: list[Share]) -> FairnessSummary:
    """What the figures come to. ``by_tenth`` is the part of all seats, in a hundred, that the busiest tenth holds."""
    seats = sorted((share.seats for share in shares), reverse=True)
    total = sum(seats)
    tenth = seats[: max(1, round(len(seats) / 10))]
    return FairnessSummary(
        experts=len(seats),
        never=sum(1 for share in shares if not share.seats and not share.invited),
        most=seats[0] if seats else 0,
        middle=median([n for n in seats if n] or [0]),
        seats=total,
        by_tenth=round(100 * sum(tenth) / total) if total else 0,
    )
