"""Makes the first account: Django's command, whose questions and complaints are English whatever the language."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from consult.models import Person


class Command(createsuperuser.Command):
    """Asks until each answer will do. What ``--noinput`` takes and says is for programs, and stays Django's."""

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["interactive"]:
            super().handle(*args, **options)
            return
        if not options["stdin"].isatty():
            self.stdout.write(_("No account was made: this is no terminal in which to answer questions."))
            return
        try:
            database = options["database"]
            given = {name: self._answer(name, options[name], database) for name in ("email", "name")}
            Person.objects.db_manager(database).create_superuser(**given, password=self._password(Person(**given)))
        except KeyboardInterrupt:
            self.stderr.write("\n" + _("No account was made."))
            sys.exit(1)
        self.stdout.write(_("The account has been made. Sign in with the e-mail address and the password."))

    def _answer(self, name: str, given: str | None, database: str) -> str:
        field: Any = Person._meta.get_field(name)
        while True:
            try:
                answer: str = field.clean(
                    given if given is not None else input(f"{capfirst(field.verbose_name)}: "), None
                )
                if not answer:
                    raise ValidationError(field.error_messages["blank"])
                if name == "email" and Person.objects.using(database).filter(email__iexact=answer).exists():
                    raise ValidationError(_("There is an account with this address already."))
            except ValidationError as error:
                self.stderr.write("\n".join(error.messages))
                given = None
            else:
                return answer

    def _password(self, person: Person) -> str:
        while True:
            password = getpass.getpass(_("Password") + ": ")
            again = getpass.getpass(_("Password once more") + ": ")
            try:
                if password != again:
                    raise ValidationError(_("The two passwords are not the same."))
                if not password.strip():
                    raise ValidationError(_("A password is needed."))
                validate_password(password, person)
            except ValidationError as error:
                self.stderr.write("\n".join(error.messages))
            else:
                return password
