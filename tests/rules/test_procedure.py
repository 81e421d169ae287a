"""A procedure's data: what it is when nothing is said, what is read, and every bound from both sides."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from consult.rules.experts import name_key
from consult.rules.json_schema import KNOWN, schema_problems
from consult.rules.procedure import ProcedureFaultError, Rules, default_rules, procedure_problems
from consult.rules.procedure_file import SHIPPED, file_problems
from consult.rules.procedure_schema import FILE, RULES
from consult.rules.registers import late_entry_problem
from consult.rules.reminders import after_quiet
from consult.rules.text import safe_file_name, shown_path
from tools.procedure_schema import PAGE, page


def test_a_procedure_that_says_nothing_takes_these_defaults():
    assert default_rules() == {"checklist": [], "review_form": []}
    rules = Rules.from_json(default_rules())
    assert rules == Rules()
    assert asdict(rules) == {
        "days": {
            "completeness": 3, "supplement": 10, "council": 5, "approve_council": 2, "answer": 2, "review": 10,
            "meeting_notice": 3, "minutes": 3, "sign_minutes": 2, "draft": 5, "approve_opinion": 2, "sign": 2, "issue": 1,
            "bring_signed": 1, "response": 30, "archive": 5,
        },
        "reminders": {"before": (3, 1, 0), "every_late": 2, "escalate_from": 2},
        "seats": {
            "least": 5, "most": 11, "odd": True, "least_reviewers": 2, "per_employer": 2, "most_open": 4, "groups": False
        },
        "quorum": {"share": Fraction(2, 3), "chair": True, "secretary": True, "least_reviewers": 1},
        "vote": {"share": Fraction(1, 2), "presider_breaks_tie": True},
        "conflicts": {
            "bars": ("submitter", "employer", "family", "business", "paid", "author"), "former_years": 5,
        },
        "least_reviews": 2, "meeting": True, "meeting_forms": ("meeting", "workshop", "round"),
        "questions": (), "checklist": (), "review_form": (), "reviewers_named": False,
        "reviewers_by_decision": False, "deputy_after": 0,
        "reviews_among": "blind",
        "reviews_to_proposer": "none", "unit": "TVPB",
        "leading": {"degree": "doctor", "leaders": True, "firm": False},
        "documents": (
            "council_decision", "reviewer_invitation", "review", "meeting_invitation", "attendance_list", "ballot",
            "archive_contents", "archive_cover",
        ),
        "grounds": {"office": True, "own": ()}, "chair_approves": True,
    }  # fmt: skip


def test_an_attachment_and_a_section_that_say_little_take_these_defaults():
    rules = Rules.from_json({
        "checklist": [{"code": "a", "title": "A"}, {"code": "b", "title": "B", "required": False, "types": ["pdf"]}],
        "review_form": [{"code": "a", "title": "A"}, {"code": "b", "title": "B", "text": False, "rating": True}],
    })  # fmt: skip
    first, second = rules.checklist
    assert (first.required, first.types) == (True, ("pdf", "docx", "xlsx", "jpeg", "png"))
    assert (second.required, second.types) == (False, ("pdf",))
    assert rules.item("b") == second
    assert rules.item("c") is None
    assert [(s.hint, s.text, s.rating, s.required) for s in rules.review_form] == [
        ("", True, False, True), ("", False, True, True),
    ]  # fmt: skip


LEAST: dict[str, Any] = {
    "checklist": [{"code": "a", "title": "A"}], "review_form": [{"code": "a", "title": "A"}],
}  # fmt: skip
GOOD: list[dict[str, Any]] = [
    {"days": {"review": 1}},
    {"days": {"review": 366}},
    {"reminders": {"before": [], "every_late": 1, "escalate_from": 60}},
    {"seats": {"least": 3}},
    {"seats": {"least": 7, "most": 7}},
    {"seats": {"least": 6, "most": 6, "odd": False}},
    {"seats": {"most": 60}},
    {"seats": {"per_employer": 1, "most_open": 1}},
    {"seats": {"least": 3, "most": 4, "least_reviewers": 2}},
    {"conflicts": {"bars": [], "former_years": 0}},
    {"conflicts": {"bars": ["former_employer", "earlier_opinion"]}},
    {"meeting_forms": ["round"]},
    {"reviews_among": "own_in", "reviews_to_proposer": "anonymous"},
    {"reviews_among": "open", "reviews_to_proposer": "named"},
    {"least_reviews": 1, "seats": {"least_reviewers": 1}},
    {"quorum": {"share": "1", "least_reviewers": 2}, "vote": {"share": "1/1000"}},
    {"quorum": {"least_reviewers": 0}},
    {"meeting": False, "reviewers_named": True, "reviewers_by_decision": True, "deputy_after": 2, "unit": "P.TV"},
    {"leading": {"degree": "professor", "leaders": False, "firm": True}},
    {"leading": {"degree": "none"}},
    {"documents": [], "chair_approves": False},
    {"grounds": {"office": False, "own": ["Căn cứ Quy chế phối hợp"]}},
]
BAD: list[tuple[Any, str, str]] = [
    ({"days": {"review": 0}}, "days.review", "out_of_range"),
    ({"days": {"sign": 367}}, "days.sign", "out_of_range"),
    ({"days": {"sign": 1.5}}, "days.sign", "wrong_type"),
    ({"days": {"sign": True}}, "days.sign", "wrong_type"),
    ({"reminders": {"before": [1, 1]}}, "reminders.before", "given_twice"),
    ({"reminders": {"before": [61]}}, "reminders.before.0", "out_of_range"),
    ({"reminders": {"every_late": 0}}, "reminders.every_late", "out_of_range"),
    ({"seats": {"least": 2}}, "seats.least", "out_of_range"),
    ({"seats": {"least": 9, "most": 7}}, "seats.most", "seats_crossed"),
    ({"seats": {"most": 61}}, "seats.most", "out_of_range"),
    ({"seats": {"least": 6, "most": 6}}, "seats.odd", "odd_size"),
    ({"seats": {"least": 3, "most": 3}}, "seats.least_reviewers", "reviewers_beyond_seats"),
    ({"seats": {"per_employer": 0}}, "seats.per_employer", "out_of_range"),
    ({"seats": {"most_open": 0}}, "seats.most_open", "out_of_range"),
    ({"conflicts": {"bars": ["friend"]}}, "conflicts.bars.0", "unknown_choice"),
    ({"conflicts": {"bars": ["paid", "paid"]}}, "conflicts.bars", "given_twice"),
    ({"conflicts": {"former_years": -1}}, "conflicts.former_years", "out_of_range"),
    ({"meeting_forms": []}, "meeting_forms", "too_few"),
    ({"meeting_forms": ["meeting", "call"]}, "meeting_forms.1", "unknown_choice"),
    ({"reviews_among": "named"}, "reviews_among", "unknown_choice"),
    ({"reviews_to_proposer": "blind"}, "reviews_to_proposer", "unknown_choice"),
    ({"least_reviews": 3}, "least_reviews", "reviews_beyond_reviewers"),
    ({"least_reviews": 0}, "least_reviews", "out_of_range"),
    ({"quorum": {"least_reviewers": 3}}, "quorum.least_reviewers", "quorum_beyond_reviewers"),
    ({"quorum": {"share": "0"}}, "quorum.share", "quorum_share"),
    ({"quorum": {"share": "1001/1000"}}, "quorum.share", "quorum_share"),
    ({"vote": {"share": "0"}}, "vote.share", "vote_share"),
    ({"vote": {"share": "1"}}, "vote.share", "vote_share"),
    ({"vote": {"share": "-1/2"}}, "vote.share", "wrong_form"),
    ({"vote": {"share": "1/0"}}, "vote.share", "wrong_form"),
    ({"checklist": []}, "checklist", "checklist_empty"),
    ({"review_form": []}, "review_form", "review_form_empty"),
    ({"checklist": [{"code": "a", "title": "A"}] * 2}, "checklist.1.code", "code_twice"),
    ({"checklist": [{"code": "a", "title": ""}]}, "checklist.0.title", "empty"),
    ({"checklist": [{"code": "a", "title": "A" * 201}]}, "checklist.0.title", "too_long"),
    ({"checklist": [{"code": "Đ", "title": "A"}]}, "checklist.0.code", "wrong_form"),
    ({"checklist": [{"title": "A"}]}, "checklist.0.code", "missing"),
    ({"checklist": [{"code": f"a{n}", "title": "A"} for n in range(61)]}, "checklist", "too_many"),
    ({"review_form": [{"code": "a", "title": "A"}] * 2}, "review_form.1.code", "code_twice"),
    ({"review_form": [{"code": "a", "title": "A", "text": False}]}, "review_form.0.text", "section_asks_nothing"),
    ({"review_form": [{"code": "a", "title": "A", "kind": "choice"}]}, "review_form.0.options", "options_missing"),
    ({"review_form": [{"code": "a", "title": "A", "kind": "essay"}]}, "review_form.0.kind", "unknown_choice"),
    (
        {"review_form": [{"code": "a", "title": "A", "kind": "rating", "scale": ["kém", "tốt"]}]},
        "review_form.0.scale",
        "scale_incomplete",
    ),
    (
        {"questions": [{"code": "q", "title": "Q", "kind": "choice", "options": ["A"]}]},
        "questions.0.options",
        "options_missing",
    ),
    ({"questions": [{"code": "q", "title": "Q", "kind": "number"}]}, "questions.0.kind", "unknown_choice"),
    ({"questions": [{"code": "q", "title": "Q", "kind": "yes_no"}] * 2}, "questions.1.code", "code_twice"),
    ({"days": {"unknown": 1}}, "days.unknown", "unknown_entry"),
    ({"unknown": []}, "unknown", "unknown_entry"),
    ({"leading": {"degree": "bachelor"}}, "leading.degree", "unknown_choice"),
    ({"leading": {"degree": "none", "firm": True}}, "leading.firm", "firm_without_degree"),
    ({"documents": ["opinion"]}, "documents.0", "unknown_choice"),
    ({"grounds": {"own": [""]}}, "grounds.own.0", "empty"),
    ({"grounds": {"own": ["a" * 601]}}, "grounds.own.0", "too_long"),
    ({"grounds": {"own": [f"Căn cứ {n}" for n in range(21)]}}, "grounds.own", "too_many"),
    ({"grounds": {"office": False}}, "grounds.own", "grounds_empty"),
    ([], "", "wrong_type"),
]


@pytest.mark.parametrize("data", GOOD)
def test_what_is_allowed_is_read_as_it_was_said(data):
    assert procedure_problems({**LEAST, **data}) == []
    rules = Rules.from_json(data)
    for name, said in data.items():
        kept = getattr(rules, name)
        for key, value in said.items() if isinstance(said, dict) else ():
            wanted = Fraction(value) if key == "share" else value
            assert getattr(kept, key) == (tuple(wanted) if isinstance(wanted, list) else wanted)
        if not isinstance(said, dict):
            assert kept == (tuple(said) if isinstance(said, list) else said)


@pytest.mark.parametrize(("data", "where", "code"), BAD)
def test_what_does_not_hold_together_is_refused_at_its_place(data, where, code):
    whole = {**LEAST, **data} if isinstance(data, dict) else data
    assert [(one.where, one.code) for one in procedure_problems(whole)] == [(where, code)]


@pytest.mark.parametrize("data", [[], {"seats": 3}, {"days": {"unknown": 1}}, {"vote": {"share": "1/0"}}])
def test_what_cannot_be_read_at_all_is_said(data):
    with pytest.raises(ProcedureFaultError):
        Rules.from_json(data)


# ---------------------------------------------------------------- the schema and the files
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 400)
    | st.text(max_size=5)
    | st.sampled_from(["a", "2/3", "pdf", "meeting"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*RULES["properties"], "code"]), inner),
    max_leaves=8,
)


@given(st.sampled_from(sorted(RULES["properties"])), JSON)
def test_our_reading_of_the_schema_is_that_of_a_full_implementation(name, value):
    data = {**LEAST, name: value}
    assert (not schema_problems(data, RULES)) == Draft202012Validator(RULES).is_valid(data)


def test_the_schema_is_one_and_uses_only_what_we_read():
    def words(schema):
        for word, value in schema.items():
            yield word
            inner = value.values() if word in ("properties", "$defs") else [value] if word == "items" else []
            for one in inner:
                yield from words(one)

    assert set(words(FILE)) <= KNOWN
    Draft202012Validator.check_schema(FILE)


def test_the_published_schema_is_the_one_that_is_used():
    assert PAGE.read_text() == page()
    assert json.loads(page()) == FILE


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.json")), ids=lambda path: path.stem)
def test_the_kinds_that_ship_hold_together_as_files(path):
    data = json.loads(path.read_text())
    assert file_problems(data) == []
    assert Draft202012Validator(FILE).is_valid(data)
    assert path.stem.split("_", 1)[1] == data["code"]
    assert any(item.get("required", True) for item in data["rules"]["checklist"])


def test_a_file_is_refused_at_the_place_that_is_wrong():
    data = json.loads(next(SHIPPED.glob("1_*.json")).read_text())
    for change, where in (
        ({"format": "other-1"}, "format"), ({"submitters": ["king"]}, "submitters.0"), ({"more": 1}, "more"),
        ({"rules": {**data["rules"], "least_reviews": 9}}, "rules.least_reviews"), ({"rules": {}}, "rules.checklist"),
    ):  # fmt: skip
        assert where in {one.where for one in file_problems({**data, **change})}


# ---------------------------------------------------------------- names, hours, registers, file names
@pytest.mark.parametrize(
    "title",
    [
        "GS", "PGS", "TS", "TSKH", "ThS", "CN", "KS", "KTS", "BS", "DS", "VS", "NGƯT", "NGND", "TTND", "TTƯT", "NSND",
        "NSƯT", "Dr", "Prof", "CKI", "CKII", "BSCKI", "BSCKII", "Phó giáo sư", "Giáo sư", "Tiến sĩ khoa học", "Tiến sĩ",
        "Tiến sỹ", "Thạc sĩ", "Thạc sỹ", "Kỹ sư", "Kiến trúc sư", "Bác sĩ", "Bác sỹ", "Cử nhân", "Luật sư", "Ông", "Bà",
    ],
)  # fmt: skip
def test_every_title_is_left_out_of_a_name(title):
    assert name_key(f"{title}. Lê Thị Mận") == name_key(f"{title.upper()} LÊ THỊ MẬN") == "le thi man"


@pytest.mark.parametrize(
    ("now", "begins", "ends", "then"),
    [
        ("05T21:59", 22, 6, "05T21:59"), ("05T22:00", 22, 6, "06T06:00"), ("05T23:58", 22, 6, "06T06:00"),
        ("06T00:03", 22, 6, "06T06:00"), ("06T05:59", 22, 6, "06T06:00"), ("06T06:00", 22, 6, "06T06:00"),
        ("05T11:59", 12, 13, "05T11:59"), ("05T12:00", 12, 13, "05T13:00"), ("05T12:59", 12, 13, "05T13:00"),
        ("05T13:00", 12, 13, "05T13:00"), ("05T12:00", 12, 12, "05T12:00"), ("05T03:00", 0, 7, "05T07:00"),
    ],
)  # fmt: skip
def test_quiet_hours_from_their_first_minute_to_their_last(now, begins, ends, then):
    moment, wanted = (datetime.fromisoformat(f"2026-03-{text}") for text in (now, then))
    assert after_quiet(moment, time(begins), time(ends)) == wanted
    assert after_quiet(moment, None, time(ends)) == after_quiet(moment, time(begins), None) == moment


@pytest.mark.parametrize(
    ("number", "day", "values"),
    [
        (5, 10, {"number": 5}), (4, 10, {"number": 4}), (6, 10, None), (7, 10, {"first": 6, "last": 6}),
        (9, 10, {"first": 6, "last": 8}), (6, 9, None), (6, 8, {"day": "09/03/2026"}), (6, 11, {}),
    ],
)  # fmt: skip
def test_a_number_entered_late_follows_the_last_one(number, day, values):
    problem = late_entry_problem(number, 5, date(2026, 3, day), date(2026, 3, 10), date(2026, 3, 9))
    assert (problem.values if problem else None) == values


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a" * 150, "a" * 150), ("a" * 151, "a" * 150), ("a" * 160 + ".pdf", "a" * 146 + ".pdf"),
        ("a" * 145 + ".abcdefghi", "a" * 140 + ".abcdefghi"), ("a" * 145 + ".abcdefghij", "a" * 145 + ".abcd"),
        ("", "tep"), (" .", "tep"), ("C:\\x\\b.pdf", "b.pdf"), ("a\u202eb.pdf", "ab.pdf"),
    ],
)  # fmt: skip
def test_a_long_file_name_keeps_its_suffix(name, kept):
    assert safe_file_name(name) == kept


def test_a_path_is_cut_at_its_bound():
    assert (len(shown_path("p" * 300)), len(shown_path("p" * 301))) == (300, 300)
    assert shown_path("a/\u202eb\n") == "a/b"
