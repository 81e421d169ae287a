"""Says where a dossier's row and the rows of its steps differ about where it stands."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consult.queries.consistency import differences, ended_with_open_steps, under_way
from consult.search_text import dossiers, experts, outdated


class Command(BaseCommand):
    help = "Compares stage, step and deadline of each dossier with its open step; exits with 1 where they differ."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for one in chain(differences(under_way()), differences(ended_with_open_steps())):
            found += 1
            name = one.dossier.code or one.dossier.pk
            self.stderr.write(
                f"{name}: {one.what}: the dossier has {one.row or 'none'}, its steps {one.steps or 'none'}"
            )
        for row in chain(outdated(dossiers()), outdated(experts())):
            found += 1
            self.stderr.write(f"{row}: a search finds it by other words than it holds; see rebuild_search")
        if found:
            raise CommandError(f"{found} differences")
        self.stdout.write(f"{under_way().count()} dossiers under way stand where their steps are")
