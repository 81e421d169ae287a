"""Sets up an office from a file of answers, without a browser."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from consult.actions.office_setup import set_up_office
from consult.actions.passwords import set_password_url
from consult.models import Organisation, Person
from consult.refusals import ActionError
from consult.rules.office_setup import OfficeSetUp, SetUpFaultError, read_set_up

MOST_BYTES = 1_000_000


class Command(BaseCommand):
    help = "Sets up an office: its union, its people with their invitations, procedures, grounds, rates and registers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="answers", type=Path, required=True, help="a TOML file, see docs/setup.md")

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError(_("The database is not prepared yet: wait until Consult has started, or run migrate."))
        try:
            union = set_up_office(_answers(options["answers"]))
        except ActionError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_("The office is set up: %(union)s") % {"union": union.name})
        self._tell_administrators(union)

    def _tell_administrators(self, union: Organisation) -> None:
        """Mail may not go out yet: whoever runs this command can open the first account all the same."""
        for person in Person.objects.filter(memberships__organisation=union, memberships__role="administrator"):
            if not person.has_usable_password():
                told = {"name": person.name, "url": set_password_url(person)}
                self.stdout.write(_("%(name)s sets a password here, once: %(url)s") % told)


def _answers(path: Path) -> OfficeSetUp:
    try:
        with path.open("rb") as file:
            return read_set_up(tomllib.loads(file.read(MOST_BYTES).decode("utf-8-sig")))
    except OSError as fault:
        raise CommandError(f"{path}: {fault.strerror}") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise CommandError(_("%(path)s is no TOML file: %(fault)s") % {"path": path, "fault": fault}) from fault
    except SetUpFaultError as fault:
        lines = [f"  {one.where}: {_(one.message) % one.values}" for one in fault.problems]
        raise CommandError("\n".join([_("Nothing was set up:"), *lines])) from fault
