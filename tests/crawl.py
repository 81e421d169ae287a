"""Requests by the people of one union for everything that is the other's.

A crawl asks addresses with the first union's numbers and codes as people of the second, by every method, and looks for
three things: the mark in an answer, a changed, new or missing row of the first union, and an answer of 500 or more.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django import forms as django_forms
from django.contrib.admin.sites import site as admin_site
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.urls.converters import IntConverter, UUIDConverter
from lxml import html

import consult.forms
from consult.models import HalfSentFile, Organisation, Person
from consult.urls import addresses as named_addresses
from tests.unions import MARK, TwoUnions, owned

# How often a number in an address is the first union's, and how often the second's own.
OF_THE_FIRST = (0.7, 0.3)
# How often a filled-in form names something of the first union, and how often the same form is sent.
SUBSTITUTED = 0.6
MOST_SENT = 4
FILLED = {
    "date": "2026-12-01",
    "datetime-local": "2026-12-01T08:00",
    "time": "08:00",
    "number": "1",
    "email": "ai@hai.test",
}
# Acts come by POST: it is drawn as often as all the others together.
METHODS = ("get", "post", "post", "post", "post", "post", "head", "options", "put", "patch", "delete")
# Whoever holds the mail or the document may read its subject; the demo shows all mails to who tries it.
HELD = {"verify_code", "verify", "answer_department", "register_guest", "mails"}


# ---------------------------------------------------------------- what is asked
def addresses(pair: TwoUnions, chance: random.Random, each: int) -> Iterator[tuple[str, str]]:
    """Name and address of every page, ``each`` times with other numbers and codes of the first union (0: with all)."""
    numbers, codes = pair.numbers(), pair.codes()
    own = sorted(
        {pk for pks in owned({Organisation: {pair.second.union.pk}}).values() for pk in pks if isinstance(pk, int)}
    )
    # Files of which only a part has come, and one that nobody sends.
    begun = [*HalfSentFile.objects.values_list("key", flat=True), UUID(int=chance.getrandbits(128))]
    for pattern in named_addresses():
        converters = getattr(getattr(pattern, "pattern", None), "converters", {})
        if not getattr(pattern, "name", None) or (not converters and pattern.pattern.regex.groups):
            continue
        if not converters:
            yield pattern.name, reverse(pattern.name)
            continue
        for count in range(each or len(numbers)):
            values = {
                name: chance.choice(chance.choices([numbers, own], OF_THE_FIRST)[0])
                if isinstance(one, IntConverter)
                else chance.choice(begun)
                if isinstance(one, UUIDConverter)
                else chance.choice(codes)
                for name, one in converters.items()
            }
            if not each:
                values |= {
                    name: numbers[count] for name, one in list(converters.items())[:1] if isinstance(one, IntConverter)
                }
            yield pattern.name, reverse(pattern.name, kwargs=values)
    yield from _administration(pair, chance, each)


def _administration(pair: TwoUnions, chance: random.Random, each: int) -> Iterator[tuple[str, str]]:
    yield (
        "autocomplete",
        reverse("admin:autocomplete") + "?app_label=consult&model_name=membership&field_name=person&term=",
    )
    for model in admin_site._registry:
        name = model._meta.model_name
        yield name, reverse(f"admin:consult_{name}_changelist")
        yield name, reverse(f"admin:consult_{name}_add")
        pks = sorted(pair.rows.get(model, set())) or list(model._default_manager.values_list("pk", flat=True)[:3])
        for pk in chance.sample(pks, min(each, len(pks))) if each else pks:
            for act in ("change", "delete", "history"):
                yield name, reverse(f"admin:consult_{name}_{act}", args=[pk])


def _forms() -> Iterator[type[django_forms.BaseForm]]:
    found: list[type[django_forms.BaseForm]] = [django_forms.BaseForm]
    while found:
        form = found.pop()
        found += form.__subclasses__()
        yield form


def body(pair: TwoUnions, chance: random.Random) -> dict[str, Any]:
    """A plausible body: every field of every form of ours, with a value of its kind, numbers of the first union among them."""
    assert consult.forms
    made: dict[str, Any] = {
        "post": "yes",
        "action": "delete_selected",
        "_selected_action": pair.numbers()[:20],
        "confirm": "",
    }
    for form in _forms():
        if not form.__module__.startswith("consult"):
            continue
        for name, one in getattr(form, "base_fields", {}).items():
            made[name] = _value(one, pair, chance)
    people = list(Person.objects.values_list("pk", "email"))
    made["person"], made["email"] = chance.choice(people)
    made["organisation"] = made["union"] = made["proposer"] = chance.choice(
        [pair.first.union.pk, pair.first.investor.pk]
    )
    made["role"] = chance.choice(["proposer", "officer", "administrator"])
    return {name: value for name, value in made.items() if value is not None}


def _value(one: django_forms.Field, pair: TwoUnions, chance: random.Random) -> Any:
    if isinstance(one, django_forms.ModelChoiceField):
        return chance.choice(pair.numbers())
    if isinstance(one, django_forms.ChoiceField):
        choices = [value for value, _label in list(one.choices) if value != ""]
        return str(chance.choice(choices)) if choices else "1"
    samples = (
        (django_forms.FileField, None), (django_forms.BooleanField, "on"), (django_forms.DateTimeField, "2026-12-01T08:00"),
        (django_forms.DateField, "2026-12-01"), (django_forms.TimeField, "08:00"), (django_forms.IntegerField, "1"),
        (django_forms.EmailField, "ai@hai.test"),
    )  # fmt: skip
    return next((value for kind, value in samples if isinstance(one, kind)), "Lý do thử")


def forms_on(
    address: str, content: bytes, pair: TwoUnions, chance: random.Random
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Address and body of every form of a page: filled in as its person could, but for one number that is the first union's."""
    page = html.fromstring(content, base_url=address) if b"<form" in content else None
    for form in page.forms if page is not None else []:
        if form.method != "POST" or not form.inputs.keys():
            continue
        data, foreign = {}, []
        for name in filter(None, form.inputs.keys()):
            one = form.inputs[name]
            options = [value for value in getattr(one, "value_options", []) if value]
            told = next(iter(one)) if isinstance(one, html.RadioGroup | html.CheckboxGroup) else one
            kind = told.get("type", "")
            if kind == "file":
                continue
            kept = one.value if isinstance(one.value, str) and one.value else ""
            data[name] = chance.choice(options) if options else kept or FILLED.get(kind, "Lý do thử")
            if options or kind == "hidden":
                foreign.append(name)
        if foreign and chance.random() < SUBSTITUTED:
            data[chance.choice(foreign)] = chance.choice(pair.numbers())
        yield urljoin(address, form.get("action") or address), data


