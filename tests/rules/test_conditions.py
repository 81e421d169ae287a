"""What is asked for only after an answer, and how answers to each kind of question are read and said."""

from __future__ import annotations

import json
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.rules.conditions import asked, asked_items, asked_sections
from consult.rules.procedure import Rules, procedure_problems, stored
from consult.rules.questions import (
    QUESTION_KINDS,
    SECTION_KINDS,
    Answer,
    ChecklistItem,
    Question,
    Section,
    answers_of,
    plain_number,
    read_answer,
    read_answers,
    read_number,
    spoken,
    written_number,
)
from consult.rules.reviews import review_problems

CODES = ["a", "b", "c", "d", "e"]
OPTIONS = ("Một", "Hai", "Ba")
ANSWERS = st.sampled_from(["yes", "no", *OPTIONS, "lạ"])


@st.composite
def forms(draw: st.DrawFn) -> tuple[Section, ...]:
    """Review forms of any kinds, in which sections hang on those above them."""
    made: list[Section] = []
    for code in CODES[: draw(st.integers(1, 5))]:
        kind = draw(st.sampled_from(SECTION_KINDS))
        above = [(one.code, answer) for one in made for answer in answers_of(one)]
        hangs = draw(st.lists(st.sampled_from(above), max_size=2, unique=True)) if above else []
        made.append(
            Section(
                code,
                f"Phần {code}",
                kind=kind,
                required=draw(st.booleans()),
                options=OPTIONS if kind == "choice" else (),
                asked_if=tuple(Answer(*one) for one in hangs),
            )
        )
    return tuple(made)


CONTENTS = st.dictionaries(
    st.sampled_from(CODES),
    st.fixed_dictionaries({}, optional={
        "text": st.text(max_size=3), "yes_no": ANSWERS, "choice": ANSWERS, "rating": st.integers(0, 7), "number": ANSWERS,
    }),
)  # fmt: skip


# ---------------------------------------------------------------- what is asked for
@given(forms(), CONTENTS)
def test_a_section_is_shown_exactly_where_one_that_is_shown_has_an_answer_it_hangs_on(form, content):
    shown = {one.code for one in asked_sections(form, content)}
    for section in form:
        lets = any(
            one.question in shown and answer == one.answer
            for one in section.asked_if
            for source in form if source.code == one.question
            for answer in [content.get(source.code, {}).get(source.value)]
        )  # fmt: skip
        assert (section.code in shown) == (not section.asked_if or lets)
    assert [one for one in form if one.code in shown] == asked_sections(form, content)


@given(forms(), CONTENTS)
def test_what_is_dropped_changes_nothing_of_what_is_asked(form, content):
    shown = asked_sections(form, content)
    kept = {one.code: content[one.code] for one in shown if one.code in content}
    assert asked_sections(form, kept) == shown


@given(forms(), CONTENTS)
def test_nothing_is_missing_of_what_is_not_shown(form, content):
    shown = {one.code for one in asked_sections(form, content)}
    for problem in review_problems(form, content, "approve"):
        _value, _dash, code = problem.where.rpartition("_")
        assert code in shown


ITEMS = (
    ChecklistItem("always", "A"),
    ChecklistItem("rice", "B", asked_if=(Answer("land", "yes"), Answer("size", "Hai"))),
)


@pytest.mark.parametrize(
    ("answers", "present", "wanted"),
    [
        ({}, (), ["always"]), ({"land": "no"}, (), ["always"]), ({"land": "yes"}, (), ["always", "rice"]),
        ({"land": "no", "size": "Hai"}, (), ["always", "rice"]), ({"rice": "yes"}, (), ["always"]),
        ({"land": "no"}, ["rice"], ["always", "rice"]), ({}, ["unknown"], ["always"]),
    ],
)  # fmt: skip
def test_an_attachment_is_asked_for_after_any_of_its_answers_and_stays_where_it_was_brought(answers, present, wanted):
    assert [one.code for one in asked_items(ITEMS, answers, present)] == wanted


