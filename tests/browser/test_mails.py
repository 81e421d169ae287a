"""Mails as mail programs show them, and the pages about them; on a phone and at a desk, for who sees and who listens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.urls import reverse

from consult import clock, tasks
from consult.actions.notifications.mails import mail_words
from consult.actions.reviews.by_link import answer_url
from consult.models import Job, Mail, Notification, OfficeMail, Person, ReceivedFile, ReceivedMail
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[[Person], Visitor]
LONG = "Dự án Khu liên hợp xử lý chất thải rắn sinh hoạt và công nghiệp liên huyện Krông Búk – Ea H'leo, giai đoạn 2"


@pytest.fixture
def written(reviewing):
    """A dossier with a long title, whose office has said who it is."""
    reviewing.dossier.title = LONG
    reviewing.dossier.save()
    union = reviewing.office.union
    OfficeMail.objects.create(union=union, reply_to="vanphong@lienhiephoi.daklak.test", phone="0262 3855 555")
    return reviewing


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_mail_is_read_as_it_arrives(visit: Visit, written, scheme, size):
    visitor = visit(written.office.officer)
    visitor.page.emulate_media(color_scheme=scheme)
    for kind in ("invitation", "task", "accepted"):
        notice = Notification.objects.filter(dossier=written.dossier, kind=kind).first()
        visitor.page.goto("about:blank")
        visitor.page.set_content(mail_words(notice).html)
        visitor.picture(f"mail-{kind}-{scheme}")


def test_the_pages_about_mails(visit: Visit, written):
    tasks.work_off()
    office, dossier = written.office, written.dossier
    first, second = written.open_reviews()
    mails = {
        one: Mail.objects.get(notification__kind="invitation", notification__person=one.seat.person)
        for one in (first, second)
    }
    mails[second].returned_at, mails[second].reply = clock.now(), "550 5.1.1 User unknown"
    mails[second].save()
    Job.objects.filter(notification=mails[second].notification).update(
        state="failed", error="Returned: 550 5.1.1 User unknown"
    )
    letter = ReceivedMail.objects.create(
        union=office.union, sha256="a" * 64, kind="letter", sender="Sở Xây dựng <vanthu@sxd.test>",
        subject=f"V/v cho ý kiến {LONG}", text="Kính gửi Liên hiệp Hội,\n\nĐề nghị xem Công văn đính kèm.",
    )  # fmt: skip
    ReceivedFile.objects.create(mail=letter, name="Công văn số 12.exe", size=5, refused="Loại tệp này không được nhận.")
    officer, administrator = visit(office.officer), visit(office.administrator)
    job = Job.objects.get(notification=mails[second].notification)
    for name, page in {
        "dossier": reverse("dossier", args=[dossier.pk]),
        "dossier_mails": reverse("dossier_mails", args=[dossier.pk]),
        "mail": reverse("mail", args=[job.pk]),
        "correct_address": reverse("correct_address", args=[job.pk]),
        "received": reverse("received"),
        "received_mail": reverse("received_mail", args=[letter.pk]),
        "answer_by_link": answer_url(mails[first].notification).removeprefix(settings.SITE_URL),
    }.items():
        officer.go(page)
        officer.picture(f"mails-{name}")
    for name, page in {
        "office_mails": reverse("office_mails"),
        "mail_wording": reverse("mail_wording", args=["invitation"]),
        "mailbox": reverse("mailbox"),
    }.items():
        administrator.go(page)
        administrator.picture(f"mails-{name}")
