"""An office that begins gets its tables at once, one that has been there goes step by step; both end alike."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from tests.migrated import StepByStep
from tests.states import copied, dropped, looking_into

pytestmark = pytest.mark.django_db(transaction=True)


def test_both_ways_to_the_tables_end_alike(tmp_path) -> None:
    begun = shape()
    empty = (
        f"{tmp_path}/steps.sqlite3" if connection.vendor == "sqlite" else copied("steps", str(tmp_path), "template1")
    )
    with looking_into(empty):
        steps = StepByStep(connection)
        newest = max(leaf for leaf in steps.loader.graph.leaf_nodes() if leaf[0] == "consult")
        steps.migrate([*steps.loader.graph.leaf_nodes(), newest])
        walked = shape()
    dropped(empty)
    assert len(begun) > 50
    for name in begun.keys() | walked.keys():
        assert begun.get(name) == walked.get(name), name


def shape() -> dict[str, object]:
    """Every table of ours with its columns, keys, checks and indexes; on PostgreSQL also triggers, functions and defaults."""
    found: dict[str, object] = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if not table.startswith("consult_"):
                continue
            # The last column says where it stands, which two ways need not agree on.
            columns = sorted(
                (one.name, str(one.type_code), one.null_ok, one.default, one.display_size)
                for one in connection.introspection.get_table_description(cursor, table)
            )
            keys = connection.introspection.get_constraints(cursor, table).items()
            found[table] = (columns, sorted(f"{called(name)} {sorted(key.items(), key=str)}" for name, key in keys))
        if connection.vendor == "postgresql":
            found |= {name: sorted(rows(cursor, query)) for name, query in CATALOGUE.items()}
    return found


def called(name: str) -> str:
    """The name of a key that a migration has given it; what Django or the database call it hangs on when it was made."""
    return "" if re.search(r"_[0-9a-f]{8}(_|$)|^__unnamed|_(pkey|key|check|fkey\\d*)$", name) else name


CATALOGUE = {
    "constraints": "SELECT conrelid::regclass, contype, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT tablename, regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON') FROM pg_indexes "
    "WHERE schemaname = 'public'",
    "triggers": "SELECT tgrelid::regclass, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE proname LIKE 'consult_%%'",
    "defaults": "SELECT adrelid::regclass, adnum, pg_get_expr(adbin, adrelid) FROM pg_attrdef "
    "WHERE adrelid::regclass::text NOT LIKE 'consult_%%'",
}


def rows(cursor, query: str) -> list[tuple[str, ...]]:
    cursor.execute(query)
    return [tuple(re.sub(r"\s+", " ", str(value)) for value in row) for row in cursor.fetchall()]