def test_a_line_is_not_reached_through_one_that_is_hidden():
    lines = [
        Section("a", "A", kind="yes_no"), Section("b", "B", kind="yes_no", asked_if=(Answer("a", "yes"),)),
        Section("c", "C", asked_if=(Answer("b", "yes"),)),
    ]  # fmt: skip
    assert [one.code for one in asked(lines, {"a": "yes", "b": "yes"})] == ["a", "b", "c"]
    assert [one.code for one in asked(lines, {"a": "no", "b": "yes"})] == ["a"]


# ---------------------------------------------------------------- what may not be
LEAST = {"checklist": [{"code": "a", "title": "A"}], "review_form": [{"code": "a", "title": "A"}]}
YES = {"code": "q", "title": "Q", "kind": "yes_no"}
CHOICE = {"code": "q", "title": "Q", "kind": "choice", "options": ["Một", "Hai"]}


def hanging(code: str, question: str, answer: str) -> dict:
    return {"code": code, "title": code, "asked_if": [{"question": question, "answer": answer}]}


@pytest.mark.parametrize(
    ("data", "where", "code"),
    [
        ({"questions": [YES], "checklist": [hanging("a", "q", "yes")]}, "", ""),
        ({"questions": [CHOICE], "checklist": [hanging("a", "q", "Hai")]}, "", ""),
        ({"review_form": [YES, hanging("a", "q", "no")]}, "", ""),
        ({"checklist": [hanging("a", "q", "yes")]}, "checklist.0.asked_if", "condition_not_above"),
        ({"questions": [CHOICE], "checklist": [hanging("a", "q", "Ba")]}, "checklist.0.asked_if", "condition_no_answer"),
        ({"questions": [CHOICE], "checklist": [hanging("a", "q", "yes")]}, "checklist.0.asked_if", "condition_no_answer"),
        ({"review_form": [hanging("a", "q", "yes"), YES]}, "review_form.0.asked_if", "condition_not_above"),
        ({"review_form": [hanging("a", "a", "yes")]}, "review_form.0.asked_if", "condition_not_above"),
        ({"questions": [YES], "review_form": [hanging("a", "q", "yes")]}, "review_form.0.asked_if", "condition_not_above"),
        ({"review_form": [{**YES, "kind": "number"}, hanging("a", "q", "yes")]}, "review_form.1.asked_if",
         "condition_not_above"),
        ({"checklist": [{"code": "a", "title": "A", "asked_if": [{"question": "q"}]}]}, "checklist.0.asked_if.0.answer",
         "missing"),
    ],
)  # fmt: skip
def test_what_hangs_on_nothing_is_refused_at_its_field(data, where, code):
    problems = [(one.where, one.code) for one in procedure_problems({**LEAST, **data})]
    assert problems == ([(where, code)] if code else [])


# ---------------------------------------------------------------- kept and read
@given(forms(), st.lists(st.sampled_from(QUESTION_KINDS), max_size=3))
def test_rules_are_read_as_they_were_kept(form, kinds):
    questions = tuple(
        Question(f"q{n}", "Q", kind=kind, options=OPTIONS if kind == "choice" else ()) for n, kind in enumerate(kinds)
    )
    rules = Rules(questions=questions, checklist=ITEMS[:1], review_form=form)
    assert Rules.from_json(json.loads(json.dumps(stored(rules)))) == rules


