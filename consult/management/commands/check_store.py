"""Holds the store of files against the rows: documents that it lost are made again, lost uploads are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from consult.actions import holding, jobs
from consult.models import Heartbeat, LostFile
from consult.queries import stored
from consult.storage.store import FolderStore


class Command(BaseCommand):
    help = (
        "Reads the newest files and compares them with their hashes; with --all every file. Documents that are lost are made "
        "again, and the officers are told of lost uploads and whom to ask."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--all", action="store_true", help="read every file, however long it takes")
        parser.add_argument("--starting", action="store_true", help="nothing else runs: throw half-written files away")
        parser.add_argument("--although-most-are-missing", action="store_true", help="the files really are lost")
        parser.add_argument(
            "--put-back", type=Path, nargs="+", default=[], help="files to put where their loss was found"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["starting"] and isinstance(default_storage._wrapped, FolderStore):  # type: ignore[attr-defined]
            default_storage.forget_half_written()  # type: ignore[attr-defined]
        for path in options["put_back"]:
            lost = holding.put_back(path)
            self.stdout.write(f"{path}: " + (f"back as {lost.name}" if lost else "no lost file has this hash"))
        try:
            found = holding.hold_newest(although_away=options["although_most_are_missing"])
            if options["all"]:
                found += self._all(options["although_most_are_missing"])
                jobs.note_heartbeat(Heartbeat.Name.STORE)
        except holding.StoreAwayError as fault:
            raise CommandError(
                f"{fault}: is the store's folder there? Nothing was changed. If the files really are lost, give "
                "--although-most-are-missing."
            ) from fault
        except (OSError, BotoCoreError, ClientError) as fault:
            raise CommandError(f"the store does not answer: {fault}") from fault
        left = LostFile.objects.filter(good_at=None).count()
        if found or left:
            self.stderr.write(
                f"{found} files were found lost now, {left} are lost in all; see the page of the system's state"
            )

    def _all(self, although_away: bool) -> int:
        found = 0
        for kind in range(len(stored.kinds())):
            row = 0
            while files := stored.rows_after(kind, row):
                found += holding.hold(files, lambda _file: True, although_away=although_away)
                row = files[-1].row
        return found
