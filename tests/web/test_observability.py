"""What programs and administrators see of the system: health, metrics, logs, the page of stuck and failed things."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from datetime import date, timedelta

import pytest
from celery import current_app
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from config.observability import logging as log_settings
from config.observability import scrubbed, without_people
from consult import clock, tasks
from consult.actions import jobs
from consult.models import Backup, Heartbeat, Job, Membership, Notification, Organisation, Person, Task
from consult.queries.operations import HEARTBEAT_LIMITS, heartbeats, installed_at, stuck_dossiers

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- health
def test_health_answers_by_any_name_and_without_tls(settings):
    settings.SECURE_SSL_REDIRECT = True
    for address in ("/healthz", "/readyz"):
        answer = Client().get(address, headers={"host": "10.0.0.7:8000"})
        assert answer.status_code == 200, address
        assert "Set-Cookie" not in answer.headers


def test_not_ready_while_tables_are_missing():
    rows = MigrationRecorder.Migration.objects.filter(app="consult")
    rows.filter(name=max(rows.values_list("name", flat=True))).delete()
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": "waits for migrate"})
    assert Client().get("/healthz").status_code == 200


def test_not_ready_without_a_database(monkeypatch):
    def gone(_self):
        raise DatabaseError("gone")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", gone)
    assert Client().get("/readyz").status_code == 503


# ---------------------------------------------------------------- metrics
def metrics(token: str) -> dict[str, float]:
    answer = Client().get(reverse("metrics"), headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    return {
        f"{sample.name}{sorted(sample.labels.values())}": sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def test_metrics_want_their_token(settings):
    for configured, shown in (("", ""), ("secret", ""), ("secret", "other"), ("", "secret")):
        settings.METRICS_TOKEN = configured
        answer = Client().get(reverse("metrics"), headers={"authorization": f"Bearer {shown}"})
        assert answer.status_code == 404


def test_metrics_tell_how_the_work_is_going(walk, settings):
    settings.METRICS_TOKEN = "secret"
    Job.objects.filter(kind="mail").update(run_after=timezone.now() - timedelta(hours=1))
    waiting = Job.objects.filter(kind="mail").count()
    before = metrics("secret")
    assert before["consult_jobs_open['render']"] == 1
    assert before["consult_jobs_open['mail']"] == waiting > 0
    assert before["consult_mails_late[]"] == waiting
    assert before["consult_dossiers['intake']"] == 1
    assert "consult_sweep_lag_seconds[]" not in before
    tasks.work_off()
    tasks.sweep()
    after = metrics("secret")
    assert after["consult_jobs_open['render']"] == after["consult_jobs_open['mail']"] == 0
    assert 0 < after["consult_render_mean_seconds[]"] <= after["consult_render_longest_seconds[]"] < 60
    assert 0 <= after["consult_sweep_lag_seconds[]"] < 60
    assert after["consult_oldest_job_seconds[]"] == 0


# ---------------------------------------------------------------- logs
@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("mail to nguyen.van-a+x@so.daklak.gov.vn failed", "mail to …@… failed"),
        ("Not Found: /password/set/3-abc123-def/", "Not Found: /password/set/…"),
        ("Not Found: /Workshop/abc:def/further", "Not Found: /Workshop/…"),
        ("to /sign-in/?next=%2Fanswer%2Fabcdef%2F&x=1", "to /sign-in/?next=%2Fanswer%2F…&x=1"),
        ('"GET /v/ABCD1234EFGH5678/ HTTP/1.1"', '"GET /v/… HTTP/1.1"'),
        ("job render:5 done", "job render:5 done"),
    ],
)
def test_logs_hold_no_addresses_of_people_and_no_keys(line, kept):
    assert scrubbed(line) == kept


def test_a_line_of_the_log_is_json_with_the_request_it_belongs_to(settings):
    stream = io.StringIO()
    chosen = log_settings(level="INFO", form="json")
    chosen["handlers"]["console"]["stream"] = stream
    chosen["loggers"] = {"consult.requests": {"level": "INFO"}}
    logging.config.dictConfig(chosen)
    try:
        answer = Client().get(
            reverse("verify_code", args=["ABCD1234EFGH5678"]), headers={"x-request-id": "abcdef123456"}
        )
        logging.getLogger("consult.x").error("for %s", "ai@do.vn")
        try:
            raise ValueError("ai@do.vn")
        except ValueError:
            logging.getLogger("consult.x").exception("broke")
    finally:
        logging.config.dictConfig(settings.LOGGING)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    request = next(line for line in lines if line["logger"] == "consult.requests")
    assert (request["request_id"], request["page"], request["status"]) == ("abcdef123456", "verify_code", 404)
    assert answer["X-Request-ID"] == "abcdef123456"
    assert "ABCD1234" not in stream.getvalue()
    assert "ai@do.vn" not in stream.getvalue()


def test_a_request_id_that_is_none_is_not_taken_over():
    answer = Client().get("/sign-in/", headers={"x-request-id": 'x"} {"level": "forged'})
    assert answer["X-Request-ID"].isalnum()


def test_sentry_is_told_of_faults_and_not_of_people():
    event = {
        "request": {
            "url": "https://consult.vn/password/set/3-abc-def/", "method": "POST", "cookies": {"sessionid": "x"},
            "headers": {"Cookie": "x"}, "data": {"password": "x"}, "env": {"REMOTE_ADDR": "10.0.0.1"}, "query_string": "a=b",
        },
        "user": {"email": "ai@do.vn"},
        "exception": {"values": [{"type": "ValueError", "value": "no mail to ai@do.vn"}]},
    }  # fmt: skip
    sent = without_people(event, None)
    assert sent["request"] == {"url": "https://consult.vn/password/set/…", "method": "POST"}
    assert "user" not in sent
    assert "ai@do.vn" not in str(sent)


# ---------------------------------------------------------------- the administrator's page
def test_failed_work_is_shown_with_its_reason_and_tried_again(walk, as_person):
    job = Job.objects.get(kind="render")
    Job.objects.filter(pk=job.pk).update(state="failed", error="OSError: the store is full", attempts=6)
    client = as_person(walk.office.administrator)
    page = client.get(reverse("operations")).content.decode()
    assert "OSError: the store is full" in page
    assert walk.dossier.code in page
    answer = client.post(reverse("retry_job", args=[job.pk]), {"next": "operations"})
    assert answer.headers["Location"] == reverse("operations")
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("waiting", 0)
    assert "the store is full" not in client.get(reverse("operations")).content.decode()


def test_a_stuck_dossier_is_shown_and_a_running_one_is_not(walk, as_person):
    unions = [walk.office.union.pk]
    assert list(stuck_dossiers(unions)) == []
    Task.objects.filter(dossier=walk.dossier, status="NEW").update(status="CANCELED")
    assert list(stuck_dossiers(unions)) == [walk.dossier]
    page = as_person(walk.office.administrator).get(reverse("operations")).content.decode()
    assert walk.dossier.title in page
    assert "việc chạy định kỳ" in page.lower()


def test_a_dossier_that_waits_for_a_document_is_not_stuck_until_the_document_is_given_up(in_council):
    office = in_council.office
    in_council.settle = lambda _dossier: None
    in_council.do("propose_council", office.officer, seats=in_council.seats())
    in_council.approve_council(office.leader)
    assert list(stuck_dossiers([office.union.pk])) == []
    Job.objects.filter(task__isnull=False).exclude(state="done").update(state="failed")
    assert list(stuck_dossiers([office.union.pk])) == [in_council.dossier]


def test_heartbeats_that_are_late_are_marked(office, as_person):
    client = as_person(office.administrator)
    began = installed_at()
    with clock.at(began + timedelta(days=30)):
        assert client.get(reverse("operations")).content.decode().count("quá hạn") == len(Heartbeat.Name)
    for name in Heartbeat.Name:
        jobs.note_heartbeat(name)
    assert client.get(reverse("operations")).content.decode().count("quá hạn") == 0
    Heartbeat.objects.filter(name="backup").update(at=timezone.now() - timedelta(days=3))
    assert client.get(reverse("operations")).content.decode().count("quá hạn") == 1


def test_a_fresh_installation_is_late_with_nothing_until_it_is_due(office, as_person):
    client = as_person(office.administrator)
    began = installed_at()
    with clock.at(began + timedelta(seconds=1)):
        page = client.get(reverse("operations")).content.decode()
        assert (page.count("chưa đến hạn"), page.count("quá hạn")) == (len(Heartbeat.Name), 0)
        call_command("heartbeat", "backup", "--within", "2", stdout=io.StringIO())
    with clock.at(began + HEARTBEAT_LIMITS[Heartbeat.Name.BACKUP]):
        late = {row["name"] for row in heartbeats() if row["late"]}
        assert late == {Heartbeat.Name.SWEEP, Heartbeat.Name.REMIND, Heartbeat.Name.CONVERT}
    with clock.at(began + timedelta(seconds=3)), pytest.raises(CommandError, match="never happened"):
        call_command("heartbeat", "backup", "--within", "2")
    with clock.at(began + HEARTBEAT_LIMITS[Heartbeat.Name.BACKUP] + timedelta(seconds=1)):
        assert Heartbeat.Name.BACKUP in {row["name"] for row in heartbeats() if row["late"]}


def test_nights_are_shown_with_what_went_wrong(office, as_person, settings):
    client = as_person(office.administrator)
    settings.BACKUP_TO = ""
    assert "BACKUP_TO" in client.get(reverse("operations")).content.decode()
    settings.BACKUP_TO = "/mnt/nas/<consult>"
    day, now = date(2026, 11, 20), timezone.now()
    for number in range(7):
        night = day + timedelta(days=number)
        Backup.objects.create(night=night, place="/mnt/nas/<consult>", made_at=now, rows=9, files=2, size=3 * 2**20)
    Backup.objects.filter(night=night).update(made_at=None, fault="the disk is <away>")
    Backup.objects.filter(night=night - timedelta(days=1)).update(trial_fault="a.pdf is missing")
    Backup.objects.filter(night=day).update(restored_at=now)
    Backup.objects.create(night=date(2027, 1, 1), place="/elsewhere", made_at=now)
    found = client.get(reverse("operations"))
    page = found.content.decode()
    shown = [one.night.day for one in found.context["backups"].newest]
    assert (shown, found.context["backups"].kept) == ([26, 25, 24, 23, 22], 6)
    assert found.context["backups"].tried.night == day
    assert [
        words in page for words in ("/mnt/nas/&lt;consult&gt;", "the disk is &lt;away&gt;", "a.pdf is missing")
    ] == [True] * 3
    assert "/elsewhere" not in page


def test_another_unions_failures_are_not_shown(walk, as_person):
    other = Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="LHHK")
    stranger = Person.objects.create_user("qt@khac.test", None, name="Quản trị khác")
    Membership.objects.create(person=stranger, organisation=other, role="administrator")
    Job.objects.filter(kind="render").update(state="failed", error="OSError: bí mật")
    Task.objects.filter(dossier=walk.dossier).update(status="CANCELED")
    page = as_person(stranger).get(reverse("operations")).content.decode()
    assert "bí mật" not in page
    assert walk.dossier.title not in page


# ---------------------------------------------------------------- jobs
def test_a_job_that_kills_its_workers_is_given_up_and_holds_up_nobody(walk):
    poison = Job.objects.get(kind="render")
    for attempt in range(jobs.MOST_ATTEMPTS):
        assert jobs.claim(poison.pk) is not None, attempt
        # Its worker died: nobody closes it, and its lease runs out.
        Job.objects.filter(pk=poison.pk).update(run_after=timezone.now() - timedelta(seconds=1))
    tasks.sweep()
    poison.refresh_from_db()
    assert poison.state == "failed"
    assert "every worker" in poison.error
    assert jobs.claim(poison.pk) is None
    tasks.work_off()
    assert not Notification.objects.filter(mailed_at=None).exists()


def test_each_kind_of_work_has_its_queue(built_now, walk, monkeypatch, settings):
    settings.DISPATCH_JOBS = True
    sent = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **options: sent.append((options["queue"], options)))
    # Called for when they were asked for: the sweep leaves them their time.
    assert tasks.sweep() == 0
    Job.objects.update(dispatched_at=timezone.now() - timedelta(seconds=settings.DISPATCH_AGAIN_SECONDS + 1))
    assert tasks.sweep() == Job.objects.count()
    assert tasks.sweep() == 0
    kinds = dict(Job.objects.values_list("pk", "kind"))
    assert {(kinds[options["args"][0]], queue) for queue, options in sent if queue in ("documents", "mail")} == {
        ("render", "documents"),
        ("mail", "mail"),
    }
    assert all(options["expires"] for _queue, options in sent)
