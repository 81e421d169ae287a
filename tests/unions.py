"""Two unions with dossiers of their own, of which everything free in the rows of the first carries ``MARK``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.apps import apps
from django.db import models

from consult.demo.dossiers import settle_inline
from consult.demo.office import Office
from consult.demo.walk import Walk
from consult.initial_data import install_office, install_procedures
from consult.models import Dossier, Event, Expert, Membership, Organisation, Person, Signatory

MARK = "LộDấuAlpha"
WORDS = ("opinion", "minutes", "out", "in", "xlsx", "pdf", "own", "union", "open", "vote", "receipt", "tie")
# Texts that the program reads: names of steps, codes, hashes, names in the store.
NOT_FREE = {
    "code", "sha256", "key", "node", "step", "kind", "state", "stage", "outcome", "actor", "media_type", "mode", "verb",
    "symbol", "unit", "recommendation", "flow_class", "flow_task", "flow_task_type", "status", "process_data", "token",
    "language", "password", "email", "act", "seat", "authority", "locked", "address", "serial", "fingerprint", "pem",
    "result", "answer", "vote", "choice", "decision", "item_code", "capacity", "from_state", "to_state", "direction",
}  # fmt: skip
NOT_MARKED = {
    "event",
    "historyhead",
    "process",
    "task",
    "signingkey",
    "trustedroot",
    "job",
    "notification",
    "procedure",
    "dossierkind",
    "expert",
    "organisation",
}  # names of bodies and the registry are for everybody


# ---------------------------------------------------------------- what belongs to the first union
def owned(anchors: dict[type[models.Model], set[Any]]) -> dict[type[models.Model], set[Any]]:
    """Every row that hangs, by any chain of references, on the ``anchors``. People are nobody's rows."""
    found = {model: set(pks) for model, pks in anchors.items()}
    all_models = [model for model in apps.get_app_config("consult").get_models() if model is not Person]
    grown = True
    while grown:
        grown = False
        for model in all_models:
            for one in model._meta.fields:
                target = one.related_model
                if not one.is_relation or target is None or not found.get(target):
                    continue
                pks = set(
                    model._default_manager.filter(**{f"{one.name}__in": found[target]}).values_list("pk", flat=True)
                )
                if pks - found.get(model, set()):
                    found.setdefault(model, set()).update(pks)
                    grown = True
    return found