# ---------------------------------------------------------------- asking
@dataclass
class Crawl:
    """Asks, takes back what each request wrote, and gathers what should not have been."""

    pair: TwoUnions
    asked: int = 0
    written: int = 0
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.before = self.pair.snapshot()
        self.clients = {}
        for who, person in self.pair.people.items():
            self.clients[who] = Client(raise_request_exception=False)
            self.clients[who].force_login(person)

    def ask(self, who: str, method: str, name: str, address: str, data: dict[str, Any] | None = None) -> bytes:
        """One request; gives the page that came, if one came."""
        wrote: list[str] = []

        def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")) and "consult_" in sql:
                wrote.append(sql)
            return execute(sql, params, many, context)

        told = f"{method} {address} as {who}"
        with transaction.atomic():
            with connection.execute_wrapper(watch):
                answer = (
                    getattr(self.clients[who], method)(address, data)
                    if data
                    else getattr(self.clients[who], method)(address)
                )
                content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if wrote:
                self.written += 1
                self._compare(told)
            transaction.set_rollback(True)
        self.asked += 1
        if answer.status_code >= 500:
            self.faults.append(f"{answer.status_code}: {told}")
        page = answer.status_code == 200 and "html" in answer.get("Content-Type", "")
        if name not in HELD and MARK.encode() in content + str(answer.headers).encode():
            self.faults.append(f"leak: {told}")
        return content if page else b""

    def _compare(self, told: str) -> None:
        after = self.pair.snapshot()
        for label, rows in self.before.items():
            if after.get(label) == rows:
                continue
            changed = {pk for pk in {*rows, *after.get(label, {})} if rows.get(pk) != after.get(label, {}).get(pk)}
            self.faults.append(f"changed {label} {sorted(changed)[:5]}: {told}")


def crawl(pair: TwoUnions, *, seed: int, each: int, bodies: int) -> Crawl:
    """Ask every address ``each`` times with other numbers (0: with all of them), every time as two of the second union's
    people: to read it, by every form that the page shows, and ``bodies`` times by another method with a body drawn anew."""
    chance = random.Random(seed)
    going = Crawl(pair)
    sent: Counter[tuple[str, str]] = Counter()
    for name, address in addresses(pair, chance, each):
        if name in ("account_logout", "set_language"):
            continue
        for who in chance.sample(sorted(pair.people), 2):
            page = going.ask(who, "get", name, address)
            for action, data in list(forms_on(address, page, pair, chance)):
                sent[who, action] += 1
                if sent[who, action] <= MOST_SENT:
                    going.ask(who, "post", name, action, data)
            for _body in range(bodies):
                method = chance.choice(METHODS[1:])
                going.ask(who, method, name, address, body(pair, chance) if method == "post" else None)
    return going
