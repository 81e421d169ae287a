"""Placeholders, authority, codes, payments, late entries, assembly and comparison: rules over plain values."""

from __future__ import annotations

import re
from datetime import date
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from consult.rules import assembly, verification
from consult.rules.authority import Authority, needs_principal, signature_lines
from consult.rules.payment import MEETING, REVIEW, PayLine, Work, in_words, payments, total, written_amount
from consult.rules.placeholders import fill, misplaced
from consult.rules.questions import Section
from consult.rules.registers import late_entry_problem

# ---------------------------------------------------------------- placeholders


@given(st.lists(st.sampled_from(["{title}", "{code}", "chữ", " ", "\n", "Điều 1."]), max_size=20))
def test_known_placeholders_are_filled_and_never_marked(parts):
    text = "".join(parts)
    assert misplaced(text, {"title", "code"}) == []
    filled = fill(text, {"title": "T", "code": "C"})
    assert "{" not in filled
    assert filled.count("T") >= parts.count("{title}")


@given(st.text(alphabet="ab{}\n "), st.text(alphabet="xyz", min_size=1))
def test_every_brace_that_is_no_placeholder_is_marked_where_it_stands(text, name):
    for wrong in misplaced(text, {name}):
        line = text.split("\n")[wrong.line - 1]
        assert line[wrong.column - 1 :].startswith(wrong.text)
        assert text[wrong.start : wrong.end] == wrong.text
    if not misplaced(text, {name}):
        assert not set("{}") & set(text)


def test_the_place_of_a_wrong_placeholder():
    (wrong,) = misplaced("Dòng đầu\nKính gửi {chu_dau_tu} và {title}", {"title"})
    assert (wrong.line, wrong.column, wrong.text) == (2, 10, "{chu_dau_tu}")


def test_values_are_not_read_as_placeholders():
    assert fill("{title}", {"title": "{code}", "code": "x"}) == "{code}"


# ---------------------------------------------------------------- authority


@pytest.mark.parametrize(
    ("authority", "lines"),
    [
        (Authority.OWN, ["CHỦ TỊCH"]),
        (Authority.Q, ["Q. CHỦ TỊCH"]),
        (Authority.TM, ["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"]),
        (Authority.KT, ["KT. BAN THƯỜNG VỤ", "CHỦ TỊCH"]),
        (Authority.TL, ["TL. BAN THƯỜNG VỤ", "CHỦ TỊCH"]),
        (Authority.TUQ, ["TUQ. BAN THƯỜNG VỤ", "CHỦ TỊCH"]),
    ],
)
def test_authority_stands_above_the_title(authority, lines):
    assert signature_lines(authority, "Ban Thường vụ", "Chủ tịch") == lines
    assert needs_principal(authority) == (len(lines) == 2)


# ---------------------------------------------------------------- codes


def test_codes_are_long_different_and_read_aloud():
    codes = {verification.new_code() for _ in range(500)}
    assert len(codes) == 500
    for code in codes:
        assert len(code) == 16
        assert not set("ILOU") & set(code)
        assert verification.read(verification.written(code).lower()) == code


def test_letters_that_are_misread_are_taken_as_what_they_look_like():
    assert verification.read("0O1I-L234-5678-9ABC") == "00111234" + "56789ABC"
    assert verification.read("7K3M") == ""
    assert verification.read("UUUU-UUUU-UUUU-UUUU") == ""


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_nothing(text):
    code = verification.read(text)
    assert code == "" or (len(code) == 16 and set(code) <= set(verification.ALPHABET))


# ---------------------------------------------------------------- payments


RATES = {(MEETING, "chair"): 1_000_000, (REVIEW, "reviewer"): 500_000, (MEETING, "member"): 0}


@given(st.lists(st.tuples(st.sampled_from([MEETING, REVIEW]), st.sampled_from(["chair", "reviewer", "member"]))))
def test_what_has_a_rate_is_paid_once_and_nothing_else(acts):
    lines = payments([Work(f"Người {n}", act, seat, "") for n, (act, seat) in enumerate(acts)], RATES)
    assert len(lines) == sum(bool(RATES.get(pair)) for pair in acts)
    assert total(lines) == sum(RATES.get(pair, 0) for pair in acts)


