"""Limits on what one address tries, and that no private part of allauth is needed for them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from consult.views.limits import Limit

ROOT = Path(__file__).resolve().parents[2]


@given(times=st.integers(0, 6), tried=st.lists(st.sampled_from(["10.0.0.1", "10.0.0.2", "::1"]), max_size=20))
def test_each_address_has_its_own_times_and_no_more(times, tried):
    cache.clear()
    limit = Limit("test", times, 600)
    for place, who in enumerate(tried):
        before = tried[:place].count(who)
        assert limit.left(who) == (before < times)
        assert limit.take(who) == (before < times)


def test_different_things_are_counted_apart_and_end_with_their_time():
    first, other = Limit("first", 1, 600), Limit("other", 1, 600)
    assert first.take("a")
    assert not first.take("a")
    assert other.take("a")
    # A window that is over at once.
    over = Limit("over", 1, 0)
    assert [over.take("a") for _ in range(3)] == [True, True, True]


def test_while_the_cache_is_away_nothing_is_counted(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"SOCKET_CONNECT_TIMEOUT": 1, "IGNORE_EXCEPTIONS": True},
        }
    }
    limit = Limit("test", 1, 600)
    assert [limit.take("a") for _ in range(3)] == [True, True, True]
    assert limit.left("a")


@pytest.mark.parametrize("folder", ["config", "consult", "workflows"])
def test_no_internal_module_of_allauth_is_imported(folder):
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            assert not (module or "").startswith("allauth") or "internal" not in module.split("."), path
