"""Lists of experts as offices make them in Excel."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from consult.actions.expert_import import plan_of
from consult.actions.sheet_imports import convert_import, old_encodings, save_import
from consult.exports.expert_table import read_table
from consult.files import FileFaultError
from consult.models import Expert
from consult.rules.experts import TableVocabulary, address_in, is_address, read_row, telephone

NOTHING = TableVocabulary({}, {})


def sheet(*lines, merged=(), sheets=(), formats=()) -> io.BytesIO:
    book = Workbook()
    for title, rows in sheets:
        book.create_sheet(title)
        for row in rows:
            book[title].append(row)
    for line in lines:
        book.active.append(line)
    for cells in merged:
        book.active.merge_cells(cells)
    for cell, shown in formats:
        book.active[cell].number_format = shown
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def test_a_name_under_a_head_over_two_columns_is_whole():
    lines = (["TT", "Họ và tên", None, "Email"], [1, "Nguyễn Thử", "Một", "a@b.vn"], [2, "Y Bhăm", "Êban", "c@b.vn"])
    rows = read_table(sheet(*lines, merged=["B1:C1"]))
    assert [row["name"] for row in rows] == ["Nguyễn Thử Một", "Y Bhăm Êban"]


@pytest.mark.parametrize("heads", [("Họ và đệm", "Tên"), ("Họ đệm", "Tên"), ("Họ", "TÊN")])
def test_family_and_given_name_in_two_columns_are_one_name(heads):
    rows = read_table(sheet([*heads, "Email"], ["Nguyễn Thử", "Một", "a@b.vn"]))
    assert rows[0]["name"] == "Nguyễn Thử Một"


def test_a_head_of_two_lines_below_a_title():
    lines = (
        ["LIÊN HIỆP HỘI TỈNH"], ["Danh sách chuyên gia năm 2026"], [],
        ["TT", "Họ và tên", None, "Điện thoại", "Nơi công tác"], [None, "Họ đệm", "Tên", None, None],
        [1, "Nguyễn Thử", "Một", "0905000001", "Sở A"],
    )  # fmt: skip
    rows = read_table(sheet(*lines, merged=["A1:E1", "A2:E2", "B4:C4", "A4:A5", "D4:D5", "E4:E5"]))
    assert len(rows) == 1
    assert (rows[0]["name"], rows[0]["phone"], rows[0]["employer"]) == ("Nguyễn Thử Một", "0905000001", "Sở A")


def test_the_sheet_with_the_list_is_found():
    people = [["Họ và tên", "Email"], ["Nguyễn Thử Một", "a@b.vn"]]
    assert read_table(sheet(["Hướng dẫn điền"], sheets=[("Danh sách", people)]))[0]["name"] == "Nguyễn Thử Một"


def test_merged_cells_fill_every_row_that_they_span():
    lines = (["Họ và tên", "Nơi công tác"], ["Một Thử", "Trường A"], ["Hai Thử", None], ["Ba Thử", None])
    assert {row["employer"] for row in read_table(sheet(*lines, merged=["B2:B4"]))} == {"Trường A"}


@pytest.mark.parametrize(
    ("cell", "shown", "number"),
    [(905000001, "General", "0905000001"), ("0905.000.001", "General", "0905.000.001"), (905000001, "0000000000", "0905000001"),
     (84905000001, "General", "0905000001"),
     ("+84 905 000 001", "General", "0905000001"), (2623000001, "General", "02623000001")],
)  # fmt: skip
def test_telephones_keep_their_zero(cell, shown, number):
    row = read_table(sheet(["Họ và tên", "Điện thoại"], ["Một Thử", cell], formats=[("B2", shown)]))[0]
    assert telephone(row["phone"]) == number


@pytest.mark.parametrize(
    ("typed", "address"),
    [("mailto:a3@example.vn", "a3@example.vn"), ("<a9@example.vn>", "a9@example.vn"), (" A4@Example.VN ", "a4@example.vn"),
     ("a5@example.vn,", "a5@example.vn"), ("Nguyễn A <a@example.vn>", "a@example.vn")],
)  # fmt: skip
def test_an_address_is_found_in_what_was_pasted(typed, address):
    assert address_in(typed) == address
    assert is_address(address)


@pytest.mark.parametrize(
    "typed", ["a6@example..vn", "a@b", "a1@b.vn; c@d.vn", "Chưa có", "nguyễn.a@b.vn", "a b@c.vn", "a@b .vn"]
)
def test_what_is_no_address_makes_its_row_wait(typed):
    _entry, problems = read_row({"name": "Một Thử", "email": typed}, NOTHING)
    assert [problem.code for problem in problems] == ["no_address"]


@pytest.mark.django_db
def test_what_is_too_long_for_its_column_names_its_row_and_stops_no_other(office):
    rows = [{"name": "Một Thử", "degree": "x" * 61, "email": "a@b.vn"}, {"name": "Hai Thử", "email": "c@b.vn"}]
    table = save_import(union=office.union, by=office.officer, name="a.xlsx", rows=rows)
    assert [(plan.action, [one.code for one in plan.problems]) for plan in plan_of(table)] == [
        ("fault", ["too_long"]), ("add", []),
    ]  # fmt: skip


@pytest.mark.django_db
def test_an_old_encoding_waits_until_it_is_converted(office):
    rows = [{"name": "NguyÔn V¨n Thö", "email": "t@b.vn", "employer": "Tr\u00adêng §¹i häc T©y Nguyªn"},
            {"name": "Trần Văn Thử", "email": "u@b.vn", "employer": "Trường Đại học Tây Nguyên"}]  # fmt: skip
    table = save_import(union=office.union, by=office.officer, name="a.xlsx", rows=rows)
    assert old_encodings(table) == ["TCVN3"]
    assert [plan.action for plan in plan_of(table)] == ["fault", "add"]
    convert_import(table=table, by=office.officer)
    assert old_encodings(table) == []
    assert [plan.action for plan in plan_of(table)] == ["add", "add"]
    assert plan_of(table)[0].entry.name == "Nguyễn Văn Thử"
    assert plan_of(table)[0].entry.employer == plan_of(table)[1].entry.employer
    assert not Expert.objects.filter(person__email="t@b.vn").exists()


def test_a_list_without_heads_says_what_stands_there_instead():
    with pytest.raises(FileFaultError) as refused:
        read_table(sheet(["Một Thử", "a@b.vn"]))
    assert refused.value.code == "no_heads"
    assert "Một Thử" in str(refused.value.reason)


def rewritten(stream: io.BytesIO, part: str, content: bytes) -> io.BytesIO:
    """The same sheet with another content of one part."""
    made = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, content if entry.filename == part else old.read(entry))
    made.seek(0)
    return made


HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<worksheet><sheetData><row>", "unreadable"),
        (HEAD + b'<row r="x"><c r="A1"><v>1</v></c></row></sheetData></worksheet>', "unreadable"),
        (HEAD + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>', "too_large"),
        (
            HEAD + b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>',
            "too_large",
        ),
    ],
)
def test_a_damaged_or_endless_sheet_is_a_sentence(content, code):
    with pytest.raises(FileFaultError) as refused:
        read_table(rewritten(sheet(["Họ và tên", "Email"]), "xl/worksheets/sheet1.xml", content))
    assert refused.value.code == code
