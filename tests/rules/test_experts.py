"""Names compared without titles and accents; what a table of experts would change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.rules.experts import COLUMNS, Entry, TableVocabulary, merged, name_key, plan_import, shown, split_degree
from consult.rules.text import normalise_for_search

KNOWN = TableVocabulary(
    subject_areas={normalise_for_search(name): name for name in ("Môi trường", "Giao thông")},
    associations={normalise_for_search("Hội Cầu đường tỉnh"): "Hội Cầu đường tỉnh"},
)
TITLES = st.sampled_from(["", "TS. ", "PGS.TS. ", "ThS ", "Giáo sư, Tiến sĩ ", "BSCKII. ", "Ông ", "Bà "])
NAMES = st.sampled_from(["Nguyễn Văn A", "Trần Thị Bích Hạnh", "Y Wăn Niê Kđăm", "H'Linh Ayŭn", "Đỗ Mạnh Quýnh"])


@given(TITLES, NAMES, st.sampled_from([str, str.upper, str.lower, normalise_for_search]))
def test_one_persons_name_has_one_key_however_it_is_written(title, name, written):
    assert name_key(written(title + name)) == name_key(name) == normalise_for_search(name)


@given(NAMES, NAMES)
def test_different_names_have_different_keys(one, other):
    assert (name_key(one) == name_key(other)) == (one == other)


@pytest.mark.parametrize("name", ["KS", "Bà Huyện", "Ông", "Ts"])
def test_a_name_that_looks_like_a_title_is_not_lost(name):
    assert name_key(name) == normalise_for_search(name)


@pytest.mark.parametrize(
    ("written", "degree", "name"),
    [
        ("PGS.TS. Nguyễn Văn A", "PGS.TS.", "Nguyễn Văn A"),
        ("TS Nguyễn Văn A", "TS", "Nguyễn Văn A"),
        ("  ThS.  Nguyễn   Văn A ", "ThS.", "Nguyễn Văn A"),
        ("Nguyễn Văn A", "", "Nguyễn Văn A"),
        ("H. Văn Sính", "", "H. Văn Sính"),
    ],
)
def test_a_degree_before_the_name_is_taken_off(written, degree, name):
    assert split_degree(written) == (degree, name)


def plan(rows, existing=None, choices=None):
    return plan_import(rows, existing or {}, KNOWN, choices)


A = Entry(name="Nguyễn Văn A", email="a@vd.test", employer="Đại học X", subject_areas=("Môi trường",))


def test_a_row_without_an_address_is_taken_for_the_one_person_of_its_name():
    [row] = plan([{"name": "TS. nguyen van a", "phone": "0905"}], {7: A})
    assert (row.action, row.target) == ("change", 7)
    assert row.changes == {"degree": ("", "TS."), "phone": ("", "0905")}


def test_a_name_without_accents_spoils_none_and_one_with_them_mends_it():
    [row] = plan([{"name": "nguyen van a", "email": "A@vd.test"}], {7: A})
    assert row.action == "same"
    bare = Entry(name="nguyen van a", email="a@vd.test")
    [row] = plan([{"name": "Nguyễn Văn A", "email": "a@vd.test"}], {7: bare})
    assert row.changes == {"name": ("nguyen van a", "Nguyễn Văn A")}


def test_one_name_two_addresses_and_two_employers_are_two_people():
    rows = [{"name": "Nguyễn Văn A", "email": "khac@vd.test", "employer": "Viện Y"}]
    [row] = plan(rows, {7: A})
    assert (row.action, row.target, row.alikes) == ("add", None, (7,))
    [row] = plan(rows, {7: A}, {1: 7})
    assert (row.action, row.target) == ("change", 7)
    [row] = plan([{"name": "Nguyễn Văn A", "email": "moi@vd.test", "employer": "đại học x"}], {7: A})
    assert (row.action, row.target) == ("change", 7)
    [row] = plan([{"name": "Nguyễn Văn A", "email": "moi@vd.test", "employer": "đại học x"}], {7: A}, {1: 0})
    assert (row.action, row.target) == ("add", None)


def test_several_of_one_name_have_to_be_told_apart():
    both = {7: A, 8: Entry(name="Nguyễn Văn A", email="b@vd.test", employer="Viện Y")}
    [row] = plan([{"name": "Nguyen Van A"}], both)
    assert row.action == "fault"
    assert "Several" in row.problems[0].message


def test_rows_of_one_table_that_mean_one_person_are_merged():
    rows = [
        {"name": "TS. Lê Thị Bê", "email": "b@vd.test", "employer": "Viện Y"},
        {"name": "le thi be", "phone": "0905", "subject_areas": "giao thong"},
    ]
    first, second = plan(rows)
    assert first.action == "add"
    assert (second.action, second.target) == ("change", -1)
    assert second.changes == {"phone": ("", "0905"), "subject_areas": ("", "Giao thông")}


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        ({"email": "a@vd.test"}, "name"),
        ({"name": "Lê Thị Bê"}, "email"),
        ({"name": "Lê Thị Bê", "email": "khong phai"}, "email"),
        ({"name": "Lê Thị Bê", "email": "b@vd.test", "subject_areas": "Môi trường; Chiêm tinh"}, "subject_areas"),
        ({"name": "Lê Thị Bê", "email": "b@vd.test", "association": "Hội Lạ"}, "association"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_where_it_is(cells, where):
    [row] = plan([cells])
    assert row.action == "fault"
    assert [problem.where for problem in row.problems] == [where]


CELL = st.text(st.sampled_from("aăâbdđ .-0123"), max_size=8)
ROW = st.fixed_dictionaries(
    {},
    optional={
        "name": NAMES,
        "email": st.sampled_from(["a@vd.test", "b@vd.test", "c@vd.test", ""]),
        "phone": CELL,
        "employer": st.sampled_from(["", "Đại học X", "Viện Y"]),
        "subject_areas": st.sampled_from(["", "Môi trường", "giao thông; môi trường", "Lạ"]),
    },
)


def carried_out(existing, plans):
    """What the registry holds after a plan, keyed as the plan keys it."""
    people = dict(existing)
    for row in plans:
        if row.action == "add":
            people[-row.row] = row.entry
        elif row.action == "change":
            people[row.target] = merged(people[row.target], row.entry)
    return people


@given(st.lists(ROW, max_size=6))
def test_taking_a_table_over_twice_changes_nothing_more(rows):
    after = carried_out({7: A}, plan(rows, {7: A}))
    emails = [entry.email for entry in after.values()]
    assert len(emails) == len(set(emails))
    # Several rows about one person may say several things, by which they would be somebody else's the next time.
    if all(_once(row.get(column) for row in rows) for column in ("name", "email")):
        assert {row.action for row in plan(rows, after)} <= {"same", "fault"}


def _once(values):
    told = [value for value in values if value]
    return len(told) == len(set(told))


def test_whose_address_another_row_has_is_not_guessed_at():
    """A name and an employer that fit do not count where the table itself says who has that person's address."""
    rows = [
        {"name": A.name, "email": "b@vd.test", "employer": A.employer},
        {"name": "Trần Thị Bích Hạnh", "email": A.email},
    ]
    assert [(row.action, row.target) for row in plan(rows, {7: A})] == [("add", None), ("change", 7)]


@given(st.lists(ROW, max_size=5))
def test_nothing_that_is_known_is_lost(rows):
    after = carried_out({7: A}, plan(rows, {7: A}))
    for column in COLUMNS:
        assert shown(after[7], column) or not shown(A, column)
    assert after[7].email == A.email
