"""The pages of a set-up in the browser, and its unfinished answers as they are kept: JSON, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from .office_setup import SetUpFaultError, read_set_up
from .problem import Problem

# Which answers are given on which page; a mail is tried and answers nothing, and the last page shows all.
PAGES: dict[str, tuple[str, ...]] = {
    "province": ("province",),
    "letterhead": ("name", "superior", "heading", "symbol", "address"),
    "numbers": ("numbers",),
    "people": ("people",),
    "work": ("kinds", "names_responsible", "mails_from", "mails_until", "days_off"),
    "mail": (),
    "check": (),
}
CHECK = "check"
_TIMES = ("mails_from", "mails_until")


def answers_of(kept: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What ``read_set_up`` takes, of what was kept of all pages; times and days are kept as ISO 8601."""
    answers = {name: page[name] for key, page in kept.items() for name in PAGES.get(key, ()) if name in page}
    for name in _TIMES:
        if name in answers:
            answers[name] = time.fromisoformat(answers[name])
    if "days_off" in answers:
        answers["days_off"] = [date.fromisoformat(day) for day in answers["days_off"]]
    return answers


def problems_of(page: str, kept: Mapping[str, Mapping[str, Any]]) -> list[Problem]:
    """What of the answers of ``page`` cannot be, beside what was kept of the others."""
    return [one for one in _problems(kept) if one.where.split(".")[0] in PAGES[page]]


def page_to_answer(kept: Mapping[str, Mapping[str, Any]]) -> str:
    """The first page that was not answered yet, or whose answers have become wrong."""
    wrong = {one.where.split(".")[0] for one in _problems(kept)}
    return next((page for page, names in PAGES.items() if page not in kept or wrong.intersection(names)), CHECK)


def _problems(kept: Mapping[str, Mapping[str, Any]]) -> list[Problem]:
    try:
        read_set_up(answers_of(kept))
    except SetUpFaultError as fault:
        return fault.problems
    return []
