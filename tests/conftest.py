"""What the tests share: a demo office, walks through the real flow, pages seen by somebody."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connections, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from consult import clock
from consult.demo.office import Office, build_office
from consult.demo.walk import Walk
from consult.models import Person
from tests.migrated import keep_migrated
from tests.states import STATES, WAYS, State, States, looking_into, submitted


def pytest_configure(config: pytest.Config) -> None:
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3") and not config.getoption("reuse_db"):
        # A file of this run's own: two runs in one working copy do not meet.
        own = tempfile.mkdtemp(prefix="consult-test-")
        config.add_cleanup(partial(shutil.rmtree, own, ignore_errors=True))
        database["TEST"]["NAME"] = f"{own}/test.sqlite3"
    if hasattr(config, "cache"):
        keep_migrated(config.cache.mkdir("migrated"))
    # How long an example takes depends on what else the machine does; it says nothing of the rule.
    hypothesis_settings.register_profile("untimed", deadline=None)
    hypothesis_settings.load_profile("untimed")
    # Hashing passwords slowly is right in production and only slow here.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Typesetting before each act is slow here; test_trials.py tests it.
    settings.TRIAL_RENDERING = False
    settings.CACHES["previews"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "previews"}
    settings.STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    current_app.conf.broker_url = "memory://"
    DatabaseOperations.execute_sql_flush = empty_unguarded


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL nothing runs again that is marked as running once: only its writer knows what the database is to it."""
    if connections["default"].vendor != "postgresql":
        return
    once = [item for item in items if item.get_closest_marker("once")]
    config.hook.pytest_deselected(items=once)
    items[:] = [item for item in items if item not in once]


def empty_unguarded(operations: DatabaseOperations, statements: list[str]) -> None:
    """Empty the tables after a test that committed: as the cluster's superuser, whom alone no guard of theirs stops."""
    using = operations.connection.alias
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    with translation.override("vi"):
        yield


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """Sign-in limits count in the cache; what one test used up is not another's."""
    cache.clear()


# Hours at which Việt Nam's day is not that of UTC, and at which it is; and both around New Year.
HOURS = {
    "00:03": datetime(2026, 11, 25, 0, 3, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
    "06:30": datetime(2026, 11, 25, 6, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
    "23:58": datetime(2026, 11, 25, 23, 58, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
    "New Year's Eve, 23:58": datetime(2026, 12, 31, 23, 58, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
    "New Year, 00:03": datetime(2027, 1, 1, 0, 3, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
}


@pytest.fixture(params=HOURS.values(), ids=HOURS.keys())
def any_hour(request: pytest.FixtureRequest) -> Iterator[datetime]:
    """Runs what asks for it at each of ``HOURS``: whatever deals with days does so in Việt Nam's."""
    with clock.at(request.param):
        yield request.param


@pytest.fixture(scope="session")
def states(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[States]:
    built = States(str(tmp_path_factory.mktemp("states")))
    yield built
    with django_db_blocker.unblock():
        built.forget()


@pytest.fixture
def built(request: pytest.FixtureRequest, states: States, django_db_blocker: DjangoDbBlocker) -> Iterator[State | None]:
    """The farthest state that the test asks for, its database being looked into; None where the test builds it itself."""
    wanted = states.wanted(request)
    if not wanted:
        yield None
        return
    with django_db_blocker.unblock():
        known = states.of(wanted)
        with looking_into(known.database):
            yield known


@pytest.fixture
def _django_db_helper(built: State | None, _django_db_helper: None) -> None:
    """As pytest-django has it, in the database of the state."""


@pytest.fixture
def taken(db: None, built: State | None) -> Office | Walk | None:
    """Handles to the state, of the test's own."""
    return built.taken() if built else None


@pytest.fixture
def built_now() -> None:
    """For tests that count seconds since their state was made."""


@pytest.fixture
def office(taken: Office | Walk | None) -> Office:
    if isinstance(taken, Walk):
        return taken.office
    return taken or build_office()


@pytest.fixture
def new_walk(office: Office) -> Callable[..., Walk]:
    """Makes walks; see ``states.submitted``."""
    return partial(submitted, office)


@pytest.fixture
def walk(taken: Office | Walk | None, new_walk: Callable[..., Walk]) -> Walk:
    """A submitted dossier."""
    return taken if isinstance(taken, Walk) else new_walk()


def _led_to(name: str, before: str, what: str) -> Callable[..., Walk]:
    # Whoever asks for it asks for the database, and is seen to before anything runs: what is set up hangs on that.
    def fixture(request: pytest.FixtureRequest, db: None, built: State | None) -> Walk:
        walk: Walk = request.getfixturevalue(before)
        if built is None or STATES.index(built.name) < STATES.index(name):
            WAYS[name](walk)
        return walk

    fixture.__doc__ = what
    return pytest.fixture(fixture, name=name)


in_council = _led_to("in_council", "walk", "A dossier whose council is to be proposed.")
reviewing = _led_to("reviewing", "in_council", "A dossier whose two reviewers are invited.")
reviewed = _led_to("reviewed", "reviewing", "A dossier whose reviews are in.")
drafted = _led_to("drafted", "reviewed", "A dossier whose draft opinion waits for the chair.")
issued = _led_to("issued", "drafted", "A dossier whose opinion is issued.")


@pytest.fixture
def as_person() -> Callable[[Person], Client]:
    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in
