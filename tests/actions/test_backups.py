"""When a backup is asked for, and who is told that there has been none."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from config import services
from consult import clock, tasks
from consult.actions import backups, jobs
from consult.models import Backup, Heartbeat, Job, Notification, OfficeSetup
from consult.queries.operations import installed_at

pytestmark = pytest.mark.django_db

NIGHT = datetime(2027, 3, 2, 2, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def place(settings, tmp_path) -> str:
    settings.BACKUP_TO = str(tmp_path)
    settings.DEMO = False
    return str(tmp_path)


def asked() -> set[str]:
    return set(Job.objects.filter(kind__in=["backup", "trial"]).values_list("key", flat=True))


def test_one_backup_a_night_and_one_trial_a_month(office, place):
    with clock.at(NIGHT):
        tasks.back_up()
        tasks.back_up()
    assert asked() == {"backup:2027-03-02"}
    made = Backup.objects.create(night=clock.day_of(NIGHT), place=place, made_at=NIGHT)
    with clock.at(NIGHT + timedelta(hours=1)):
        tasks.back_up()
    assert asked() == {"backup:2027-03-02", "trial:2027-03-02"}
    made.restored_at = NIGHT
    made.save()
    for hours, keys in ((12, 2), (23, 3), (31, 3)):
        with clock.at(NIGHT + timedelta(hours=hours)):
            tasks.back_up()
        assert len(asked()) == keys, hours
    Backup.objects.update(made_at=NIGHT + timedelta(days=31))
    with clock.at(NIGHT + timedelta(days=31, hours=1)):
        tasks.back_up()
    assert asked() - {"backup:2027-03-02", "trial:2027-03-02", "backup:2027-03-03"} == {"trial:2027-04-02"}


def test_what_cannot_be_made_now_is_tried_all_day_and_then_left_to_the_next(office, place):
    job = jobs.enqueue(Job.Kind.BACKUP, "backup:2027-03-02")
    fault = backups.BackupNotMadeError("CommandError: /mnt/nas is not there")
    for attempt in range(2 * jobs.MOST_ATTEMPTS):
        with clock.at(NIGHT + attempt * timedelta(hours=1)):
            claimed = jobs.claim(job.pk)
            assert claimed is not None
            backups.put_off(claimed, fault)
        job.refresh_from_db()
        assert (job.state, job.run_after) == ("waiting", NIGHT + attempt * timedelta(hours=1) + backups.AGAIN_AFTER)
    with clock.at(NIGHT + timedelta(days=1)):
        backups.put_off(jobs.claim(job.pk), fault)
    job.refresh_from_db()
    assert job.state == "cancelled"


def told(kind: str) -> list[tuple[object, dict]]:
    return [(notice.person, notice.data) for notice in Notification.objects.filter(kind=kind)]


def test_administrators_are_told_once_a_day_after_two_days_without(office, place):
    began = installed_at()
    with clock.at(began + timedelta(days=2)):
        tasks.back_up()
    assert told("no_backup") == []
    Backup.objects.create(night=clock.day_of(began), place=place, fault="the disk is not there")
    later = began + timedelta(days=2, minutes=1)
    with clock.at(later):
        tasks.back_up()
        tasks.back_up()
    assert told("no_backup") == [(office.administrator, {"days": 2, "fault": "the disk is not there"})]
    assert Job.objects.filter(kind="mail", notification__kind="no_backup").count() == 1
    with clock.at(later + timedelta(days=1)):
        tasks.back_up()
    assert len(told("no_backup")) == 2
    # A half one counts for nothing; one by another command does.
    Heartbeat.objects.create(name="backup", at=later + timedelta(days=1))
    with clock.at(later + timedelta(days=2)):
        tasks.back_up()
    assert len(told("no_backup")) == 2


def test_without_a_place_who_has_other_means_is_left_alone(office, settings):
    settings.BACKUP_TO = ""
    with clock.at(installed_at() + timedelta(days=3)):
        settings.DEMO = True
        tasks.back_up()
        assert told("no_backup_place") == []
        settings.DEMO = False
        row = OfficeSetup.objects.create(union=office.union, ticked=["backup"])
        tasks.back_up()
        assert told("no_backup_place") == []
        row.delete()
        tasks.back_up()
    assert told("no_backup_place") == [(office.administrator, {"days": 3})]
    assert asked() == set()


@pytest.mark.parametrize(
    "wrong", ["backups", "./backups", "s3://", "s3:///prefix", "/", "file:///srv", "/" + "x" * 300]
)
def test_a_place_that_is_none_stops_the_start(monkeypatch, wrong):
    monkeypatch.setenv("BACKUP_TO", wrong)
    with pytest.raises(ImproperlyConfigured):
        services.backup_place(Env())
