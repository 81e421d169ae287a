"""What a council's members are paid: by seat and act, from the office's own table of rates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from num2words import num2words

MEETING, REVIEW = "meeting", "review"


@dataclass(frozen=True)
class Work:
    """One thing that one person did: an act in a seat. ``reason`` names it on the list, ``person`` is their key."""

    name: str
    act: str
    seat: str
    reason: str
    person: int = 0


@dataclass(frozen=True)
class PayLine:
    """One line of the list; ``amount`` in đồng. The rest as in ``Work``."""

    name: str
    reason: str
    amount: int
    person: int = 0
    act: str = ""
    seat: str = ""


def payments(work: Iterable[Work], rates: Mapping[tuple[str, str], int]) -> list[PayLine]:
    """A line for each act that has a rate, in the order given. What has no rate is not paid."""
    return [
        PayLine(done.name, done.reason, rates[done.act, done.seat], done.person, done.act, done.seat)
        for done in work
        if rates.get((done.act, done.seat), 0) > 0
    ]


def total(lines: Sequence[PayLine]) -> int:
    """The sum in đồng."""
    return sum(line.amount for line in lines)


def written_amount(amount: int) -> str:
    """As papers write it, with points between thousands: "1.250.000"."""
    return f"{amount:,}".replace(",", ".")


def in_words(amount: int) -> str:
    """As papers write it below a sum: "Một triệu hai trăm nghìn đồng"."""
    words = num2words(amount, lang="vi")
    return f"{words[0].upper()}{words[1:]} đồng"