def test_amounts_as_documents_write_them():
    assert written_amount(1_250_000) == "1.250.000"
    assert in_words(1_250_000) == "Một triệu hai trăm năm mươi nghìn đồng"
    assert in_words(500_000) == "Năm trăm nghìn đồng"


# ---------------------------------------------------------------- late entries


@given(st.integers(1, 40), st.integers(0, 40), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_only_the_next_number_is_entered_late(number, last, day):
    today = date(2026, 6, 1)
    problem = late_entry_problem(number, last, day, today, None)
    assert (problem is None) == (number == last + 1 and day <= today)


def test_a_late_entry_is_not_older_than_the_number_before_it():
    assert late_entry_problem(5, 4, date(2026, 1, 5), date(2026, 2, 1), date(2026, 1, 6)) is not None
    assert late_entry_problem(5, 4, date(2026, 1, 6), date(2026, 2, 1), date(2026, 1, 6)) is None


# ---------------------------------------------------------------- assembly

SECTIONS = [Section("a", "Quy hoạch", kind="text_and_rating"), Section("b", "Môi trường", kind="text_and_rating")]
REVIEWS = st.lists(
    st.builds(
        assembly.ReviewAnswers,
        st.integers(1, 999),
        st.just("Phản biện 1"),
        st.sampled_from(["approve", "changes", "reject"]),
        st.fixed_dictionaries({"a": st.text(alphabet="abc <&\n-", max_size=30), "b": st.just("")}),
        st.fixed_dictionaries({}, optional={"a": st.integers(1, 5), "b": st.integers(1, 5)}),
    ),
    max_size=5,
)


@given(REVIEWS)
def test_every_point_stands_once_linked_to_its_review_and_nothing_is_invented(reviews):
    draft = assembly.assemble(SECTIONS, reviews, None)
    wanted = [(review.key, point) for review in reviews for point in assembly.points(review.texts["a"])]
    assert draft.count("<li>") == len(wanted)
    for key, point in wanted:
        assert f'<li>{escape(point)} <a href="#review-{key}">' in draft
    known = {word for _key, point in wanted for word in point.split()}
    text = lxml_html.fragment_fromstring(draft, create_parent="div").text_content() if draft else ""
    fixed = set(re.findall(r"\S+", "Có phiếu nhận xét: thông qua; qua, có chỉnh sửa; không qua. 1. 2. Quy hoạch Môi trường "
                                   "Đánh giá: thuận (4 - 5 điểm), trung bình (3 chưa (1 2 điểm). [Phản biện 1]"))  # fmt: skip
    for word in re.findall(r"\S+", text):
        assert word in known | fixed or word.isdigit() or any(word.startswith(k) for k in known | fixed), word


@given(st.lists(st.integers(1, 5), max_size=12))
def test_agreement_and_disagreement_are_counted(ratings):
    favour, between, against = assembly.agreement(ratings)
    assert favour + between + against == len(ratings)
    assert favour == sum(rating >= 4 for rating in ratings)
    assert against == sum(rating <= 2 for rating in ratings)


def test_reviewers_are_named_only_where_the_procedure_says_so():
    assert assembly.labels(["TS. A", "TS. B"], named=False) == ["Phản biện 1", "Phản biện 2"]
    assert assembly.labels(["TS. A", "TS. B"], named=True) == ["TS. A", "TS. B"]


def test_the_meeting_comes_last_with_its_votes():
    draft = assembly.assemble(SECTIONS, [], assembly.MeetingOutcome("Thống nhất.\nBổ sung bản vẽ.", 5, 1, 1))
    assert "5 tán thành, 1 không tán thành, 1 không biểu quyết" in draft
    assert draft.endswith("<p>Thống nhất.</p><p>Bổ sung bản vẽ.</p>")


def test_only_what_has_a_rate_is_paid_and_a_dong_is_a_rate():
    work = [
        Work("A", MEETING, "chair", "x", 1),
        Work("B", REVIEW, "member", "y", 2),
        Work("C", MEETING, "member", "z", 3),
    ]
    lines = payments(work, {(MEETING, "chair"): 1, (REVIEW, "member"): 0})
    assert lines == [PayLine("A", "x", 1, 1, MEETING, "chair")]
    assert total([*lines, PayLine("B", "y", 2)]) == 3


def test_a_placeholder_without_a_value_and_what_is_none_stay_for_the_reader_to_see():
    assert fill("{title} {code} {} {x y}", {"title": "T"}) == "T {code} {} {x y}"
