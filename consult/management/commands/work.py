"""The worker of an installation without Redis: documents, mails, reminders and everything that comes again and again."""

from __future__ import annotations

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand

from consult import polling


class Command(BaseCommand):
    help = "Does the background work by looking at the database; needs no broker. Ends with Ctrl-C or SIGTERM."
    requires_system_checks = ()

    def add_arguments(self, parser: Any) -> None:
        said = "only the jobs of this queue, such as converter, or what is due by the clock; may be given several times"
        choices = sorted({*polling.LANES, polling.CLOCK})
        parser.add_argument("--lane", dest="lanes", action="append", choices=choices, default=[], help=said)

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        polling.work(stop, options["lanes"])
