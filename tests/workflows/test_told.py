"""What the drill expects people to be told, against what a dossier that goes straight through really tells them."""

from __future__ import annotations

import pytest

from consult import tasks
from consult.models import Job, Notification
from tools.drill.told import PROCEDURE, not_told


@pytest.fixture
def ended(issued):
    issued.do("respond", issued.office.investor_person, body="Tiếp thu.")
    issued.do("archive_dossier", issued.office.officer)
    tasks.work_off()
    return issued.dossier


def came(notice: Notification) -> bool:
    return notice.job.state == Job.State.DONE


def test_an_ended_dossier_has_told_everybody_and_nothing_besides(ended):
    assert not_told(ended, came) == []
    expected = sum(told.times * len(list(told.people(ended))) for told in PROCEDURE)
    assert Notification.objects.filter(dossier=ended).count() == expected


def test_a_notice_that_was_never_written_is_missed(ended):
    Notification.objects.filter(dossier=ended, kind="accepted").delete()
    assert len(not_told(ended, came)) == 1


def test_a_cancelled_mail_is_no_excuse_of_its_own(ended):
    Job.objects.filter(notification__dossier=ended, notification__kind="issued").update(state="cancelled")
    assert len(not_told(ended, came)) == 2


def test_a_mail_cancelled_while_its_step_was_open_is_missed(ended):
    notice = Notification.objects.filter(dossier=ended, kind="task", task__node="respond").get()
    assert notice.job.state == "cancelled"
    notice.task.finished = None
    notice.task.save()
    assert len(not_told(ended, came)) == 1
