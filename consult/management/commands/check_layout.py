"""Holds a document's PDF against the rules of layout, one line per rule."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consult.layout_checks.rules import check


class Command(BaseCommand):
    help = "Checks the layout of PDF documents by measurement (Nghị định 30/2020/NĐ-CP, Phụ lục I)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE.pdf")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for path in options["files"]:
            self.stdout.write(str(path))
            found = check(BytesIO(path.read_bytes()))
            for name, faults in found.items():
                self.stdout.write(
                    f"  {'ok  ' if not faults else 'FAIL'} {name}{': ' if faults else ''}{'; '.join(faults)}"
                )
                wrong += bool(faults)
        if wrong:
            raise CommandError(f"{wrong} rules do not hold")
