"""The page of permissions is what the table says, asked at every stage and step."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from consult.access import Capacity, Decision, capacities_of, check, organisations_as, refusal, require, roles
from consult.models import Dossier, Procedure
from consult.refusals import ActionError, NotAllowed
from tools.permissions import PAGE, page

from . import why_not


def dossier(stage: str, step: str = "", **values: object) -> Dossier:
    return Dossier(procedure=Procedure(config={}), stage=stage, step=step, **values)


def asked(action: str, capacities: set[Capacity], of: Dossier) -> Decision:
    return check(AnonymousUser(), action, of, frozenset(capacities))


def test_the_page_says_what_the_table_answers():
    """A change of the table that was meant: ``python -m tools.write_docs``, and read what changed."""
    assert PAGE.read_text() == page()


def test_each_refusal_says_which_of_four_it_is():
    drafting = dossier("opinion", "draft_opinion")
    assert why_not(asked("dossier.view", set(), drafting)) == "no_part"
    assert why_not(asked("dossier.cancel", {Capacity.CLERK}, drafting)) == "role"
    assert why_not(asked("dossier.submit", {Capacity.PROPOSER}, drafting)) == "not_now"
    assert why_not(asked("dossier.submit", {Capacity.PROPOSER}, dossier("closed", outcome="withdrawn"))) == "closed"
    assert why_not(asked("dossier.cancel", {Capacity.LEADER}, dossier("closed", outcome="archived"))) == "closed"
    with pytest.raises(KeyError):
        asked("dossier.sell", {Capacity.LEADER}, drafting)


def test_of_several_capacities_the_first_of_the_table_that_fits_the_moment_goes_into_the_record():
    capacities = {Capacity.SECRETARY, Capacity.OFFICER}
    drafting = dossier("opinion", "draft_opinion")
    assert asked("task.draft_opinion", capacities, drafting) == Decision(True, capacity="officer")
    assert asked("task.draft_opinion", {Capacity.SECRETARY}, drafting).capacity == "secretary"
    # The first row holds only in a draft; the second does.
    supplying = dossier("intake", "supply_supplement")
    assert asked("file.add", {Capacity.PROPOSER}, supplying).capacity == "proposer"
    assert why_not(asked("file.add", {Capacity.PROPOSER}, dossier("intake", "check_completeness"))) == "not_now"


def test_what_another_time_might_allow_is_told_on_the_page_and_the_rest_is_forbidden():
    for code, kind in {"not_now": ActionError, "closed": ActionError, "done_already": ActionError, "role": NotAllowed,
                       "no_part": NotAllowed, "own_draft": NotAllowed}.items():  # fmt: skip
        raised = refusal(Decision(False, code, "Vì sao"))
        assert type(raised) is kind
        assert raised.code == code
        assert "Vì sao" in str(raised)
    given = Decision(True, capacity="clerk")
    assert require(given) is given


def test_whoever_has_not_signed_in_has_no_role_and_no_capacity():
    nobody = AnonymousUser()
    assert roles(nobody) == {}
    assert organisations_as(nobody, "officer", "leader") == []
    assert capacities_of(nobody, dossier("review")) == frozenset()
    assert not Decision(False)
    assert Decision(True)
