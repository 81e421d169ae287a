"""Two versions of a text side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from consult.rules.compare import Run, changed_passages, compare, kept_words, paragraphs
from consult.rules.subsequence import common

WORDS = st.lists(
    st.sampled_from(["dự", "án", "môi", "trường", "nước", "ngầm", "quy", "hoạch"]), min_size=1, max_size=12
)
BLOCKS = st.sampled_from(
    ["<p>{}</p>", "<h3>{}</h3>", "<ul><li>{}</li></ul>", "<p>a &amp; <b>{}</b> &lt;b&gt;<br>c</p>"]
)
TEXTS = st.lists(st.tuples(BLOCKS, WORDS), min_size=1, max_size=4).map(
    lambda blocks: "".join(block.format(" ".join(words)) for block, words in blocks)
)


def search_words_of(text: str) -> list[str]:
    tree = lxml_html.fragment_fromstring(text, create_parent="div")
    return " ".join(tree.itertext()).split()


@given(TEXTS, TEXTS)
def test_each_side_holds_its_own_words_and_marks_only_what_the_other_lacks(old, new):
    left, right = compare(old, new)
    assert re.sub("</?del>", "", left) == old
    assert re.sub("</?ins>", "", right) == new
    assert search_words_of(left) == search_words_of(old)
    assert search_words_of(right) == search_words_of(new)
    assert "<ins" not in left
    assert "<del" not in right
    if old == new:
        assert "<del" not in left
        assert "<ins" not in right


def test_a_changed_word_is_marked_on_both_sides():
    left, right = compare("<p>Bổ sung giếng cũ quan trắc</p>", "<p>Bổ sung hai giếng quan trắc nước ngầm</p>")
    assert left == "<p>Bổ sung giếng <del>cũ</del> quan trắc</p>"
    assert right == "<p>Bổ sung <ins>hai</ins> giếng quan trắc <ins>nước ngầm</ins></p>"


@pytest.mark.parametrize("empty", ["<br>", "<hr>", '<img src="x.png" alt="a&quot;b">', "<table><col></table>"])
def test_what_has_no_end_in_html_and_remarks_are_kept_as_they_are(empty):
    left, right = compare(f"<p>a</p>{empty}b", f"<p>a</p>{empty}c <!-- d --> e")
    assert left == f"<p>a</p>{empty}<del>b</del>"
    assert right == f"<p>a</p>{empty}<ins>c</ins>  <ins>e</ins>"


def test_a_repeated_word_is_compared_too():
    """What comes often is no noise: in a long text nearly every word does."""
    old, new = "<p>" + "a b " * 150 + "</p>", "<p>" + "a b " * 149 + "a c </p>"
    left, right = compare(old, new)
    assert (left.count("<del>"), right.count("<ins>")) == (1, 1)
    assert "<del>b</del>" in left
    assert "<ins>c</ins>" in right


@pytest.mark.parametrize(
    ("old", "new", "left", "right"),
    [
        ("<p>m3</p>", "<p>m<sup>3</sup></p>", "<p><del>m3</del></p>", "<p><ins>m</ins><sup><ins>3</ins></sup></p>"),
        ("<p>m<b>3</b></p>", "<p>m<sup>3</sup></p>", "<p>m<b><del>3</del></b></p>", "<p>m<sup><ins>3</ins></sup></p>"),
        ("<p>a b</p>", "<p>a <s>b</s></p>", "<p>a <del>b</del></p>", "<p>a <s><ins>b</ins></s></p>"),
        ("<p><b>a</b></p>", "<p><strong>a</strong></p>", "<p><b>a</b></p>", "<p><strong>a</strong></p>"),
        (
            '<ol start="3"><li><p>a</p></li><li>b</li></ol>',
            '<ol type="a"><li><p>a</p></li><li>b</li></ol>',
            '<ol start="3"><li><p><del>a</del></p></li><li>b</li></ol>',
            '<ol type="a"><li><p><ins>a</ins></p></li><li>b</li></ol>',
        ),
    ],
)
def test_a_change_of_marks_alone_or_of_how_a_list_counts_is_a_change(old, new, left, right):
    assert compare(old, new) == (left, right)


PARAGRAPHS = st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=6).map(tuple), max_size=6)


def text_of(lines: list[tuple[str, ...]]) -> str:
    return "".join(f"<p>{' '.join(line)}</p>" for line in lines)


@given(PARAGRAPHS, PARAGRAPHS)
def test_what_stays_is_the_same_on_both_sides_in_order_and_whichever_is_older(old, new):
    before, after = ([word for line in lines for word in line] for lines in (old, new))
    kept = kept_words(old, new)
    assert all(before[one] == after[other] for one, other in kept)
    assert all(first[0] < second[0] and first[1] < second[1] for first, second in pairwise(kept))
    assert kept_words(new, old) == [(other, one) for one, other in kept]
    if old == new:
        assert kept == [(turn, turn) for turn in range(len(before))]
    left, right = compare(text_of(old), text_of(new))
    back_right, back_left = compare(text_of(new), text_of(old))
    assert left == back_left.replace("ins>", "del>")
    assert right == back_right.replace("del>", "ins>")


@given(PARAGRAPHS, PARAGRAPHS)
def test_paragraphs_that_both_begin_or_end_with_stay_whole(shared, changed):
    words = sum(map(len, shared))
    assert len(kept_words([*shared, *changed], shared)) == words
    assert len(kept_words([*changed, *shared], shared)) == words


def longest(old: str, new: str) -> int:
    """How much both have in common, by the table that everybody knows."""
    lengths = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for one, left in enumerate(old):
        for other, right in enumerate(new):
            more = lengths[one][other] + 1
            lengths[one + 1][other + 1] = (
                more if left == right else max(lengths[one][other + 1], lengths[one + 1][other])
            )
    return lengths[-1][-1]


@given(st.text("abc", max_size=24), st.text("abc", max_size=24), st.sampled_from([1, 9, 60, 10_000]))
def test_nothing_longer_is_in_common_however_little_is_kept_at_once(old, new, kept_cells):
    pairs = common(old, new, most_cells=10**6, kept_cells=kept_cells)
    assert all(old[one] == new[other] for one, other in pairs)
    assert all(first[0] < second[0] and first[1] < second[1] for first, second in pairwise(pairs))
    assert len(pairs) == longest(old, new)


def test_a_word_is_of_the_paragraph_that_it_stands_in():
    tree = lxml_html.fragment_fromstring(
        "<p>a <b>b</b>c</p>d<ul><li>e</li><li>f <i>g</i></li></ul><p>h<br>i</p><!-- j -->k", create_parent="div"
    )
    assert paragraphs(tree) == [("a", "b\0b", "c"), ("d",), ("e",), ("f", "g\0i"), ("h",), ("i",), ("k",)]


def test_a_moved_word_is_not_looked_for_in_paragraphs_that_stayed():
    """Paragraphs come first: what stands whole on both sides is not taken apart for a word of another."""
    left, right = compare("<p>x y</p><p>a b c</p>", "<p>a b c</p><p>y x</p>")
    assert left == "<p><del>x y</del></p><p>a b c</p>"
    assert right == "<p>a b c</p><p><ins>y x</ins></p>"


class Counted:
    """A word that counts how often it is compared with another or looked for."""

    compared = 0

    def __init__(self, word: int) -> None:
        self.word = word

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return isinstance(other, Counted) and self.word == other.word

    def __hash__(self) -> int:
        Counted.compared += 1
        return self.word


def test_a_long_text_is_compared_in_steps_that_grow_with_its_length():
    """Of 400,000 letters with every fortieth word changed: no word meets more than a few others."""
    size, vocabulary = 80_000, 2_500
    numbers = [(place * place + place // 7) % vocabulary for place in range(size)]
    old = [Counted(number) for number in numbers]
    new = [Counted(vocabulary + place if place % 40 == 20 else number) for place, number in enumerate(numbers)]
    Counted.compared = 0
    pairs = common(old, new, most_cells=10**10)
    assert pairs == [(place, place) for place in range(size) if place % 40 != 20]
    assert Counted.compared < 200 * size


def test_a_passage_beyond_the_bound_is_shown_as_replaced_whole():
    old, new = "<p>a b c d e f</p><p>g</p>", "<p>a x c y e z</p><p>g</p>"
    left, right = compare(old, new, most_cells=24)
    assert left == "<p>a <del>b c d e f</del></p><p>g</p>"
    assert right == "<p>a <ins>x c y e z</ins></p><p>g</p>"
    left, _right = compare(old, new, most_cells=25)
    assert left == "<p>a <del>b</del> c <del>d</del> e <del>f</del></p><p>g</p>"


# ---------------------------------------------------------------- what changed, told in passages
def said(runs: Iterable[Run]) -> list[tuple[str, bool]]:
    return [(run.text, run.changed) for run in runs]


def test_a_passage_tells_the_words_that_went_and_came_and_no_paragraph_that_stayed():
    old = "Mở đầu.\nCần một giếng quan trắc.\nKết thúc."
    new = "Mở đầu.\nCần hai giếng quan trắc.\nKết thúc.\nThêm."
    first, second = changed_passages(old, new)
    assert said(first.before) == [("Cần", False), ("một", True), ("giếng quan trắc.", False)]
    assert said(first.after) == [("Cần", False), ("hai", True), ("giếng quan trắc.", False)]
    assert (said(second.before), said(second.after)) == ([], [("Thêm.", True)])


def test_what_stayed_within_a_long_paragraph_is_shortened_and_what_changed_is_not():
    words = [f"từ{n}" for n in range(80)]
    (passage,) = changed_passages(" ".join(["cũ", *words]), " ".join([*words, "mới"] + ["thêm"] * 60))
    assert said(passage.before) == [("cũ", True), (" ".join([*words[:12], "…", *words[-12:]]), False)]
    assert said(passage.after)[1] == (" ".join(["mới"] + ["thêm"] * 60), True)


LINES = st.lists(st.lists(st.sampled_from("abc"), max_size=5).map(" ".join), max_size=6).map("\n".join)


@given(LINES, LINES)
def test_passages_hold_every_word_that_went_or_came_and_none_where_nothing_did(old, new):
    found = changed_passages(old, new)
    went = Counter(" ".join(run.text for one in found for run in one.before if run.changed).split())
    came = Counter(" ".join(run.text for one in found for run in one.after if run.changed).split())
    assert Counter(old.split()) - went == Counter(new.split()) - came
    if old.split() == new.split():
        assert went == came == Counter()
    if not found:
        assert old.split() == new.split()
