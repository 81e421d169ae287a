"""To whom a dossier's opinion goes: as the office chose it, else to whoever gave the task and to the proposer."""

from __future__ import annotations

from dataclasses import dataclass

from consult.models import Dossier
from consult.rules.recipients import without_repeats


@dataclass(frozen=True)
class Recipients:
    """``to`` are addressed ("Kính gửi"), ``copies`` stand under "Nơi nhận"; ``chosen`` says that the office chose them."""

    to: list[str]
    copies: list[str]
    chosen: bool = False


def recipients_of(dossier: Dossier) -> Recipients:
    """The recipients of the dossier's opinion. Of an own initiative nobody is addressed until the office says who."""
    rows = list(dossier.recipients.all())
    if rows:
        return Recipients([one.name for one in rows if not one.copy], [one.name for one in rows if one.copy], True)
    giver = [dossier.given_by.name] if dossier.given_by else []
    proposer = [] if dossier.own_initiative else [dossier.proposer.name]
    return Recipients(without_repeats([*giver, *proposer]), [])
