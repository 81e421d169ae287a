"""The office's mailbox, read from a server on this machine: each mail once, what came back noted, letters kept."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from consult import clock, tasks
from consult.actions import jobs
from consult.actions import mailbox as actions
from consult.models import IncomingLetter, Job, Mail, Mailbox, Notification, ReceivedFile, ReceivedMail
from consult.queries.arrival import mails_of_people, unreached_by
from tests import came_back
from tests.actions.test_uploads import pdf_bytes
from tests.imap_server import PASSWORD, USER, imap_server
from tests.refusals import refused


@pytest.fixture
def server(settings):
    with imap_server() as made:
        settings.CHANNEL_HOSTS = [f"127.0.0.1:{made.port}"]
        yield made


def mailbox_at(server, office) -> Mailbox:
    made = Mailbox(union=office.union, host="127.0.0.1", port=server.port, user=USER, active=True)
    actions.save_mailbox(mailbox=made, password=PASSWORD, by=office.administrator)
    return made


@pytest.fixture
def sent(reviewing) -> Mail:
    """The invitation of a reviewer, which went out."""
    tasks.work_off()
    person = reviewing.open_reviews()[0].seat.person
    found = Mail.objects.get(notification__kind="invitation", notification__person=person)
    assert found.message_id in {one.extra_headers["Message-ID"] for one in mail.outbox}
    return found


def test_a_mail_that_came_back_is_noted_beside_the_person_and_the_officer_is_told_once(reviewing, sent, server):
    office = reviewing.office
    mailbox_at(server, office)
    server.put(came_back.about(came_back.EXCHANGE, sent.message_id))
    server.put(came_back.about(came_back.EXCHANGE, sent.message_id) + b"\n")
    assert tasks.read_mailboxes() == 2
    sent.refresh_from_db()
    person = sent.notification.person
    assert sent.reply.startswith("550 5.1.10")
    assert mails_of_people(reviewing.dossier)[person.pk].code == "returned"
    assert [one.job.notification.person for one in unreached_by(office.officer)] == [person]
    assert Notification.objects.filter(person=office.officer, kind="mail_failed").count() == 1
    # Sent again, it is another mail, and a late report of the first says nothing of it.
    job = Job.objects.get(notification=sent.notification)
    assert job.error.startswith("Returned: ")
    job_again(job)
    server.put(came_back.about(came_back.POSTFIX, sent.message_id))
    tasks.read_mailboxes()
    assert mails_of_people(reviewing.dossier)[person.pk].code == "sent"
    assert Mail.objects.filter(notification=sent.notification).count() == 2


def job_again(job: Job) -> None:
    assert jobs.retry(job)
    tasks.run_job(job.pk)


@pytest.mark.parametrize("shape", ["AWAY", "AWAY_OUTLOOK", "DELIVERED", "FORGED"])
def test_what_programs_write_is_no_answer_and_what_is_forged_changes_nothing(reviewing, sent, server, shape):
    mailbox_at(server, reviewing.office)
    server.put(came_back.about(getattr(came_back, shape), sent.message_id))
    assert tasks.read_mailboxes() == 1
    sent.refresh_from_db()
    assert (sent.returned_at, sent.delayed_at, sent.answered_at) == (None, None, None)
    assert reviewing.dossier.reviews.get(seat__person=sent.notification.person).state == "invited"
    kept = ReceivedMail.objects.get()
    assert kept.kind != "letter"
    assert kept.text == ""


def test_a_mail_that_is_only_late_has_not_failed(reviewing, sent, server):
    mailbox_at(server, reviewing.office)
    server.put(came_back.about(came_back.POSTFIX_LATE, sent.message_id))
    tasks.read_mailboxes()
    assert mails_of_people(reviewing.dossier)[sent.notification.person_id].code == "delayed"
    assert not Notification.objects.filter(kind="mail_failed").exists()


def test_letters_are_kept_with_the_files_that_may_be_and_the_others_are_named(reviewing, sent, server, as_person):
    office = reviewing.office
    mailbox_at(server, office)
    files = {"Công văn số 12.pdf": pdf_bytes(), "chạy.exe": b"MZ" + b"\0" * 64, "ma.pdf": b"%PDF-1.7 broken"}
    server.put(came_back.letter(files, answers=sent.message_id))
    assert tasks.read_mailboxes() == 1
    kept = ReceivedMail.objects.get()
    assert (kept.kind, kept.sender, kept.subject) == (
        "letter",
        "Sở Xây dựng <vanthu@sxd.test>",
        "V/v đề nghị phản biện",
    )
    assert "Đề nghị xem Công văn đính kèm." in kept.text
    assert kept.about == sent
    assert {file.name: bool(file.file) for file in kept.files.all()} == {
        "Công văn số 12.pdf": True, "chạy.exe": False, "ma.pdf": False,
    }  # fmt: skip
    clerk = as_person(office.clerk)
    assert kept.subject in clerk.get(reverse("received")).content.decode()
    page = clerk.get(reverse("received_mail", args=[kept.pk])).content.decode()
    assert "chạy.exe" in page
    file = kept.files.exclude(file="").get()
    answer = clerk.get(reverse("received_file", args=[file.pk]))
    assert b"".join(answer.streaming_content) == files["Công văn số 12.pdf"]
    refusing = kept.files.filter(file="").first()
    assert clerk.get(reverse("received_file", args=[refusing.pk])).status_code == 404
    assert clerk.post(reverse("settle_mail", args=[kept.pk])).status_code == 302
    assert kept.subject not in clerk.get(reverse("received")).content.decode()
    assert kept.subject in clerk.get(reverse("received"), {"settled": "yes"}).content.decode()
    for stranger in (office.investor_person, reviewing.seat("chair"), office.leader):
        for name, pk in (("received_mail", kept.pk), ("received_file", file.pk)):
            assert as_person(stranger).get(reverse(name, args=[pk])).status_code == 404


def test_a_mail_becomes_an_incoming_letter_once_with_its_files(reviewing, server, as_person):
    office = reviewing.office
    mailbox_at(server, office)
    server.put(came_back.letter({"Công văn số 12.pdf": pdf_bytes(), "chạy.exe": b"MZ" + b"\0" * 64}))
    tasks.read_mailboxes()
    kept = ReceivedMail.objects.get()
    page = reverse("register_mail", args=[kept.pk])
    clerk = as_person(office.clerk)
    form = clerk.get(page).context["form"]
    assert (form["sender"].value(), form["subject"].value()) == (kept.sender, kept.subject)
    said = {name: form[name].value() or "" for name in ("sender", "subject")} | {"arrived_on": str(clock.today())}
    assert clerk.post(page, said | {"sender": ""}).status_code == 422
    answer = clerk.post(page, said | {"symbol": "12/SXD"})
    kept.refresh_from_db()
    letter = kept.letter
    assert answer.url == reverse("incoming_letter", args=[letter.pk])
    assert (letter.symbol, [file.name for file in letter.files.all()]) == ("12/SXD", ["Công văn số 12.pdf"])
    assert kept.settled_by == office.clerk
    assert reverse("received_mail", args=[kept.pk]) in clerk.get(answer.url).content.decode()
    # Once and no more, whoever comes second.
    assert clerk.get(page).url == answer.url
    with refused("registered_already"):
        actions.register_mail(mail=kept, by=office.officer, arrived_on=clock.today(), sender="A", subject="B")
    assert IncomingLetter.objects.count() == 1


def test_html_is_told_as_text(reviewing, server):
    mailbox_at(server, reviewing.office)
    server.put(came_back.html_letter())
    tasks.read_mailboxes()
    assert ReceivedMail.objects.get().text == "Kính gửi\n\nĐính kèm hồ sơ"


def test_each_mail_is_taken_once_whatever_breaks_and_however_it_is_numbered(reviewing, server):
    mailbox_at(server, reviewing.office)
    for number in range(3):
        server.put(came_back.letter({"a.pdf": pdf_bytes()}, subject=f"Thư {number}"))
    server.breaks_after = 1
    tasks.read_mailboxes()
    assert ReceivedMail.objects.count() == 1
    assert Mailbox.objects.get().fault == "other"
    server.breaks_after = -1
    assert tasks.read_mailboxes() == 2
    assert tasks.read_mailboxes() == 0
    server.validity, server.mails = 8, {uid + 100: content for uid, content in server.mails.items()}
    assert tasks.read_mailboxes() == 0
    assert ReceivedMail.objects.count() == ReceivedFile.objects.count() == 3
    assert Mailbox.objects.get().last_uid == 103


def test_killed_after_the_file_was_stored_the_mail_is_taken_again_whole(reviewing, server, monkeypatch):
    mailbox_at(server, reviewing.office)
    server.put(came_back.letter({"a.pdf": pdf_bytes()}))

    class KilledError(BaseException):
        pass

    def killed(*_args, **_kwargs):
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(ReceivedFile, "save", killed)
        with pytest.raises(KilledError):
            tasks.read_mailboxes()
    assert (ReceivedMail.objects.count(), Mailbox.objects.get().last_uid) == (0, 0)
    assert tasks.read_mailboxes() == 1
    assert ReceivedFile.objects.count() == 1


def test_a_mail_that_cannot_be_read_or_is_too_large_holds_up_no_other(reviewing, server, settings):
    mailbox_at(server, reviewing.office)
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (number, number) for number in range(3000)
    )
    server.put(b"From: a@b.test\nSubject: sau\n" + nested)
    settings.UPLOAD_FILE_LIMIT = len(server.mails[1]) + 1
    server.put(came_back.letter({"a.pdf": pdf_bytes() + b" " * settings.UPLOAD_FILE_LIMIT}, subject="Thư lớn"))
    server.put(came_back.letter(subject="Thư sau cùng"))
    assert tasks.read_mailboxes() == 3
    faults = {kept.subject: kept.fault for kept in ReceivedMail.objects.all()}
    assert faults == {"Thư sau cùng": "", "Thư lớn": "too_large", "": "unreadable"}
    assert tasks.read_mailboxes() == 0


def test_what_lay_in_the_mailbox_before_stays_out(reviewing, server):
    server.put(came_back.letter(subject="Cũ"))
    mailbox_at(server, reviewing.office)
    server.put(came_back.letter(subject="Mới"))
    tasks.read_mailboxes()
    assert [kept.subject for kept in ReceivedMail.objects.all()] == ["Mới"]
    # The mailbox is read, not changed.
    assert not [said for said in server.said if said.startswith(("UID STORE", "SELECT", "EXPUNGE"))]


def test_a_mailbox_is_the_administrators_and_its_host_the_operators(reviewing, server, as_person, settings):
    office = reviewing.office
    client, page = as_person(office.administrator), reverse("mailbox")
    typed = {"host": "127.0.0.1", "port": server.port, "user": USER, "folder": "INBOX", "active": "on"}
    assert client.post(page, {**typed, "password": "sai"}).status_code == 422
    assert client.post(page, {**typed, "folder": "Không có", "password": PASSWORD}).status_code == 422
    assert client.post(page, {**typed, "password": PASSWORD}).status_code == 302
    kept = Mailbox.objects.get()
    assert PASSWORD.encode() not in bytes(kept.locked)
    assert PASSWORD not in client.get(page).content.decode()
    assert client.post(page, typed).status_code == 302
    # The password goes to no other server.
    settings.CHANNEL_HOSTS.append("imap.khac.test:993")
    with refused("secret_elsewhere"):
        kept.host, kept.port = "imap.khac.test", 993
        actions.save_mailbox(mailbox=kept, password="", by=office.administrator)
    settings.CHANNEL_HOSTS.clear()
    with refused("host_not_allowed"):
        actions.save_mailbox(mailbox=Mailbox.objects.get(), password="x", by=office.administrator)
    with refused("role"):
        actions.save_mailbox(mailbox=Mailbox.objects.get(), password="x", by=office.clerk)
    assert as_person(office.clerk).get(page).status_code == 403


def test_servers_without_plain_and_folders_with_accents_are_read(reviewing, server):
    office = reviewing.office
    made = Mailbox(union=office.union, host="127.0.0.1", port=server.port, user=USER, active=True, folder="Đến")
    server.plain = False
    with refused("mailbox_fault"):
        # LOGIN takes no letters beyond ASCII.
        actions.save_mailbox(mailbox=made, password=PASSWORD, by=office.administrator)
    server.password = "abc 123"
    actions.save_mailbox(mailbox=made, password="abc 123", by=office.administrator)
    assert 'EXAMINE "&ARAevw-n"' in server.said


def test_a_password_that_no_longer_opens_is_said(reviewing, server, as_person):
    mailbox_at(server, reviewing.office)
    server.password = "khác"
    tasks.read_mailboxes()
    assert Mailbox.objects.get().fault == "sign_in"
    page = as_person(reviewing.office.administrator).get(reverse("mailbox"))
    assert page.context["fault"]
    server.password = PASSWORD
    tasks.read_mailboxes()
    assert Mailbox.objects.get().fault == ""
