"""The side of each setting and office value on which something would be lost or let in: nought, nothing, for ever."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from consult import clock
from consult.actions import virus
from consult.actions.intake import draft_dossier
from consult.actions.retention import DEFAULT_DAYS, periods, purge
from consult.documents.grounds import grounds_in_force
from consult.models import ConfidentialAccess, Dossier, LegalGround, Notification, Retention

ROOT = Path(__file__).resolve().parents[1]
# One process tries them all: starting one for each would take longer than what they prove.
TRY_EACH = """
import importlib, os, sys
import config.services, config.settings
for word in sys.argv[1:]:
    name, value = word.split("=")
    os.environ[name] = value
    try:
        importlib.reload(config.settings)
        print(name)
    except Exception as fault:
        assert name in str(fault), fault
    del os.environ[name]
"""
ALWAYS_MORE_THAN_NOTHING = (
    "UPLOAD_FILE_LIMIT_MIB", "UPLOAD_DOSSIER_LIMIT_MIB", "RENDER_SECONDS", "RENDER_MEMORY_MIB", "RENDER_PAGES",
    "EMAIL_TIMEOUT_SECONDS", "SWEEP_SECONDS", "DISPATCH_AGAIN_SECONDS", "REMIND_SECONDS", "JOB_LEASE_SECONDS",
)  # fmt: skip
MAY_BE_NOTHING = ("PASSWORD_MAILS_PER_DAY", "TRUSTED_PROXIES")


def accepted(tmp_path: Path, *words: str) -> list[str]:
    """Which of the settings ``NAME=value`` the product starts with."""
    env = {**os.environ, "CONSULT_DATA_DIR": str(tmp_path), "CONSULT_ENV": "embedded"}
    shown = subprocess.run(
        [sys.executable, "-c", TRY_EACH, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert shown.returncode == 0, shown.stderr
    return shown.stdout.split()


def test_limits_and_leases_of_nothing_stop_the_start(tmp_path):
    assert accepted(tmp_path, *(f"{name}=0" for name in ALWAYS_MORE_THAN_NOTHING)) == []
    assert accepted(tmp_path, *(f"{name}=-1" for name in MAY_BE_NOTHING)) == []
    assert accepted(tmp_path, *(f"{name}=0" for name in MAY_BE_NOTHING)) == list(MAY_BE_NOTHING)


@pytest.fixture
def old_things(office, walk) -> Dossier:
    """A draft, notices and an opening, all of them fifty years old."""
    draft = draft_dossier(
        procedure=office.investment, proposer=office.investor, by=office.investor_person, title="Nháp"
    )
    ConfidentialAccess.objects.create(dossier=walk.dossier, person=office.leader, page="dossier")
    moment = clock.now() - timedelta(days=50 * 365)
    for model, field in ((Dossier, "created_at"), (Notification, "created_at"), (ConfidentialAccess, "at")):
        model.objects.update(**{field: moment})
    return draft


def kept(draft: Dossier) -> dict[str, bool]:
    return {
        "notices": Notification.objects.filter(dossier__isnull=False).exists(),
        "drafts": Dossier.objects.filter(pk=draft.pk).exists(),
        "openings": ConfidentialAccess.objects.exists(),
    }


@pytest.mark.parametrize("what", Retention.What.values)
def test_a_period_of_nought_keeps_for_ever(office, old_things, what):
    for one in Retention.What.values:
        Retention.objects.create(union=office.union, what=one, days=0 if one == what else 1)
    purge()
    assert kept(old_things) == {one: one == what for one in Retention.What.values}


def test_unless_an_office_says_otherwise_drafts_are_kept_for_ever(office, old_things):
    assert DEFAULT_DAYS["drafts"] == 0
    purge()
    assert kept(old_things)["drafts"]


def test_an_emptied_period_is_no_period(office, as_person):
    before = periods(office.union)
    answer = as_person(office.administrator).post(reverse("retention"), {"notices": "", "drafts": "", "openings": "1"})
    assert answer.status_code == 422
    assert periods(office.union) == before


def test_a_legal_ground_without_days_is_cited_always_and_one_that_has_ended_never(office):
    LegalGround.objects.filter(union=office.union).delete()
    today = clock.today()
    for text, first, last in (
        ("Căn cứ A", None, None),
        ("Căn cứ B", today, today),
        ("Căn cứ C", None, today - timedelta(days=1)),
        ("Căn cứ D", today + timedelta(days=1), None),
    ):
        LegalGround.objects.create(union=office.union, text=text, valid_from=first, valid_to=last)
    assert grounds_in_force(office.union, today) == ["Căn cứ A", "Căn cứ B"]


def test_without_clamd_nothing_is_asked_and_nothing_refused(settings):
    settings.CLAMD_ADDRESS = ""
    with (ROOT / "manage.py").open("rb") as stream:
        virus.refuse_virus(stream)
