"""The flow, the access table, the pages and the procedure's days agree with each other."""

import ast
import re

import pytest
from django.apps import apps

from consult.access import CAPACITY_LABELS, TABLE, Capacity
from consult.actions.requestable import REQUESTABLE
from consult.documents import DEFINITIONS
from consult.forms import steps as step_forms
from consult.libraries.channels import KINDS
from consult.models import Channel, DocumentKind
from consult.models.fields import CodeField
from consult.rules.procedure import Days
from consult.texts import EVENTS, FORMER_EVENTS, NOTICES, OPEN_VERBS, UNION_EVENTS
from consult.views.steps import PAGES
from tests import words
from tools import documents
from workflows.dossier import DossierFlow
from workflows.nodes import HumanTask
from workflows.review import ReviewFlow
from workflows.viewflow_parts import nodes_of

pytestmark = pytest.mark.once

TEMPLATES = words.ROOT / "templates"
# Templates in the folder of the steps that are no step's own.
SHARED = {"base", "default", "opinion_decision"}
# Documents that belong to no dossier, and what documents share.
NO_DOCUMENTS = {"base", "draft", "register", "yearly_tasks", "demo_attachment"}
FROM_VIEWFLOW = {"status"}
HUMAN = [node for flow in (DossierFlow, ReviewFlow) for node in nodes_of(flow).values() if isinstance(node, HumanTask)]


def test_every_human_step_has_a_row_in_the_table_a_page_and_days():
    for node in HUMAN:
        assert f"task.{node.name}" in TABLE, node.name
        assert hasattr(Days(), node.days), node.name
        assert (node.name in PAGES) == (node.act is not None), node.name
    assert {f"task.{node.name}" for node in HUMAN} == {action for action in TABLE if action.startswith("task.")}


def test_every_human_step_has_working_days_of_its_own():
    # The office waits for reviews as long as a reviewer may write.
    own = [node.days for node in HUMAN if node.name != "collect_reviews"]
    assert sorted(own) == sorted(vars(Days()))


def test_whoever_a_step_waits_for_may_do_it():
    for node in HUMAN:
        if node.act is not None:
            granted = {who for grant in TABLE[f"task.{node.name}"] for who in grant.capacities}
            assert node.actor in granted, node.name
            assert any(node.stage in grant.stages for grant in TABLE[f"task.{node.name}"]), node.name


def test_every_kind_of_document_has_a_row_in_the_table_a_module_a_template_and_a_row_in_the_docs():
    kinds = set(DocumentKind.values)
    assert kinds == {action.removeprefix("document.") for action in TABLE if action.startswith("document.")}
    assert {kind: document.kind for kind, document in DEFINITIONS.items()} == {kind: kind for kind in kinds}
    assert kinds == {template.stem for template in (TEMPLATES / "documents").glob("*.html")} - NO_DOCUMENTS
    assert documents.PAGE.read_text() == documents.page()


def test_every_kind_of_document_is_made_somewhere():
    """Named in the source outside its own module: by the step or the act that makes it."""
    named = {
        node.attr
        for path, module in words.modules().items()
        if path.startswith(("consult/actions/", "workflows/"))
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "DocumentKind"
    }
    assert set(DocumentKind.names) == named


def test_a_new_code_of_an_enumeration_needs_no_migration():
    for model in apps.get_app_config("consult").get_models():
        for column in model._meta.local_fields:
            if column.choices and column.name not in FROM_VIEWFLOW:
                assert isinstance(column, CodeField), (model, column.name)
                assert "choices" not in column.deconstruct()[3]


def test_every_capacity_has_a_name():
    assert set(CAPACITY_LABELS) == set(Capacity)


def test_the_open_part_of_the_history_is_part_of_it():
    assert EVENTS.keys() >= OPEN_VERBS


def test_every_step_has_a_template_of_its_own_or_the_general_one():
    folder = TEMPLATES / "pages" / "steps"
    own = {template.stem for template in folder.iterdir()} - SHARED
    assert own <= PAGES.keys()
    assert (folder / "default.html").exists()


def test_every_form_of_a_step_is_shown_on_a_page():
    shown = {page.form.__name__ for page in PAGES.values()}
    assert set(step_forms.__all__) <= shown
    for page in PAGES.values():
        assert issubclass(page.form, step_forms.StepForm), page.form


def test_every_verb_of_a_dossiers_history_has_words_and_is_written_somewhere():
    written = words.words_given({"record": (1, "verb")})
    assert not written.unread
    assert set(written.known) == set(EVENTS)
    assert not EVENTS.keys() & FORMER_EVENTS.keys()


def test_every_verb_of_a_unions_history_has_words_and_is_written_somewhere():
    given = words.words_given({"record_of_union": (1, "verb")})
    # The administration writes what its models say that was ``written``.
    assert given.unread == {"consult/admin/guarded.py:_note"}
    returned = words.words_returned("written", 1)
    assert not returned.unread
    assert set(given.known) | set(returned.known) == set(UNION_EVENTS)


def test_every_kind_of_notice_has_words_and_is_given_somewhere():
    given = words.words_given({"notify": (1, "kind"), "notify_separately": (1, "kind"), "tell_at_once": (1, "kind")})
    # A step of the flow names the kind of its own notice.
    assert given.unread == {"workflows/nodes.py:create"}
    kept = words.words_kept("Notification", "kind")
    # What it is given, ``words_given`` reads.
    assert kept.unread <= {"consult/actions/accounts.py:tell_at_once"}
    assert set(given.known) | set(kept.known) | {node.notice for node in HUMAN} == set(NOTICES)


def test_whoever_may_ask_for_a_document_is_in_the_table():
    assert {asked.may for asked in REQUESTABLE.values()} <= TABLE.keys()
    assert REQUESTABLE.keys() <= set(DocumentKind.values)


def test_every_kind_of_channel_has_a_module():
    assert set(KINDS) == set(Channel.Kind.values)


def test_whatever_place_the_documentation_names_is_there():
    pages = [*words.ROOT.glob("*.md"), *(words.ROOT / "docs").rglob("*.md")]
    place = re.compile(r"`((?:consult|workflows|templates|tests|tools|config|deploy|docs|locale)/[\w./]*)`")
    named = [(page.name, name) for page in pages for name in place.findall(page.read_text())]
    assert len(set(named)) > 60
    assert [(page, name) for page, name in named if not (words.ROOT / name).exists()] == []


def test_no_recipe_has_more_than_seven_places():
    """What takes more is to be made simpler, not written down."""
    recipes = (words.ROOT / "CONTRIBUTING.md").read_text().partition("## Recipes")[2].partition("## Words")[0]
    assert max(int(number) for number in re.findall(r"^(\d+)\. ", recipes, re.MULTILINE)) <= 7
