"""What a council's work costs: by seat and act, from the office's own table of rates, and the tax withheld of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from num2words import num2words

MEETING, REVIEW, GUEST, COMMENT, REPORT, HALL, PRINT = (
    "meeting", "review", "guest", "comment", "report", "hall", "print",
)  # fmt: skip
# What is bought, and no income of a person.
BOUGHT = frozenset({HALL, PRINT})


@dataclass(frozen=True)
class Work:
    """One thing that one person did: an act in a seat, or without one. ``reason`` names it on the list, ``person`` is their
    key or 0, ``role`` their seat or body. ``price`` in đồng takes the place of the rate."""

    name: str
    act: str
    seat: str
    reason: str
    person: int = 0
    role: str = ""
    quantity: int = 1
    price: int | None = None


@dataclass(frozen=True)
class PayLine:
    """One line of the list; ``amount`` in đồng of all ``quantity``, ``tax`` withheld of it. The rest as in ``Work``."""

    name: str
    reason: str
    amount: int
    person: int = 0
    act: str = ""
    seat: str = ""
    role: str = ""
    quantity: int = 1
    tax: int = 0

    @property
    def price(self) -> int:
        """Of one."""
        return self.amount // self.quantity

    @property
    def net(self) -> int:
        """What is handed out."""
        return self.amount - self.tax


def payments(work: Iterable[Work], rates: Mapping[tuple[str, str], int]) -> list[PayLine]:
    """A line for each act that has a rate or a price, in the order given. What has none is not paid."""
    priced = [(done, rates.get((done.act, done.seat), 0) if done.price is None else done.price) for done in work]
    return [
        PayLine(
            done.name, done.reason, price * done.quantity, done.person, done.act, done.seat, done.role, done.quantity
        )
        for done, price in priced
        if price > 0
    ]


def with_tax(lines: Sequence[PayLine], percent: Decimal, threshold: int) -> list[PayLine]:
    """The lines with the tax withheld: ``percent`` of what one payee gets by the list, where that is ``threshold`` or more.

    The lines of one payee add up to the whole's tax, rounded to the đồng once.
    """
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for line in lines:
        sums[_payee(line)] += line.amount
    taxed: dict[tuple[int, str], int] = defaultdict(int)
    made = []
    for line in lines:
        payee = _payee(line)
        if line.act in BOUGHT or sums[payee] < threshold:
            made.append(line)
            continue
        before = taxed[payee]
        taxed[payee] += line.amount
        made.append(replace(line, tax=_share(taxed[payee], percent) - _share(before, percent)))
    return made


def _payee(line: PayLine) -> tuple[int, str]:
    """Who gets a line: known by key, else by name; what is bought is a payee of its own."""
    if line.act in BOUGHT:
        return -1, line.name
    return (line.person, "") if line.person else (0, line.name)


def _share(amount: int, percent: Decimal) -> int:
    return int((amount * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))


def total(lines: Sequence[PayLine]) -> int:
    """The sum in đồng."""
    return sum(line.amount for line in lines)


def total_tax(lines: Sequence[PayLine]) -> int:
    """What is withheld of all, in đồng."""
    return sum(line.tax for line in lines)


def written_amount(amount: int) -> str:
    """As documents write it, with points between thousands: "1.250.000"."""
    return f"{amount:,}".replace(",", ".")


def in_words(amount: int, language: str = "vi") -> str:
    """As documents write it below a sum: "Một triệu hai trăm nghìn đồng"; pages in English read it in theirs."""
    words = num2words(amount, lang="en" if language.startswith("en") else "vi")
    return f"{words[0].upper()}{words[1:]} đồng"