def _sprinkled(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _sprinkled(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_sprinkled(one) for one in value]
    return f"{value} {MARK}" if isinstance(value, str) and " " in value else value


def mark(rows: dict[type[models.Model], set[Any]]) -> None:
    """Write ``MARK`` into every free text of these rows."""
    for model, pks in rows.items():
        if model._meta.model_name in NOT_MARKED:
            continue
        texts = [
            one for one in model._meta.fields
            if isinstance(one, models.CharField | models.TextField | models.JSONField)
            and not isinstance(one, models.FileField) and not one.choices and one.name not in NOT_FREE and not one.unique
        ]  # fmt: skip
        for row in model._default_manager.filter(pk__in=pks):
            changed = {}
            for one in texts:
                value = getattr(row, one.name)
                if isinstance(value, str) and value:
                    changed[one.name] = f"{value} {MARK}"[: one.max_length or None]
                elif isinstance(value, dict | list):
                    changed[one.name] = _sprinkled(value)
            if changed:
                model._default_manager.filter(pk=row.pk).update(**changed)


# ---------------------------------------------------------------- the two unions
@dataclass
class TwoUnions:
    """The first union's office and dossiers, the second's, and the second's people by what they are."""

    first: Office
    walks: list[Walk]
    second: Office
    people: dict[str, Person]
    rows: dict[type[models.Model], set[Any]] = field(default_factory=dict)

    def anchors(self) -> dict[type[models.Model], set[Any]]:
        return {Organisation: {self.first.union.pk, self.first.investor.pk}}

    def snapshot(self) -> dict[str, dict[Any, tuple[Any, ...]]]:
        """The first union's rows and people as they are now, to be compared."""
        taken = {
            model._meta.label: {row[0]: row[1:] for row in _values(model, pks)}
            for model, pks in owned(self.anchors()).items()
        }
        seconds = {person.pk for person in self.people.values()}
        people = Person.objects.exclude(pk__in=seconds).values_list(
            "pk", "email", "name", "phone", "is_active", "password"
        )
        taken["people"] = {row[0]: row[1:] for row in people}
        taken["registry"] = {
            row[0]: row[1:]
            for row in _values(Expert, set(Expert.objects.exclude(person__in=seconds).values_list("pk", flat=True)))
        }
        return taken

    def numbers(self) -> list[int]:
        """Every number under which a row of the first union is kept."""
        return sorted({pk for pks in self.rows.values() for pk in pks if isinstance(pk, int)})

    def codes(self) -> list[str]:
        """Every code and word that stands in an address."""
        found = []
        for model, pks in self.rows.items():
            if any(one.name == "code" for one in model._meta.fields):
                found += [
                    code for code in model._default_manager.filter(pk__in=pks).values_list("code", flat=True) if code
                ]
        return sorted(
            {*found, "opinion", "minutes", "out", "in", "xlsx", "pdf", "own", "union", "open", "vote", "receipt", "tie"}
        )


def _values(model: type[models.Model], pks: set[Any]) -> Iterator[tuple[Any, ...]]:
    names = ["pk", *(one.attname for one in model._meta.fields if not one.primary_key)]
    return iter(model._default_manager.filter(pk__in=pks).order_by("pk").values_list(*names))


def second_office(first: Office) -> tuple[Office, dict[str, Person]]:
    """A union that shares the registry of experts with the first, and nothing else."""
    union = Organisation.objects.create(
        kind="union", level="provincial", name="Liên hiệp Hội tỉnh Hai", symbol="LHH2", place="Hai"
    )
    investor = Organisation.objects.create(kind="investor", name="Công ty Của Tỉnh Hai")
    procedures = install_procedures(union)
    install_office(union)

    def person(name: str, body: Organisation, role: str) -> Person:
        made = Person.objects.create_user(f"{name}@hai.test", "x", name=f"Người {name}")
        Membership.objects.create(person=made, organisation=body, role=role)
        return made

    people = {role: person(role, union, role) for role in ("officer", "clerk", "leader", "administrator", "auditor")}
    people["proposer"] = person("proposer", investor, "proposer")
    people["expert"] = first.experts[-1]
    for role in ("officer", "leader"):
        Signatory.objects.create(person=people[role], union=union, title="Chủ tịch")
    office = replace(
        first, union=union, department=investor, investor=investor, investment=procedures["investment"],
        policy=procedures["policy"],
        officer=people["officer"], clerk=people["clerk"], leader=people["leader"], second_leader=people["leader"],
        administrator=people["administrator"], department_person=people["proposer"], investor_person=people["proposer"],
    )  # fmt: skip
    return office, people


def two_unions(first: Office) -> TwoUnions:
    """Two dossiers of the first union, one of them confidential and in review, one issued; a dossier of the second."""
    issued, reviewed = _walk(first, "issued"), _walk(first, "reviewing")
    Dossier.objects.filter(pk=reviewed.dossier.pk).update(confidential=True)
    second, people = second_office(first)
    _walk(second, "reviewing", chair=6)
    pair = TwoUnions(first, [issued, reviewed], second, people)
    pair.rows = owned(pair.anchors())
    mark(pair.rows)
    Event.objects.filter(dossier__in=pair.rows[Dossier]).exclude(reason="").update(reason=MARK)
    return pair


def _walk(office: Office, upto: str, chair: int = 0) -> Walk:
    walk = Walk(office, settle_inline)
    walk.submit(by=office.investor_person, procedure=office.investment, title=f"Dự án {upto}", location="Xã Thử")
    walk.do("check_completeness", office.officer, decision="accept")
    walk.do("propose_council", office.officer, seats=walk.seats(chair))
    walk.approve_council(office.leader)
    walk.accept_all()
    walk.review(walk.open_reviews()[0].seat.person)
    if upto == "reviewing":
        return walk
    walk.review(walk.open_reviews()[0].seat.person)
    walk.call_meeting()
    walk.hold_meeting()
    walk.draft()
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    walk.do("sign_opinion", office.leader, decision="approve")
    walk.issue()
    return walk
