"""Fills an empty database with the demo; a database that has dossiers is left alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from consult.actions import jobs
from consult.demo.correspondence import correspond
from consult.demo.data_requests import ask_about_data
from consult.demo.dossiers import PLANNING, build_dossiers
from consult.demo.experts import add_experts
from consult.demo.large_council import ask_for_large_councils
from consult.demo.office import DEMO_PASSWORD, build_office
from consult.demo.organisation import organise
from consult.demo.yearly_tasks import list_tasks
from consult.initial_data import DEMO_HOST
from consult.models import Dossier, Membership


class Command(BaseCommand):
    help = "Loads the demo's office, people and dossiers."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--office-only", action="store_true", help="people and organisations, no dossiers")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("demo data belongs into demo mode only (CONSULT_DEMO=1)")
        with translation.override("vi"):
            office = build_office()
            add_experts(office.union)
            ask_for_large_councils(office.union, PLANNING)
            if not options["office_only"] and not Dossier.objects.exists():
                with transaction.atomic(), jobs.without_messages():
                    build_dossiers(office, self.stdout.write)
                    ask_about_data(office)
                    organise(office)
                    list_tasks(office)
                    correspond(office)
        self.stdout.write(f"demo accounts, all with the password {DEMO_PASSWORD}:")
        for membership in Membership.objects.filter(person__email__endswith=DEMO_HOST).select_related("person"):
            self.stdout.write(f"  {membership.person.email:28s} {membership.get_role_display()}")
