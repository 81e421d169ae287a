"""A rich text taken out as DOCX and brought back is the same text, also after another program has written the file anew."""

from __future__ import annotations

import io
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from consult.documents.word_draft import DraftText, render_draft
from consult.libraries.word_reader import read
from consult.richtext import clean
from tests.documents.hard_texts import HARD_TEXTS
from tests.documents.words import converted, faults_of

MOMENT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
DATA = {
    "heading": {"superior": "", "issuer": "LIÊN HIỆP HỘI", "issuer_lines": ["LIÊN HIỆP HỘI"], "number": "",
                "place_date": "Nơi A"},
    "subject": "Kết quả phản biện", "taken_at": "05:06", "signature": {"lines": ["CHỦ TỊCH"], "name": "Nguyễn Văn Mẫu"},
}  # fmt: skip
SAME = {"b": "strong", "i": "em"}
MARKS = ("strong", "em", "u", "s", "sup", "sub")
BLANKS = " \t\r\n"


def taken_out(body: str, conclusion: str = "Đạt.") -> bytes:
    return render_draft(DraftText("opinion", 12, 7, clean(body), conclusion), "Dự thảo", DATA, MOMENT)


def brought_back(file: bytes) -> dict:
    return read(io.BytesIO(file))


def meaning(text: str) -> list:
    """A rich text as nested lists: blocks, and in them words with their marks, whatever the tags' order.

    Paragraphs that say nothing count for nothing, and text that stands loose in an item or a cell stands in a paragraph.
    """
    return _blocks(lxml_html.fragment_fromstring(clean(text), create_parent="div"))


def _blocks(parent) -> list:
    found: list = []
    line: list = []

    def settle() -> None:
        if said := _joined(line):
            found.append(["p", said])
        line.clear()

    _take(line, parent.text, frozenset(), "")
    for child in parent:
        if child.tag in ("p", "h3", "h4"):
            settle()
            own: list = []
            _inline(child, own, frozenset(), "")
            if said := _joined(own):
                found.append([child.tag, said])
        elif child.tag in ("ul", "ol"):
            settle()
            found.append(
                [child.tag, child.get("start", "1"), child.get("type", "1"), [_blocks(item) for item in child]]
            )
        elif child.tag == "blockquote":
            settle()
            if found and found[-1][0] == "blockquote":
                found[-1][1] += _blocks(child)
            else:
                found.append(["blockquote", _blocks(child)])
        elif child.tag == "table":
            settle()
            rows = [
                [(cell.tag, cell.get("colspan", "1"), cell.get("rowspan", "1"), _blocks(cell)) for cell in row]
                for row in child.iter("tr") if next(row.iterancestors("table")) is child
            ]  # fmt: skip
            found.append(["table", rows])
        else:
            _element(child, line, frozenset(), "")
        _take(line, child.tail, frozenset(), "")
    settle()
    return found


def _inline(element, into: list, marks: frozenset, source: str) -> None:
    _take(into, element.text, marks, source)
    for child in element:
        _element(child, into, marks, source)
        _take(into, child.tail, marks, source)


def _element(child, into: list, marks: frozenset, source: str) -> None:
    if child.tag == "br":
        into.append(("\n", frozenset(), ""))
        return
    tag = SAME.get(child.tag, child.tag)
    inner = marks - {"sup", "sub"} if tag in ("sup", "sub") else marks
    _inline(
        child, into, inner | ({tag} if tag in MARKS else set()), child.get("href", source) if tag == "a" else source
    )


def _take(into: list, text: str | None, marks: frozenset, source: str) -> None:
    into += [(" " if letter in BLANKS else letter, marks, source) for letter in text or ""]


def _joined(letters: list) -> list:
    """Letters with their marks; of blanks one between words, none at the ends of lines."""
    made: list = []
    for letter, marks, source in letters:
        if letter == " " and (not made or made[-1][0] in " \n"):
            continue
        if letter == "\n" and made and made[-1][0] == " ":
            made.pop()
        # How a blank is marked nobody sees, unless a line goes through it.
        made.append((letter, tuple(sorted(marks)) if letter != " " else (), source if letter != " " else ""))
    while made and made[-1][0] in " \n":
        made.pop()
    return made


