"""The browser is told which of the forms that it sent took effect, so that it keeps the text of the others."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from consult.demo.office import DEMO_PASSWORD

pytestmark = pytest.mark.django_db

MARK = "1764201600000-k2x9"


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def withdraw(walk, client: Client, mark: str = MARK, **fields):
    address = reverse("withdraw", args=[walk.dossier.pk])
    return client.post(
        address, {"reason": "Sẽ trình lại.", "sent_mark": mark, **fields}, HTTP_REFERER=f"http://testserver{address}"
    )


def told(answer) -> str | None:
    return answer.cookies["arrived"].value if "arrived" in answer.cookies else None


def test_what_took_effect_is_told_by_its_mark(walk):
    assert told(withdraw(walk, client_of(walk.office.investor_person))) == MARK


def test_a_form_that_comes_back_with_its_faults_has_not_arrived(walk):
    answer = withdraw(walk, client_of(walk.office.investor_person), reason="")
    assert answer.status_code == 422
    assert told(answer) is None


def test_several_windows_are_told_of_theirs(walk):
    proposer = client_of(walk.office.investor_person)
    proposer.cookies["arrived"] = ".".join([f"a{number}" for number in range(9)] + ["Not One"])
    assert told(withdraw(walk, proposer)) == ".".join([f"a{number}" for number in range(2, 9)] + [MARK])


def test_what_was_refused_has_not_arrived(walk):
    proposer = client_of(walk.office.investor_person)
    withdraw(walk, proposer)
    answer = withdraw(walk, proposer)
    assert answer.status_code in (302, 409)
    assert told(answer) is None


def test_nor_has_what_came_after_the_session(walk):
    answer = withdraw(walk, Client())
    assert answer.status_code == 302
    assert told(answer) is None


def test_nor_what_one_may_not_do(walk):
    answer = withdraw(walk, client_of(walk.office.experts[0]))
    assert answer.status_code in (403, 404)
    assert told(answer) is None


@pytest.mark.parametrize("mark", ["a; path=/", "x" * 41, "Mộc", "<b>"])
def test_a_mark_of_another_shape_is_not_repeated(office, mark):
    answer = Client().post(
        reverse("account_login"), {"login": office.officer.email, "password": DEMO_PASSWORD, "sent_mark": mark}
    )
    assert answer.status_code == 302
    assert told(answer) is None
