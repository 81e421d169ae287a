"""Tax code and account of whoever is paid: kept encrypted, and opened for them and for who pays them alone."""

from __future__ import annotations

import json
from collections.abc import Collection

from django.db import transaction

from consult import clock
from consult.access import require
from consult.access.keeping import check_payee
from consult.crypto import Purpose, decrypt, encrypt
from consult.models import PayeeDetails, Person
from consult.rules.text import normal

FIELDS = ("tax_code", "account", "bank")


@transaction.atomic
def save_details(*, person: Person, by: Person, **given: str) -> None:
    """Keep what is said of ``FIELDS``; nothing said keeps nothing. Raises ``Http404`` for who may not (``check_payee``)."""
    require(check_payee(by, person), known=False)
    said = {name: normal(given.get(name, "")) for name in FIELDS}
    if not any(said.values()):
        PayeeDetails.objects.filter(person=person).delete()
        return
    locked = encrypt(Purpose.PAYEE, json.dumps(said, ensure_ascii=False).encode())
    PayeeDetails.objects.update_or_create(
        person=person, defaults={"locked": locked, "entered_by": by, "entered_at": clock.now()}
    )


def details_of(people: Collection[int]) -> dict[int, dict[str, str]]:
    """What is kept of each of these people: asked only after the table of access."""
    rows = PayeeDetails.objects.filter(person__in=people)
    return {row.person_id: json.loads(decrypt(Purpose.PAYEE, row.locked)) for row in rows}
