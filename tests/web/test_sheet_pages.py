"""Each kind of sheet through its pages: what the program writes, it reads again, shows row by row, and changes nothing by."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from consult.models import Organisation, SheetImport

pytestmark = pytest.mark.django_db

# The page of the table, the page that reads one, and a cell of its first row that is changed then.
SHEETS = {
    "experts": ("expert_table", "read_experts", "Nơi công tác"),
    "people": ("people_table", "read_people", "Điện thoại"),
    "bodies": ("body_table", "read_bodies", "Địa danh"),
}


def send(client, read: str, content: bytes):
    upload = SimpleUploadedFile("bảng.xlsx", content)
    return client.post(reverse(read), {"upload": upload}, follow=True)


@pytest.mark.parametrize("what", SHEETS)
def test_what_was_written_is_shown_as_the_same_and_a_changed_cell_with_its_line(as_person, office, what):
    Organisation.objects.create(kind="investor", name="Công ty Thử", keeper=office.union)
    client = as_person(office.officer if what == "experts" else office.administrator)
    table, read, head = SHEETS[what]
    written = client.get(reverse(table)).getvalue()
    page = send(client, read, written)
    assert page.status_code == 200
    counts = page.context["counts"]
    assert (counts["add"], counts["change"], counts["fault"]) == (0, 0, 0)
    assert counts["same"] == len(SheetImport.objects.latest("pk").rows) > 1

    book = load_workbook(BytesIO(written))
    rows = list(book.active.iter_rows())
    [first] = [number for number, row in enumerate(rows) if head in [cell.value for cell in row]]
    [column] = [number for number, cell in enumerate(rows[first]) if cell.value == head]
    rows[-1][column].value = "0905 111 222"
    changed = BytesIO()
    book.save(changed)
    page = send(client, read, changed.getvalue())
    assert page.context["counts"]["change"] == 1
    lines = html.fromstring(page.content).xpath("//main//tbody/tr/td[1]/text()")
    assert lines[-1].split()[0] == str(len(rows))
    assert client.post(page.request["PATH_INFO"], {"apply": "1", "digest": page.context["digest"]}).status_code == 302


def test_nobody_from_outside_the_office_is_made_to_submit_for_the_union_by_a_sheet(as_person, office):
    book = load_workbook(BytesIO(as_person(office.administrator).get(reverse("people_table")).getvalue()))
    book.active.append(["Người Lạ", "la@nha.test", "", office.union.name, "Đơn vị trình"])
    content = BytesIO()
    book.save(content)
    page = send(as_person(office.administrator), "read_people", content.getvalue())
    [fault] = [row for row in page.context["rows"] if row["plan"].action == "fault"]
    assert [one.code for one in fault["plan"].problems] == ["not_of_office"]
