"""Proposing whole councils: an assignment of people to seats, solved to a proven bound. Knows no Django and no database."""

from .reasons import LeftOut, left_out, reasons_for
from .solve import suggest
from .values import Demand, Expert, Fixed, Seating, Suggested, Suggestion, Weights

__all__ = [
    "Demand", "Expert", "Fixed", "LeftOut", "Seating", "Suggested", "Suggestion", "Weights", "left_out", "reasons_for",
    "suggest",
]  # fmt: skip
