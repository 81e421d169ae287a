"""The newest migrations go back and forth; what each did to an office's data is among the longer proofs."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.migrated import StepByStep
from tests.states import copied, dropped, looking_into

pytestmark = pytest.mark.django_db(transaction=True)

NEWEST = 6


def test_the_newest_migrations_go_back_and_forth(tmp_path):
    database = copied("newest", str(tmp_path))
    with looking_into(database):
        [leaf] = [leaf for leaf in graph().leaf_nodes() if leaf[0] == "consult"]
        own = [node for node in graph().forwards_plan(leaf) if node[0] == "consult"]
        now = tables()
        migrate(own[-NEWEST - 1])
        assert now
        assert tables() != now
        migrate(leaf)
        assert tables() == now
    dropped(database)


def graph():
    return StepByStep(connection).loader.graph


def migrate(to):
    StepByStep(connection).migrate([to])


def tables():
    """The tables of the application, with their columns."""
    with connection.cursor() as cursor:
        return {
            name: sorted(column.name for column in connection.introspection.get_table_description(cursor, name))
            for name in connection.introspection.table_names(cursor)
            if name.startswith("consult_")
        }
