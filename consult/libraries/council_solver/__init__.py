"""Proposing whole councils: an assignment of people to seats, solved to a proven bound. Knows no Django and no database."""

from .reasons import ENOUGH, Exclusion, left_out, over_limit, reasons_for
from .solve import SECONDS, suggest
from .values import Demand, Expert, FixedSeat, Seating, SuggestedCouncil, Suggestion, Weights, is_outside

__all__ = [
    "ENOUGH",
    "SECONDS",
    "Demand",
    "Exclusion",
    "Expert",
    "FixedSeat",
    "Seating",
    "SuggestedCouncil",
    "Suggestion",
    "Weights",
    "is_outside",
    "left_out",
    "over_limit",
    "reasons_for",
    "suggest",
]  # fmt: skip
