"""No odd value in any address, and none in any form, ends as a server error."""

from __future__ import annotations

import os
import random

import pytest
from django import forms as django_forms
from django.db import transaction
from django.urls import reverse

from tests.odd import VALUES, parameters, query
from tests.web.test_access_urls import EXPECTED, world

__all__ = ["world"]
pytestmark = pytest.mark.django_db
# How many queries for each address and person; the proof asks many more.
EACH = int(os.environ.get("ODD_EACH", "1"))
SEED = int(os.environ.get("ODD_SEED", "14"))
WHO = ("officer", "administrator", "proposer", "chair")
# Forms are sent by one of these each, drawn; the proof sends them by all.
SENDERS = ("officer", "clerk", "leader", "administrator", "reviewer")


def test_the_names_of_parameters_are_found():
    assert {"union", "year", "slot", "page", "text", "stage", "revision"} <= set(parameters())


def test_no_odd_parameter_breaks_an_address(world, as_person):
    chance, names = random.Random(SEED), parameters()
    broken = []
    clients = {who: as_person(world.people[who]) for who in WHO if who in world.people}
    for name, case in EXPECTED.items():
        address = reverse(name, args=case.arguments(world))
        for who, client in clients.items():
            client.raise_request_exception = False
            for _time in range(EACH):
                asked = query(names, chance)
                if client.get(f"{address}?{asked}").status_code >= 500:
                    broken.append((who, f"{address}?{asked}"))
    assert broken == []


def forms_of(page) -> list[django_forms.BaseForm]:
    """The forms that a page was made of."""
    shown = page.context.flatten().values() if hasattr(page.context, "flatten") else []
    if isinstance(page.context, list):
        shown = [value for layer in page.context for value in layer.flatten().values()]
    return list({id(one): one for one in shown if isinstance(one, django_forms.BaseForm)}.values())


def test_no_form_breaks_when_all_its_fields_are_odd_at_once(world, as_person):
    chance = random.Random(SEED)
    values = [value.encode("utf-8", "replace").decode() for value in VALUES]
    broken = []
    for name, case in EXPECTED.items():
        address = reverse(name, args=case.arguments(world))
        for who in SENDERS if EACH > 1 else chance.sample(SENDERS, 2):
            client = as_person(world.people[who])
            client.raise_request_exception = False
            for form in forms_of(client.get(address)):
                for _time in range(EACH):
                    data = {form.add_prefix(field): chance.choice(values) for field in form.fields}
                    before = transaction.savepoint()
                    if client.post(address, {**data, "form": chance.choice(values)}).status_code >= 500:
                        broken.append((who, address, data))
                    # Whatever was done all the same is undone: the next form finds the dossier where it was.
                    transaction.savepoint_rollback(before)
    assert broken == []
