"""Dates for English readers of a Vietnamese office: day first, as on the documents; numbers as in English."""

from consult.formats.vi.formats import *  # noqa: F403

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
