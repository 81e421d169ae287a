"""Writes anew what searches read, where it is not true any more."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from consult.search_text import dossiers, experts, rebuild


class Command(BaseCommand):
    help = "Writes anew the texts by which dossiers and experts are found, where a name was changed past the program."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(
            f"{rebuild(dossiers())} dossiers and {rebuild(experts())} experts are found by what they hold now"
        )
