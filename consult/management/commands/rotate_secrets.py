"""Encrypts with the newest SECRET_KEY and SIGNING_SECRET whatever was encrypted with their fallbacks."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consult.actions.rotation import rotate

NAMES = {
    "SECOND_FACTOR": "second factors",
    "CHANNEL": "secrets of channels",
    "MAILBOX": "passwords of mailboxes",
    "BALLOT_BOX": "ballot boxes",
    "SIGNING_KEY": "signing keys",
    "PAYEE": "tax codes and accounts",
}


class Command(BaseCommand):
    """May be given while people work, and as often as one likes. Fails while anything is left that no secret opens."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        unreadable = 0
        for rotation in rotate():
            unreadable += rotation.unreadable
            self.stdout.write(
                f"{NAMES[rotation.name]}: {rotation.anew} encrypted anew, {rotation.already} were already, "
                f"{rotation.unreadable} unreadable"
            )
        if unreadable:
            raise CommandError(
                f"{unreadable} cannot be read with the present secrets and their fallbacks; they stay as they are. Leave the "
                "fallbacks in place, or add the secret that is missing."
            )
        self.stdout.write("Everything is encrypted with the newest secrets; the fallbacks may go.")