WORDS = st.sampled_from(
    ["m", "10", "CO", "−3", "Đắk Lắk", "nước ngầm", "a &lt; b", "x &amp;&nbsp;y", "中國", "한글", "⇒", "☑", "*", "3\u202f000",
     unicodedata.normalize("NFD", "huyện Ea Súp"), "rất " * 20]
)  # fmt: skip
INLINE = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(MARKS), inner).map(lambda both: f"<{both[0]}>{both[1]}</{both[0]}>"),
        st.tuples(inner, st.sampled_from(["", " ", "<br>"]), inner).map("".join),
    ),
    max_leaves=6,
)
SOURCED = st.tuples(INLINE, st.integers(1, 10**9)).map(
    lambda both: f'{both[0]} <a href="#review-{both[1]}">[Phản biện {both[1]}]</a>'
)
PARAGRAPHS = st.one_of(INLINE, SOURCED).map("<p>{}</p>".format)
TEXTUAL = st.one_of(PARAGRAPHS, INLINE.map("<h3>{}</h3>".format), INLINE.map("<h4>Mục {}</h4>".format))
LISTS = st.recursive(
    st.lists(PARAGRAPHS, min_size=1, max_size=2).map("".join),
    lambda inner: st.tuples(
        st.sampled_from(
            ["<ul>{}</ul>", "<ol>{}</ol>", '<ol start="4">{}</ol>', '<ol type="a">{}</ol>', '<ol start="2" type="i">{}</ol>',
             '<ol type="A">{}</ol>', '<ol start="3" type="I">{}</ol>']
        ),
        st.lists(st.tuples(PARAGRAPHS, inner).map("".join).map("<li>{}</li>".format), min_size=1, max_size=3).map("".join),
    ).map(lambda both: both[0].format(both[1])),
    max_leaves=5,
)  # fmt: skip
QUOTES = st.lists(PARAGRAPHS, min_size=1, max_size=2).map("".join).map("<blockquote>{}</blockquote>".format)
CELLS = st.one_of(PARAGRAPHS, LISTS, TEXTUAL, st.just(""))
TABLES = st.one_of(
    st.lists(CELLS, min_size=4, max_size=4).map(
        lambda cells: (
            '<table><tbody><tr><th rowspan="2"><p>Đầu</p>{}</th><td colspan="2">{}</td></tr><tr><td>{}</td><td>{}</td></tr>'
            "</tbody></table>".format(*cells)
        )
    ),
    st.lists(INLINE, min_size=14, max_size=14).map(
        lambda cells: f"<table><tbody><tr>{''.join(f'<td><p>{cell}</p></td>' for cell in cells)}</tr></tbody></table>"
    ),
)
ITEMS = st.lists(st.one_of(QUOTES, TABLES, TEXTUAL), min_size=1, max_size=2).map(
    lambda blocks: f"<ul><li><p>Đầu mục</p>{''.join(blocks)}</li></ul>"
)
TEXTS = st.lists(st.one_of(TEXTUAL, LISTS, TABLES, QUOTES, ITEMS), min_size=1, max_size=5).map("".join)
FOUND = [
    "<p>Một <strong>hai</strong> ba</p>",
    '<ol start="3" type="a"><li><p>c</p><p>nối</p><ol type="i"><li><p>một</p></li></ol></li></ol>',
    "<ul><li><p>a</p></li></ul><ul><li><p>b</p></li></ul><ol><li><p>c</p></li></ol>",
    '<p>Ý <a href="#review-12">[Phản biện 1]</a></p>',
    "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td><ul><li>Y</li></ul></td></tr></tbody></table><table><tr><td>1</td></tr></table>",
]


def assert_same(text: str) -> None:
    back = brought_back(taken_out(text, "Đạt.\nCó sửa."))
    assert meaning(back["body"]) == meaning(text)
    assert clean(back["body"]) == clean(clean(back["body"]))
    assert (back["conclusion"], back["origin"], back["lost"]) == ("Đạt.\nCó sửa.", ["opinion", 12, 7], [])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
@example(FOUND[0])
@example(FOUND[1])
@example(FOUND[2])
@example(FOUND[3])
@example(FOUND[4])
def test_a_text_comes_back_from_word_as_it_went_out(text):
    assert_same(text)


@pytest.mark.parametrize("name", HARD_TEXTS)
def test_a_hard_text_comes_back_from_word(name):
    assert_same(HARD_TEXTS[name])


def test_a_draft_is_valid_in_word(tmp_path):
    assert faults_of(taken_out("".join([*HARD_TEXTS.values(), *FOUND])), tmp_path) == []


def assert_same_after_libreoffice(texts: dict[str, str], folder) -> None:
    """Through another program, which knows no content controls around paragraphs, and writes styles and lists its own way."""
    files = {name: taken_out(text) for name, text in texts.items()}
    for name, file in converted(files, "docx", folder).items():
        back = brought_back(file)
        assert back.get("origin") == ["opinion", 12, 7], name
        assert meaning(back["body"]) == meaning(texts[name]), name
        assert back["conclusion"] == "Đạt.", name


def test_texts_come_back_after_another_program_has_written_the_file(tmp_path):
    assert_same_after_libreoffice({f"found-{place}": text for place, text in enumerate(FOUND)}, tmp_path)
