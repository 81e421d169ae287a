"""Gives a union an administrator again, from the machine: where its only one is gone, nobody else could."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consult.actions.people import name_administrator
from consult.models import Organisation
from consult.refusals import ActionError


class Command(BaseCommand):
    """Says nothing of passwords: whoever is named asks for one on the page of signing in."""

    help = "Give a union an administrator, where its own is gone"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name", help="the full name, where there is no account with this address yet")
        parser.add_argument("--union", help="the symbol of the union, where there are several", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        unions = Organisation.objects.filter(kind=Organisation.Kind.UNION).exclude(symbol="")
        if options["union"]:
            unions = unions.filter(symbol=options["union"])
        try:
            union = unions.get()
        except (Organisation.DoesNotExist, Organisation.MultipleObjectsReturned) as fault:
            symbols = ", ".join(Organisation.objects.filter(kind="union").values_list("symbol", flat=True))
            raise CommandError(f"--union takes one of: {symbols}") from fault
        try:
            person = name_administrator(union=union, email=options["email"], name=options["name"])
        except ActionError as refused:
            raise CommandError(refused.code) from refused
        self.stdout.write(f"{person.email}: {union.name}")
