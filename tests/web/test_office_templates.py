"""The page of an office's own Word template: what is wrong is named, what came of it is seen, and it is used or left."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from consult.documents.template_fields import FIELDS
from consult.models import DocumentTemplate, TemplateRendering
from consult.tasks import work_off
from tests.documents.test_word_templates import own_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client, office):
    client.force_login(office.clerk)
    return client


PAGE = "office_template"


def brought(clerk, content: bytes):
    return clerk.post(reverse(PAGE, args=["opinion"]), {"upload": ContentFile(content, name="mẫu báo cáo.docx")})


def test_every_field_is_listed_as_it_is_written(clerk):
    page = clerk.get(reverse(PAGE, args=["opinion"])).content.decode()
    assert [one.written for one in FIELDS if one.written not in page.replace("&#x27;", "'")] == []
    assert reverse(PAGE, args=["opinion"]) in clerk.get(reverse("office_wording", args=["opinion"])).content.decode()
    for kind in ("nothing", "payment_list"):
        assert clerk.get(reverse(PAGE, args=[kind])).status_code == 404
    wording = reverse("office_wording", args=["payment_list"])
    assert reverse(PAGE, args=["payment_list"]) not in clerk.get(wording).content.decode()


def test_what_is_wrong_is_named_with_its_place_and_nothing_is_kept(clerk):
    answer = brought(clerk, own_template(without="so_ky_hieu", extra="Người ký thay: {{ nguoi_ky_thay }}"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'data-fault="missing"' in page
    assert 'data-fault="unknown"' in page
    assert "Người ký thay" in page
    assert brought(clerk, b"%PDF-1.7 nothing").status_code == 422
    assert not DocumentTemplate.objects.exists()


def test_it_is_tried_used_downloaded_and_left(clerk, office):
    assert brought(clerk, own_template()).status_code == 302
    template = DocumentTemplate.objects.get()
    page = clerk.get(reverse(PAGE, args=["opinion"])).content.decode()
    assert 'hx-select="#trial"' in page
    work_off()
    page = clerk.get(reverse(PAGE, args=["opinion"])).content.decode()
    use = reverse("use_template", args=[template.pk])
    assert 'src="data:image/png;base64,' in page
    assert (use in page, "data-warnings" in page, "data-lost-words" in page) == (True, True, False)
    assert b"".join(clerk.get(reverse("template_file", args=[template.pk])).streaming_content)[:2] == b"PK"
    clerk.post(use)
    template.refresh_from_db()
    assert template.in_use
    clerk.post(reverse("leave_template", args=["opinion"]))
    template.refresh_from_db()
    assert not template.in_use
    TemplateRendering.objects.update(lost=["05/BC-LHH"])
    page = clerk.get(reverse(PAGE, args=["opinion"])).content.decode()
    assert (use in page, "data-lost-words" in page, "05/BC-LHH" in page) == (False, True, True)
    TemplateRendering.objects.update(lost=["place:order"])
    page = clerk.get(reverse(PAGE, args=["opinion"])).content.decode()
    assert (use in page, "data-lost-words" in page, "data-place-fault" in page) == (False, False, True)
