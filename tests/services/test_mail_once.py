"""A mail that has gone is noted as gone, whatever the database does just then."""

from __future__ import annotations

import psycopg
import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from consult import tasks
from consult.models import Job

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no session to lose"),
]


class LosesTheDatabase(EmailBackend):
    """Takes the mail, and the database's administrator ends the sender's session before it can note so."""

    def send_messages(self, messages):
        sent = super().send_messages(messages)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (session,) = cursor.fetchone()
        settings = connection.get_connection_params()
        names = ("dbname", "user", "password", "host", "port")
        with psycopg.connect(**{name: settings[name] for name in names if name in settings}) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [session])
        return sent


def test_a_session_lost_after_sending_causes_no_second_mail(walk, settings):
    settings.EMAIL_BACKEND = f"{__name__}.LosesTheDatabase"
    job = Job.objects.filter(kind="mail", state="waiting").first()
    mail.outbox.clear()
    assert tasks.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 1)
    assert job.notification.mailed_at is not None
    tasks.work_off()
    assert [m for m in mail.outbox if m.extra_headers["Message-ID"].startswith(f"<notice-{job.notification_id}.")] == [
        mail.outbox[0]
    ]
