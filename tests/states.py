"""States from which many tests begin: an office, a submitted dossier, an issued opinion. Built once for each worker of a run.

Each lies in a database of its own, copied from the migrated one and built upon with the real actions. A test looks into the
one that it asks for and its transaction is rolled back at the end, so that the next finds it as it was. A test that commits, or
whose clock stands elsewhere, builds its state itself.
"""

from __future__ import annotations

import copy
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.db import connection, transaction
from django.utils import translation

from consult import clock
from consult.demo.dossiers import settle_inline
from consult.demo.office import Office, build_office
from consult.demo.walk import Walk
from consult.models import Person, Procedure, SubjectArea

# Who asks for one of these builds the state itself: it commits, has another time, or counts seconds since the state was made.
BUILT_BY_THE_TEST = {"transactional_db", "live_server", "any_hour", "built_now"}


def submitted(
    office: Office,
    title: str = "Dự án Cửa hàng xăng dầu thử nghiệm",
    *,
    procedure: Procedure | None = None,
    by: Person | None = None,
    kind: str = "advice",
) -> Walk:
    """A submitted dossier; its documents are made in this process, by the function that the worker calls."""
    walk = Walk(office, settle_inline)
    walk.submit(
        by=by or office.investor_person,
        procedure=procedure or office.investment,
        title=title,
        location="Xã Pơng Đrang, tỉnh Đắk Lắk",
        subject_areas=SubjectArea.objects.filter(name="Giao thông"),
        kind=kind,
    )
    return walk


def accept(walk: Walk) -> None:
    walk.do("check_completeness", walk.office.officer, decision="accept")


def invite(walk: Walk) -> None:
    walk.do("propose_council", walk.office.officer, seats=walk.seats())
    walk.approve_council(walk.office.leader)


def review(walk: Walk) -> None:
    walk.accept_all()
    for written in walk.open_reviews():
        walk.review(written.seat.person)


def meet_and_draft(walk: Walk) -> None:
    walk.call_meeting()
    walk.hold_meeting()
    walk.draft()


def issue(walk: Walk) -> None:
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    walk.do("sign_opinion", walk.office.leader, decision="approve")
    walk.issue()


# How far a dossier has come, and what leads there from the one before.
WAYS: dict[str, Callable[[Walk], None]] = {
    "in_council": accept,
    "reviewing": invite,
    "reviewed": review,
    "drafted": meet_and_draft,
    "issued": issue,
}
STATES = ["office", "walk", *WAYS]


def build(name: str) -> Office | Walk:
    """The state of this name, from nothing."""
    state: Office | Walk | None = None
    for reached in STATES[: STATES.index(name) + 1]:
        state = carried(state, reached)
    assert state is not None
    return state


def carried(before: Office | Walk | None, name: str) -> Office | Walk:
    """The state of this name, from the one before it."""
    if before is None:
        return build_office()
    if isinstance(before, Office):
        return submitted(before)
    WAYS[name](before)
    return before


@dataclass
class State:
    """A state as it was built: its database, the handles to it, its files, and the day (Việt Nam's) on which it was built."""

    name: str
    database: str
    handles: Office | Walk
    day: date
    files: dict[str, bytes] = field(default_factory=dict)

    def taken(self) -> Office | Walk:
        """Handles of a test's own; what an earlier test did to the files is undone."""
        for name, content in self.files.items():
            if default_storage.exists(name):
                with default_storage.open(name) as file:
                    if file.read() == content:
                        continue
                default_storage.delete(name)
            default_storage.save(name, ContentFile(content))
        return copy.deepcopy(self.handles)


class States:
    """The states that this worker has built so far, each upon the one before it."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.built: dict[str, State] = {}

    def wanted(self, request: pytest.FixtureRequest) -> str:
        """The farthest state that a test asks for; empty where it builds it itself."""
        marker = request.node.get_closest_marker("django_db")
        if BUILT_BY_THE_TEST & set(request.fixturenames) or (marker and marker.kwargs.get("transaction")):
            return ""
        return next((name for name in reversed(STATES) if name in request.fixturenames), "")

    def of(self, name: str) -> State:
        """The state of this name, built today."""
        known = self.built.get(name)
        if known is None or known.day != clock.today():
            known = self.built[name] = self._build(name, f"{name}-{len(self.built)}-{clock.today():%j}")
        return known

    def forget(self) -> None:
        """Drop what lies beside the test database in its cluster; files go with the folder."""
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                for state in self.built.values():
                    cursor.execute(f'DROP DATABASE IF EXISTS "{state.database}"')

    def _build(self, name: str, label: str) -> State:
        earlier = self.of(STATES[STATES.index(name) - 1]) if name != STATES[0] else None
        before = set(_names(default_storage))
        database = copied(label, self.folder, earlier and earlier.database)
        with looking_into(database), translation.override("vi"):
            with transaction.atomic():
                handles = carried(earlier and earlier.taken(), name)
                # Nobody is called: each test does, or does not, what its jobs wait for.
                connection.run_on_commit.clear()
            files = dict(earlier.files) if earlier else {}
            for stored in set(_names(default_storage)) - before:
                with default_storage.open(stored) as file:
                    files[stored] = file.read()
        return State(name, database, handles, clock.today(), files)


@contextmanager
def looking_into(database: str) -> Iterator[None]:
    """Let the connection lead into another database."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def copied(label: str, folder: str, source: str | None = None) -> str:
    """A copy of a database – the test database itself, unless another is named – and what it is called."""
    source = source or connection.settings_dict["NAME"]
    connection.close()
    if connection.vendor == "sqlite":
        target = f"{folder}/{label}.sqlite3"
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
        return target
    target = f"{connection.settings_dict['NAME']}_{label}".replace("-", "_")
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}"')
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    return target


def dropped(database: str) -> None:
    """Away with a copy; a file goes with its folder."""
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{database}"')


def _names(storage: Storage, folder: str = "") -> Iterator[str]:
    folders, files = storage.listdir(folder or ".") if folder or storage.exists(".") else ([], [])
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + name for name in files)
    for inner in folders:
        yield from _names(storage, prefix + inner)