@pytest.mark.parametrize(
    ("old", "kind"),
    [
        ({}, "text"), ({"rating": True}, "text_and_rating"), ({"text": False, "rating": True}, "rating"),
        ({"text": True, "rating": False}, "text"), ({"text": False}, ""), ({"kind": "choice"}, "choice"),
    ],
)  # fmt: skip
def test_a_section_of_before_there_were_kinds_is_read(old, kind):
    (section,) = Rules.from_json({"review_form": [{"code": "a", "title": "A", **old}]}).review_form
    assert section.kind == kind


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=3))
def test_a_number_is_read_as_it_is_written(number):
    kept = plain_number(f"{number:f}")
    assert kept is not None
    assert Decimal(kept) == number
    assert read_number(written_number(kept)) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12,5", "12.5"), ("1.234,50", "1234.5"), ("1 234", "1234"), ("-0,0", "0"), ("007", "7"), (" 3 ", "3"), ("0,10", "0.1"),
        ("12.5", None), ("1.23", None), ("1,2,3", None), ("1e9", None), ("NaN", None), ("²", None), ("٣", None), ("", None),
        ("9" * 19, None), ("12.345.67", None), (",5", None), ("5,", None),
    ],
)  # fmt: skip
def test_only_what_can_be_meant_in_one_way_is_a_number(typed, kept):
    assert read_number(typed) == kept


@given(forms(), CONTENTS)
def test_only_answers_are_kept_and_each_can_be_said(form, content):
    for section in form:
        kept = read_answer(section, content.get(section.code, {}).get(section.value))
        assert kept is None or spoken(section, {section.value: kept})
        if kept is not None and answers_of(section):
            assert kept in answers_of(section)


def test_answers_are_said_in_words():
    words = ("rất yếu", "yếu", "vừa", "khá", "tốt")
    for section, answer, said in (
        (Section("a", "A", kind="rating", scale=words), {"rating": 4}, "4/5 (khá)"),
        (Section("a", "A", kind="rating"), {"rating": 4}, "4/5"),
        (Section("a", "A"), {"text": "x"}, ""),
        (Section("a", "A", kind="yes_no"), {"yes_no": "no"}, "Không"),
        (Section("a", "A", kind="number", unit="ha"), {"number": "1234.5"}, "1.234,5 ha"),
        (Section("a", "A", kind="choice", options=OPTIONS), {"choice": "Hai"}, "Hai"),
        (Section("a", "A", kind="choice", options=OPTIONS), {}, ""),
    ):
        assert spoken(section, answer) == said


def test_a_proposers_answers_are_those_that_may_be_given():
    questions = (Question("q", "Q"), Question("c", "C", kind="choice", options=OPTIONS))
    assert read_answers(questions, {"q": "yes", "c": "Bốn", "x": "yes"}) == {"q": "yes"}


def test_a_no_is_explained_and_every_kind_asks_for_its_answer():
    form = [
        Section("y", "Y", kind="yes_no"), Section("n", "N", kind="number"), Section("r", "R", kind="rating"),
        Section("c", "C", kind="choice", options=OPTIONS), Section("o", "O", kind="yes_no", required=False),
    ]  # fmt: skip
    assert [one.where for one in review_problems(form, {}, "approve")] == [
        "yes_no_y",
        "number_n",
        "rating_r",
        "choice_c",
    ]
    whole = {
        "y": {"yes_no": "no"}, "n": {"number": "0"}, "r": {"rating": 1}, "c": {"choice": "Hai"},
        "o": {"yes_no": "no", "text": "vì"},
    }  # fmt: skip
    assert [(one.code, one.where) for one in review_problems(form, whole, "approve")] == [("no_unexplained", "text_y")]


@pytest.mark.parametrize("place", ["questions", "review_form"])
@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["Có", "Không\nrõ"], "answer_not_plain"),
        (["Có", "Kh\0ông"], "answer_not_plain"),
        (["Có", " "], "answer_not_plain"),
        (["Có", "Không "], "answer_not_plain"),
        (["Có thể", unicodedata.normalize("NFD", "Có thể")], "answer_twice"),
        (["Có", "Không", unicodedata.normalize("NFD", "Chưa rõ")], None),
    ],
)
def test_answers_are_plain_lines_each_another(place, options, code):
    data = {**stored(Rules()), place: [{"code": "x", "title": "X", "kind": "choice", "options": options}]}
    found = [one for one in procedure_problems(data) if one.where.startswith(place)]
    assert [(one.code, one.where) for one in found] == ([(code, f"{place}.0.options")] if code else [])
