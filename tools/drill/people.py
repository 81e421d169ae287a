"""The office of the drill: the demo's people under other addresses, with a second factor where their role asks for it."""

from __future__ import annotations

from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings

from consult.demo.office import build_office
from consult.initial_data import DEMO_HOST
from consult.models import Person

from .clients import People

HOST = "@drill.test"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP_SECONDS = 30


def settle_office(people: People, password: str, clock: Any) -> tuple[dict[str, int], list[int]]:
    """Make the office and sign everybody in. Gives who has which role, and the experts."""
    office = build_office()
    for person in Person.objects.filter(email__endswith=DEMO_HOST):
        person.email = (person.email or "").replace(DEMO_HOST, HOST)
        person.set_password(password)
        person.save()
    roles = {
        "officer": office.officer,
        "leader": office.leader,
        "clerk": office.clerk,
        "proposer": office.investor_person,
    }
    assert settings.REQUIRE_TWO_FACTOR
    for name in ("leader", "clerk"):
        TOTP.activate(roles[name], SECRET)
    for name, person in roles.items():
        person.refresh_from_db()
        people.sign_in(person, password, (lambda: _code(clock)) if name in ("leader", "clerk") else None)
    for expert in office.experts:
        expert.refresh_from_db()
        people.sign_in(expert, password, None)
    return {name: person.pk for name, person in roles.items()}, [expert.pk for expert in office.experts]


def _code(clock: Any) -> str:
    return format_hotp_value(hotp_value(SECRET, int(clock.now()) // STEP_SECONDS))
