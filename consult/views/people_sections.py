"""What is kept about a person, as sections of lines that fit a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LINES_SHOWN = 10
SECTIONS: dict[str, str | Promise] = {
    "account": _("Account"),
    "expert": _("As an expert"),
    "payee": _("Tax code and account"),
    "roles": _("Roles"),
    "signs_as": _("Signs as"),
    "signing_keys": _("Keys for signing"),
    "certificates": _("Certificates"),
    "seats": _("Seats in councils"),
    "standing_councils": _("Standing councils"),
    "reviews": _("Reviews"),
    "judgements": _("Judgements of unions"),
    "votes": _("Presence and votes"),
    "motions": _("Motions voted on"),
    "said": _("What was said"),
    "availability": _("When somebody could come"),
    "submitted": _("Dossiers submitted"),
    "responsible": _("Dossiers answered for"),
    "acts": _("In histories of dossiers"),
    "seen_previews": _("Documents seen before they were made"),
    "notices": _("Notices and mails"),
    "mails": _("Mails and what became of them"),
    "absences": _("Absences"),
    "stand_ins": _("Stand-ins"),
    "calls": _("Calls and letters on paper"),
    "papers": _("Entered from papers"),
    "letters": _("Incoming letters given to somebody"),
    "yearly_tasks": _("Tasks of years answered for"),
    "opened_confidential": _("Opened confidential dossiers"),
    "sessions": _("Where signed in"),
    "channels": _("Channels besides mail"),
    "second_factors": _("Second factors"),
    "data_requests": _("Requests about personal data"),
    "proposals": _("Changes that unions proposed"),
    "access_requests": _("Requests for access"),
}
ACCOUNT: dict[str, str | Promise] = {
    "name": _("Full name"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "joined": _("Account since"),
    "last_sign_in": _("Last signed in"),
    "daily_mail": _("Daily mail"),
}
# Sections of the file that say too much for a line.
NOT_IN_LINES = {"content", "active", "language"}


@dataclass(frozen=True)
class Section:
    """One kind of data: its title, how much there is, the first lines of it, and how many more there are."""

    title: str | Promise
    count: int
    lines: list[str]
    more: int


def sections(kept: dict[str, Any]) -> list[Section]:
    """``personal_data`` for the page; what is empty is left out."""
    made = []
    for name, title in SECTIONS.items():
        value = kept.get(name)
        if not value:
            continue
        if name == "account":
            lines = [f"{label}: {_line(value[key])}" for key, label in ACCOUNT.items() if value[key]]
            made.append(Section(title, 0, lines, 0))
            continue
        lines = [_line({name: value})] if isinstance(value, dict) else [_line(one) for one in value]
        made.append(Section(title, len(lines), lines[:LINES_SHOWN], max(0, len(lines) - LINES_SHOWN)))
    return made


def _line(value: Any) -> str:
    if isinstance(value, dict):
        parts = [_line(one) for name, one in value.items() if name not in NOT_IN_LINES]
        return " · ".join(part for part in parts if part)
    if isinstance(value, list):
        return ", ".join(map(_line, value))
    return _moment(str(value)) if value is not None else ""


def _moment(text: str) -> str:
    try:
        return date_format(timezone.localtime(datetime.fromisoformat(text)), "DATETIME_FORMAT") if "T" in text else text
    except ValueError:
        return text
