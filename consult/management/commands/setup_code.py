"""Prints a one-time code with which an office is set up in the browser."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.actions.setting_up import make_code
from consult.queries.setup import union_exists
from consult.refusals import ActionError


class Command(BaseCommand):
    help = "Prints the address and a one-time code, good for 24 hours, with which an office is set up in the browser."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--another", action="store_true", help="although there is an office already")
        parser.add_argument("--starting", action="store_true", help="say nothing where there is an office already")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["starting"] and union_exists():
            return
        try:
            code = make_code(another=options["another"])
        except ActionError as refusal:
            raise CommandError(str(refusal.reason)) from refusal
        told = {"address": settings.SITE_URL + reverse("setup"), "code": code}
        self.stdout.write(_("Set up your office: %(address)s\nSet-up code, good for 24 hours: %(code)s") % told)
