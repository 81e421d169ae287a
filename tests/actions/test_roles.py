"""What the database refuses to the role of web and workers, and what it refuses to everybody."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from psycopg.errors import InsufficientPrivilege

from consult import clock
from consult.actions.intake import draft_dossier
from consult.actions.retention import purge, set_periods
from consult.demo.walk import Walk
from consult.models import ConfidentialAccess, Dossier, Event, HistoryHead, Retention

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one file and no roles: no guards"),
]
KEPT = ("event", "historyhead", "register", "registerentry", "incomingletter", "confidentialaccess")


def execute(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # What the test wrote is settled, as after a commit.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement, values or None)


@pytest.fixture
def application(db: None, settings) -> Iterator[str]:
    """Everything from here on is asked of the database by the role that ``make_role`` makes."""
    role = f"consult_app_{secrets.token_hex(6)}"
    settings.DATABASE_APPLICATION_ROLE = role
    settings.DATABASE_APPLICATION_PASSWORD = "a password of this test"
    call_command("make_role", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL SESSION AUTHORIZATION {role}")
        yield role
        cursor.execute("RESET SESSION AUTHORIZATION")


def opening(walk: Walk, days_ago: float) -> ConfidentialAccess:
    at = clock.now() - timedelta(days=days_ago)
    return ConfidentialAccess.objects.create(dossier=walk.dossier, person=walk.office.officer, at=at, page="dossier")


def test_the_whole_procedure_needs_no_more_than_that_role_has(application, issued, capsys):
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    # As at the end of each act; within one, an event is written before it is sealed.
    execute("SET CONSTRAINTS ALL DEFERRED")
    assert issued.dossier.events.count() > 10
    draft = draft_dossier(
        procedure=issued.dossier.procedure,
        proposer=issued.dossier.proposer,
        by=issued.office.investor_person,
        title="x",
    )
    set_periods(
        union=issued.office.union, days={"drafts": 1, "notices": 1, "openings": 1}, by=issued.office.administrator
    )
    Dossier.objects.filter(pk=draft.pk).update(created_at=clock.now() - timedelta(days=2))
    opening(issued, 3)
    purge()
    assert not Dossier.objects.filter(pk=draft.pk).exists()
    assert not ConfidentialAccess.objects.exists()
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    call_command("verify_history")
    assert "whole" in capsys.readouterr().out


@pytest.mark.parametrize(
    "statement",
    [
        *[f"TRUNCATE consult_{table} CASCADE" for table in (*KEPT, "dossier", "person", "ballot")],
        "ALTER TABLE consult_event DISABLE TRIGGER ALL",
        "ALTER TABLE consult_historyhead DISABLE TRIGGER consult_head_guard",
        "DROP TRIGGER consult_log_guard ON consult_confidentialaccess",
        "DROP FUNCTION consult_kept_guard() CASCADE",
        "CREATE OR REPLACE FUNCTION consult_kept_guard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "DROP TABLE consult_event CASCADE",
        "ALTER TABLE consult_event ADD COLUMN x text",
        "CREATE TRIGGER x BEFORE INSERT ON consult_event FOR EACH ROW EXECUTE FUNCTION consult_kept_guard()",
        "CREATE TABLE x (y text)",
        "CREATE TEMPORARY TABLE consult_event (y text)",
        "CREATE SCHEMA x",
        "SET session_replication_role = replica",
        "SET ROLE pg_database_owner",
        "COPY consult_event TO PROGRAM 'true'",
        "COPY consult_event FROM '/etc/hostname'",
        "CREATE ROLE x",
        "CREATE EXTENSION pg_trgm",
        "DELETE FROM django_migrations",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('consult', '9999_x', now())",
    ],
)
def test_the_role_of_web_and_workers_cannot_undo_the_guards(application, statement):
    with pytest.raises(ProgrammingError) as refused:
        execute(statement)
    assert isinstance(refused.value.__cause__, InsufficientPrivilege)


def test_nor_may_it_become_the_owner(application):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'consult_event'")
        (owner,) = cursor.fetchone()
        cursor.execute("SELECT bool_or(rolsuper OR rolcreaterole) FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
    assert owner != application
    with pytest.raises(DatabaseError):
        execute(f"SET ROLE {owner}")


@pytest.mark.parametrize("table", [*KEPT, "dossier"])
def test_not_even_the_owner_empties_a_table_that_is_kept(db, table):
    with pytest.raises(IntegrityError, match="never emptied"):
        execute(f"TRUNCATE consult_{table} CASCADE")


def test_the_head_of_a_history_only_follows_its_events(application, walk):
    head = HistoryHead.objects.get(dossier=walk.dossier)
    first = walk.dossier.events.get(position=1)
    other = HistoryHead.objects.filter(pk=head.pk)
    for act in (
        head.delete,
        lambda: other.update(length=0, hash=""),
        lambda: other.update(length=1, hash=first.hash),
        lambda: other.update(hash="0" * 64),
        lambda: other.update(length=head.length + 1),
        lambda: HistoryHead.objects.create(dossier_id=head.dossier_id + 1, length=1, hash="x"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    head.refresh_from_db()
    assert head.hash == Event.objects.get(dossier=walk.dossier, position=head.length).hash


@pytest.mark.parametrize(
    ("days", "old", "goes"),
    [(None, 3000, False), (None, 3700, True), (30, 10, False), (30, 40, True), (0, 9000, False)],
)
def test_the_access_log_goes_only_when_its_period_is_over(application, walk, days, old, goes):
    if days is not None:
        Retention.objects.create(union=walk.dossier.union, what="openings", days=days)
    row = opening(walk, old)
    if goes:
        row.delete()
        assert not ConfidentialAccess.objects.exists()
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    assert ConfidentialAccess.objects.get().pk == row.pk


def test_the_access_log_is_not_rewritten(application, walk):
    row = opening(walk, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConfidentialAccess.objects.filter(pk=row.pk).update(at=clock.now() - timedelta(days=9000))


def test_a_role_that_could_undo_the_guards_is_not_taken(db, settings):
    settings.DATABASE_APPLICATION_PASSWORD = ""
    role = f"consult_big_{secrets.token_hex(6)}"
    execute(f"CREATE ROLE {role} CREATEROLE")
    for name, said in (
        (role, "more than"),
        (f"{role}_none", "does not exist"),
        (connection.settings_dict["USER"], "owns"),
    ):
        settings.DATABASE_APPLICATION_ROLE = name
        with pytest.raises(CommandError, match=said):
            call_command("make_role", verbosity=0)


def test_a_role_that_somebody_else_made_gets_what_it_needs(db, settings):
    settings.DATABASE_APPLICATION_PASSWORD = ""
    settings.DATABASE_APPLICATION_ROLE = role = f"consult_own_{secrets.token_hex(6)}"
    execute(f"CREATE ROLE {role} LOGIN")
    call_command("make_role", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'consult_job', 'UPDATE')", [role])
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT has_table_privilege(%s, 'consult_job', 'TRUNCATE')", [role])
        assert cursor.fetchone() == (False,)
