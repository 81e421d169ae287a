"""Checks that no event of any dossier and no number of any register was changed, taken out or put in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consult.backup import BackupFaultError, ends
from consult.queries.history import (
    dossier_named,
    history_faults,
    register_faults,
    rewritten,
    shortened,
    union_faults,
    union_named,
    with_history,
)

SAYS = {
    "gone": "its whole history is gone",
    "unsealed": "event {place} was never sealed",
    "missing": "event {place} is missing",
    "inserted": "event {place} was put in",
    "changed": "event {place} was changed",
    "torn": "event {place} does not follow the one before",
}
SAYS_OF_SERIES = {
    "missing": "{places} missing",
    "beyond": "{places} beyond the last one given",
    "no_dossier": "{places} a dossier's that is not there",
    "twice": "{places} given under a symbol that was given before",
}


class Command(BaseCommand):
    help = "Checks every history and register; exits with 1 when something was changed, is missing or was put in."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--against", type=Path, metavar="BACKUP", help="a backup that all of it must go on from")

    def handle(self, *args: Any, **options: Any) -> None:
        dossiers = with_history()
        found = 0
        for line in self._faults(options["against"]):
            found += 1
            self.stderr.write(line)
        if found:
            raise CommandError(f"{found} faults")
        self.stdout.write(f"{dossiers.count()} histories are whole")

    def _faults(self, backup: Path | None) -> Iterator[str]:
        for dossier, fault, place in history_faults(with_history().iterator()):
            yield f"{dossier.code or dossier.pk}: {SAYS[fault].format(place=place)}"
        for union, fault, place in union_faults():
            yield f"{union.symbol} (the union's own history): {SAYS[fault].format(place=place)}"
        for register, fault, first, last in register_faults():
            places = f"number {first} is" if first == last else f"numbers {first} to {last} are"
            yield f"{register.union.symbol} {register}: {SAYS_OF_SERIES[fault].format(places=places)}"
        if backup is not None:
            yield from self._against(backup)

    def _against(self, backup: Path) -> Iterator[str]:
        try:
            histories, series = ends(backup)
        except BackupFaultError as fault:
            raise CommandError(str(fault)) from fault
        for name in rewritten(histories):
            dossier, union = dossier_named(name), union_named(name)
            there = dossier is not None or union is not None
            said = "its history is another than in the backup" if there else "it is in the backup and not here"
            yield f"{(dossier and dossier.code) or (union and union.symbol) or name}: {said}"
        for _union, kind, first_day in shortened(series):
            yield f"{kind or 'CV'} {first_day[:4]}: the series was longer in the backup"
