"""Steps through their pages: what is typed stays, what is refused says why at its place."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from lxml import html

from consult import tasks
from consult.models import DocumentVersion, Dossier, Review, Stage
from tests.actions.test_uploads import pdf_bytes


def page_of(walk, node, person=None):
    return reverse("task", args=[walk.task(node, person).pk])


def test_a_proposer_submits_through_the_pages(office, as_person):
    client = as_person(office.investor_person)
    begun = client.post(reverse("begin"), {"procedure": office.investment.pk, "proposer": office.investor.pk})
    dossier = Dossier.objects.get()
    assert begun["Location"] == reverse("describe", args=[dossier.pk])
    empty = client.post(reverse("describe", args=[dossier.pk]), {"location": "Xã Ea Kao", "kind": "advice"})
    assert empty.status_code == 422
    assert "Hãy ghi tên hồ sơ" in empty.content.decode()
    assert "Xã Ea Kao" in empty.content.decode()
    said = {"title": "Dự  a\u0309nh A", "kind": "advice", "answer_rice_land": "no"}
    client.post(reverse("describe", args=[dossier.pk]), said)
    dossier.refresh_from_db()
    assert dossier.title == "Dự ảnh A"
    unsent = client.post(reverse("send", args=[dossier.pk]))
    assert unsent.status_code == 422
    assert "Thiếu “Đề xuất dự án đầu tư”" in unsent.content.decode()
    for item in dossier.asked_items():
        file = SimpleUploadedFile("Tài liệu.pdf", pdf_bytes())
        answer = client.post(
            reverse("upload", args=[dossier.pk, item.code]), {"file": file}, headers={"HX-Request": "true"}
        )
        assert answer.status_code == 200
        assert "Tài liệu.pdf" in answer.content.decode()
    sent = client.post(reverse("send", args=[dossier.pk]), follow=True)
    dossier.refresh_from_db()
    assert dossier.stage == Stage.INTAKE
    assert dossier.code in sent.content.decode()


def test_a_refused_upload_answers_with_its_sentence_in_its_row(office, as_person, new_walk):
    client = as_person(office.investor_person)
    client.post(reverse("begin"), {"procedure": office.investment.pk, "proposer": office.investor.pk})
    dossier = Dossier.objects.get()
    file = SimpleUploadedFile("x.pdf", b"MZ not a pdf")
    answer = client.post(
        reverse("upload", args=[dossier.pk, "request"]), {"file": file}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422
    assert "Không nhận ra loại tệp" in answer.content.decode()
    assert 'id="item-request"' in answer.content.decode()


def test_a_refused_check_keeps_what_was_typed(walk, as_person):
    client = as_person(walk.office.officer)
    answer = client.post(
        page_of(walk, "check_completeness"),
        {"decision": "accept", "remark_finance": "Thiếu sao kê tháng 9", "reason": "Ghi chú của tôi"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "chưa đạt" in page
    assert "Thiếu sao kê tháng 9" in page
    assert "Ghi chú của tôi" in page


def test_what_is_missing_is_one_item_of_the_letter_however_it_was_typed(walk, as_person):
    page, client = page_of(walk, "check_completeness"), as_person(walk.office.officer)
    (box,) = html.document_fromstring(client.get(page).content).xpath("//textarea[@name='remark_finance']")
    assert (box.get("class"), box.get("data-grows")) == ("form-control", "")
    typed = {
        "decision": "supplement",
        "reason": "Thiếu",
        "remark_finance": "Thiếu sao kê tháng 9,\r\n  bản có dấu.\r\n",
    }
    assert client.post(page, typed).status_code == 302
    assert walk.dossier.checks.get(item="finance").remark == "Thiếu sao kê tháng 9, bản có dấu."


def test_a_council_that_breaks_rules_is_named_and_kept(in_council, as_person):
    seats = [(in_council.office.experts[0], "chair"), (in_council.office.experts[0], "member")]
    data = {"person": [person.pk for person, _kind in seats], "kind": [kind for _person, kind in seats]}
    answer = as_person(in_council.office.officer).post(page_of(in_council, "propose_council"), data)
    page = answer.content.decode()
    assert "cần ít nhất 5" in page
    assert "giữ nhiều hơn một chức danh" in page
    assert page.count(f'value="{in_council.office.experts[0].pk}" selected') == 2


def test_people_in_conflict_cannot_be_chosen(in_council, as_person):
    expert = in_council.office.experts[0].expert
    expert.employer = in_council.office.investor.name.upper()
    expert.save()
    page = as_person(in_council.office.officer).get(page_of(in_council, "propose_council")).content.decode()
    assert f'value="{expert.person_id}" disabled' in page
    assert "làm việc cho đơn vị trình" in page


def test_the_whole_way_by_pages(in_council, as_person):
    walk, office = in_council, in_council.office
    officer, leader = as_person(office.officer), as_person(office.leader)
    seats = walk.seats()
    data = {"person": [p.pk for p, _k in seats], "kind": [k for _p, k in seats]}
    assert officer.post(page_of(walk, "propose_council"), data).status_code == 302
    assert leader.post(page_of(walk, "approve_council"), {"decision": "approve"}).status_code == 302
    tasks.work_off()
    for review in walk.open_reviews():
        person = review.seat.person
        client = as_person(person)
        accepted = client.post(page_of(walk, "answer_invitation", person), {"decision": "accept"})
        assert accepted.status_code == 302
        form = {"recommendation": "changes", "revision": 0}
        for section in walk.dossier.procedure.rules.review_form:
            form |= {f"text_{section.code}": "Đạt yêu cầu", f"rating_{section.code}": "4"}
        incomplete = client.post(page_of(walk, "write_review", person), {**form, "text_safety": ""})
        assert incomplete.status_code == 422
        assert "Hãy ghi nội dung mục “An toàn phòng cháy, giao thông”" in incomplete.content.decode()
        assert client.post(page_of(walk, "write_review", person), form).status_code == 302
    walk.dossier.refresh_from_db()
    assert walk.dossier.step == "call_meeting"
    past = officer.post(
        page_of(walk, "call_meeting"), {"form": "meeting", "starts_at": "2020-01-01T08:00", "place": "Phòng 1"}
    )
    assert "chưa qua" in past.content.decode()
    assert officer.post(
        page_of(walk, "call_meeting"), {"form": "meeting", "starts_at": "08:30 25/12/2099", "place": "Phòng 1"}
    ).status_code == 302  # fmt: skip
    form = {"minutes": "Thảo luận", "conclusion": "Thống nhất", "ended_at": "11:30 25/12/2099"}
    # Nobody is present before somebody has said so.
    untold = officer.post(page_of(walk, "hold_meeting"), form)
    assert {name.partition("_")[0] for name in untold.context["form"].errors} == {"mode"}
    for seat in walk.dossier.council.seats.filter(released_at=None):
        form |= {f"mode_{seat.pk}": "room", f"vote_{seat.pk}": "for"}
    # It was called for another century: nobody writes its minutes before.
    early = officer.post(page_of(walk, "hold_meeting"), form)
    assert (early.status_code, list(early.context["form"].errors)) == (422, ["ended_at"])
    hours = walk.hours()
    form |= {name: f"{timezone.localtime(moment):%H:%M %d/%m/%Y}" for name, moment in hours.items()}
    assert officer.post(page_of(walk, "hold_meeting"), form).status_code == 302
    assert officer.post(
        page_of(walk, "draft_opinion"), {"body": "<p>Ý kiến</p><script>1</script>", "conclusion": "Đồng ý"}
    ).status_code == 302  # fmt: skip
    chair = as_person(walk.seat("chair"))
    silent = chair.post(page_of(walk, "approve_opinion"), {"decision": "send_back"})
    assert "Hãy ghi rõ cần sửa điều gì" in silent.content.decode()
    assert chair.post(page_of(walk, "approve_opinion"), {"decision": "approve"}).status_code == 302
    assert leader.post(page_of(walk, "sign_opinion"), {"decision": "approve"}).status_code == 302
    waiting = as_person(office.clerk)
    issued = waiting.post(page_of(walk, "issue_opinion"), {}, follow=True).content.decode()
    assert "đang lập" in issued
    assert "every 1s" in issued
    tasks.work_off()
    made = waiting.get(reverse("dossier_documents", args=[walk.dossier.pk]), {"step": "issue_opinion"})
    assert made["HX-Refresh"] == "true"
    assert "đang lập" not in made.content.decode()
    proposer = as_person(office.investor_person)
    assert "01/BC-LHH" in proposer.get(reverse("dossier", args=[walk.dossier.pk])).content.decode()
    assert proposer.post(page_of(walk, "respond"), {"body": "Tiếp thu"}).status_code == 302
    assert officer.post(page_of(walk, "archive_dossier"), {}).status_code == 302
    walk.dossier.refresh_from_db()
    assert walk.dossier.outcome == "archived"


def test_a_step_done_by_somebody_else_leads_to_the_dossier(walk, as_person):
    address = page_of(walk, "check_completeness")
    walk.do("check_completeness", walk.office.officer, decision="accept")
    answer = as_person(walk.office.officer).post(address, {"decision": "refuse", "reason": "x"}, follow=True)
    assert "Bước này đã được thực hiện" in answer.content.decode()


@pytest.fixture
def writing(reviewing):
    person = reviewing.open_reviews()[0].seat.person
    reviewing.accept(person)
    return reviewing, person, reverse("save_review", args=[reviewing.task("write_review", person).pk])


def test_a_review_is_kept_as_it_is_typed(writing, as_person):
    _walk, person, address = writing
    answer = as_person(person).post(address, {"text_planning": "Đang viết", "revision": 0})
    assert answer.json() == {"revision": 1}
    assert Review.objects.get(seat__person=person).content["planning"]["text"] == "Đang viết"


def test_a_second_device_is_told_instead_of_overwriting(writing, as_person):
    _walk, person, address = writing
    client = as_person(person)
    client.post(address, {"text_planning": "Điện thoại", "revision": 0})
    answer = client.post(address, {"text_planning": "Máy bàn", "revision": 0})
    assert answer.status_code == 412
    assert answer.json()["fields"]["text_planning"] == "Điện thoại"
    assert Review.objects.get(seat__person=person).content["planning"]["text"] == "Điện thoại"


def test_late_review_pages_still_open(writing, as_person):
    walk, person, _address = writing
    task = walk.task("write_review", person)
    task.due_on = task.due_on.replace(year=2020)
    task.save()
    council = as_person(walk.office.officer).get(reverse("dossier", args=[walk.dossier.pk])).content.decode()
    assert "quá hạn" in council[council.index(person.name) :]
    page = as_person(person).get(page_of(walk, "write_review", person))
    assert page.status_code == 200
    assert "quá hạn" in page.content.decode()


def test_the_officer_manages_reviewers_by_pages(reviewing, as_person):
    client, review = as_person(reviewing.office.officer), reviewing.open_reviews()[0]
    page = client.get(reverse("replace_reviewer", args=[review.pk])).content.decode()
    assert reviewing.office.experts[9].name in page
    assert reviewing.seat("chair").name not in page
    client.post(
        reverse("replace_reviewer", args=[review.pk]), {"person": reviewing.office.experts[9].pk, "reason": "Bận"}
    )
    review.refresh_from_db()
    assert review.state == "replaced"
    other = reviewing.open_reviews()[0]
    wrong = client.post(reverse("extend_review", args=[other.pk]), {"due_on": "2020-01-01"})
    assert wrong.status_code == 422
    assert list(wrong.context["form"].errors) == ["due_on"]


def test_breaking_off_wants_a_reason_and_keeps_the_page(walk, as_person):
    client = as_person(walk.office.investor_person)
    empty = client.post(reverse("withdraw", args=[walk.dossier.pk]), {"reason": ""})
    assert empty.status_code == 422
    done = client.post(reverse("withdraw", args=[walk.dossier.pk]), {"reason": "Đổi quy mô"}, follow=True)
    assert "Đã rút" in done.content.decode()


def test_whoever_answers_the_opinion_has_it_before_them(issued, as_person):
    page = as_person(issued.office.investor_person).get(reverse("task", args=[issued.task("respond").pk]))
    shown = html.document_fromstring(page.content)
    assert issued.dossier.opinions.get().conclusion in shown.text_content()
    version = DocumentVersion.objects.get(document__kind="opinion", document__dossier=issued.dossier)
    assert shown.xpath("//a[@href=$address]", address=reverse("document", args=[version.pk]) + "?inline")
