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

from consult import clock
from consult.demo.dossiers import settle_inline
from consult.demo.office import Office, build_office
from consult.demo.walk import Walk
from consult.models import Person, SubjectArea
from tests.migrated import keep_migrated


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
    settings.STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    current_app.conf.broker_url = "memory://"
    DatabaseOperations.execute_sql_flush = empty_unguarded


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


@pytest.fixture
def office(db: None) -> Office:
    return build_office()


@pytest.fixture
def new_walk(office: Office) -> Callable[..., Walk]:
    """Makes walks; their papers are made in this process, by the function that the worker calls."""

    def make(title: str = "Dự án Cửa hàng xăng dầu thử nghiệm", *, policy: bool = False) -> Walk:
        walk = Walk(office, settle_inline)
        walk.submit(
            by=office.investor_person,
            procedure=office.policy if policy else office.investment,
            title=title,
            location="Xã Pơng Đrang, tỉnh Đắk Lắk",
            subject_areas=SubjectArea.objects.filter(name="Giao thông"),
        )
        return walk

    return make


@pytest.fixture
def walk(new_walk: Callable[..., Walk]) -> Walk:
    """A submitted dossier."""
    return new_walk()


@pytest.fixture
def in_council(walk: Walk) -> Walk:
    """A dossier whose council is to be proposed."""
    walk.do("check_completeness", walk.office.officer, decision="accept")
    return walk


@pytest.fixture
def reviewing(in_council: Walk) -> Walk:
    """A dossier whose two reviewers are invited."""
    in_council.do("propose_council", in_council.office.officer, seats=in_council.seats())
    in_council.approve_council(in_council.office.leader)
    return in_council


@pytest.fixture
def reviewed(reviewing: Walk) -> Walk:
    """A dossier whose reviews are in."""
    reviewing.accept_all()
    for review in reviewing.open_reviews():
        reviewing.review(review.seat.person)
    return reviewing


@pytest.fixture
def drafted(reviewed: Walk) -> Walk:
    """A dossier whose draft opinion waits for the chair."""
    reviewed.call_meeting()
    reviewed.hold_meeting()
    reviewed.draft()
    return reviewed


@pytest.fixture
def issued(drafted: Walk) -> Walk:
    """A dossier whose opinion is issued."""
    drafted.do("approve_opinion", drafted.seat("chair"), decision="approve")
    drafted.do("sign_opinion", drafted.office.leader, decision="approve")
    drafted.issue()
    return drafted


@pytest.fixture
def as_person() -> Callable[[Person], Client]:
    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in
