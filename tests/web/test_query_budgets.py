"""What every address asks of the database: as much of an office with many rows as of one with few."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult.demo.walk import Walk
from consult.models import Task
from consult.urls import addresses
from tests.crowd import more_attachments, more_dossiers, more_experts, more_in_dossier, more_in_office
from tests.web.test_access_urls import (
    EXPECTED,
    World,
    channel_of,
    proof_of,
    question_of,
    request_of,
    slot_of,
    tie_of,
    world,
)

__all__ = ["world"]

pytestmark = pytest.mark.django_db

# Queries of one request at most; more only where a page says everything of a dossier, or an act writes many rows.
USUAL = 40
MORE = {
    ("personal_data", "GET"): 65, ("personal_data", "POST"): 65, ("discard", "POST"): 45,
    # Both unions' histories are written, and the lower one's leaders told.
    ("confirm_lower", "POST"): 55, ("drop_lower", "POST"): 55,
    ("replace_reviewer", "GET"): 50, ("replace_reviewer", "POST"): 50, ("excuse_reviewer", "POST"): 50,
    # The whole act is rehearsed, and taken back.
    ("preview_department", "POST"): 50, ("preview_copy", "POST"): 50,
    # Each step that is open ends, with its notices.
    ("cancel", "POST"): 200, ("withdraw", "POST"): 200,
}  # fmt: skip
OF_A_PREVIEW = 105
# Whoever sees most is asked for: a page without rows would say nothing.
ORDER = ["officer", "leader", "clerk", "administrator", "auditor", "reviewer", "member", "chair", "proposer"]
FEW, MANY = 3, 25


def grow(world: World, times: int) -> None:
    more_dossiers(world.walk, times)
    more_experts(world.walk, times)
    more_in_dossier(world.walk, times)
    more_in_office(world.walk, times)


def asked(world: World, name: str, method: str, arguments: list[Any]) -> int:
    """The queries of one request, which is taken back; 0 where nobody may ask it now."""
    who = next((who for who in ORDER if who in EXPECTED[name].allowed), None)
    if who is None:
        return 0
    client = Client()
    client.force_login(world.people[who])
    address = reverse(name, args=arguments)
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address) if method == "GET" else client.post(address, EXPECTED[name].post or {})
            if answer.streaming:
                b"".join(answer)
        transaction.set_rollback(True)
    assert answer.status_code < 500, name
    return len(queries)


def taken(method: str) -> list[str]:
    return sorted(
        str(pattern.name)
        for pattern in addresses()
        if method in getattr(pattern.callback, "methods", frozenset({"GET", "POST"}))
    )


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_address_asks_more_where_there_is_more(world, method):
    for made in (tie_of, proof_of, slot_of, question_of, request_of, channel_of):
        made(world)
    grow(world, FEW)
    arguments = {name: EXPECTED[name].arguments(world) for name in taken(method)}
    few = {name: asked(world, name, method, where) for name, where in arguments.items()}
    grow(world, MANY)
    many = {name: asked(world, name, method, where) for name, where in arguments.items()}
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}
    assert {name: few[name] for name in few if few[name] > MORE.get((name, method), USUAL)} == {}


def asked_at_steps(walk: Walk) -> dict[str, int]:
    """The queries of each open step's page, as whoever holds it or may take it sees it."""
    found = {}
    for task in Task.objects.filter(dossier=walk.dossier, finished=None).exclude(node=""):
        for person in {task.assignee, walk.office.officer, walk.office.leader, walk.office.clerk} - {None}:
            client = Client()
            client.force_login(person)
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(reverse("task", args=[task.pk]))
            if answer.status_code == 200:
                found[f"{task.node} of {person}"] = len(queries)
    return found


def holds(walk: Walk) -> None:
    more_attachments(walk, FEW)
    more_experts(walk, FEW)
    asked_at_steps(walk)
    few = asked_at_steps(walk)
    assert few
    more_attachments(walk, MANY)
    more_experts(walk, MANY)
    many = asked_at_steps(walk)
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}
    assert max(few.values()) <= USUAL, few


def test_checking_and_correcting_ask_no_more(walk):
    holds(walk)


def test_forming_a_council_asks_no_more(in_council):
    holds(in_council)


def test_calling_the_council_asks_no_more(reviewed):
    holds(reviewed)


def test_approving_signing_and_issuing_ask_no_more(drafted):
    holds(drafted)
    drafted.do("approve_opinion", drafted.seat("chair"), decision="approve")
    holds(drafted)
    drafted.do("sign_opinion", drafted.office.leader, decision="approve")
    holds(drafted)


def asked_for_a_preview(walk: Walk) -> int:
    client = Client()
    client.force_login(walk.seat("chair"))
    address = reverse("preview_step", args=[walk.task("approve_opinion").pk])
    with CaptureQueriesContext(connection) as queries:
        assert len(client.post(address, {"decision": "approve"}).context["shown"]) == 1
    return len(queries)


def test_looking_at_a_document_asks_no_more(drafted):
    """The act is done and taken back, with the steps that lead to the document."""
    asked_for_a_preview(drafted)
    few = asked_for_a_preview(drafted)
    more_attachments(drafted, MANY)
    more_experts(drafted, MANY)
    assert asked_for_a_preview(drafted) <= few <= OF_A_PREVIEW
