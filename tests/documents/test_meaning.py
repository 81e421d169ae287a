"""Every letter of a rich text stands on paper and in Word as it was meant: raised, lowered, struck, counted."""

from __future__ import annotations

import io
import random
import re
from collections import Counter

import docx
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from consult.documents import faces, pdf, word, word_styles
from consult.richtext import clean, left_out, printed
from tests.documents.hard_texts import HARD_TEXTS
from tests.documents.meaning import Letter, lines_of, of_docx, of_html, of_pdf, written
from tests.documents.samples import content

KHMER = re.compile("[\u1780-\u17ff]")
RICH_KINDS = {"opinion": "body", "minutes": "minutes"}
WORDS = st.sampled_from(
    ["m", "10", "3", "CO", "2", "−3", "Đắk", "nước ngầm", "a &lt; b", "x &amp;&nbsp;y", "中國", "한글", "⇒", "☑", "*"]
)
# Raised within lowered is set so small, and a raised word alone on a line so far from others, that only a reader
# knows which it is.
RAISED = st.tuples(st.sampled_from(["sup", "sub"]), st.sampled_from(["3", "−3", "(1)", "⇒"])).map(
    lambda both: f"m<{both[0]}>{both[1]}</{both[0]}>"
)
INLINE = st.recursive(
    WORDS | RAISED,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["s", "strong", "em"]), inner).map(lambda both: f"<{both[0]}>{both[1]}</{both[0]}>"),
        st.tuples(inner, st.sampled_from(["", " ", "<br>"]), inner).map("".join),
    ),
    max_leaves=5,
)
PARAGRAPHS = INLINE.map("<p>Chữ {}</p>".format)
LISTS = st.recursive(
    PARAGRAPHS,
    lambda inner: st.tuples(
        st.sampled_from(["<ul>{}</ul>", "<ol>{}</ol>", '<ol start="4">{}</ol>', '<ol type="a">{}</ol>',
                         '<ol start="2" type="i">{}</ol>',
                         '<ol type="A">{}</ol>', '<ol start="3" type="I">{}</ol>']),
        st.lists(st.tuples(PARAGRAPHS, inner).map("".join).map("<li>{}</li>".format), min_size=1, max_size=3).map("".join),
    ).map(lambda both: both[0].format(both[1])),
    max_leaves=4,
)  # fmt: skip
TABLES = st.tuples(PARAGRAPHS, INLINE, LISTS).map(
    lambda cells: (
        '<table><tr><td rowspan="2">{}</td><td colspan="2">{}</td></tr><tr><td>{}</td><td>Ô</td></tr></table>'.format(
            *cells
        )
    )
)
TEXTS = st.lists(
    st.one_of(
        PARAGRAPHS,
        LISTS,
        TABLES,
        INLINE.map("<h3>{}</h3>".format),
        PARAGRAPHS.map("<blockquote>{}</blockquote>".format),
    ),
    min_size=1,
    max_size=4,
).map("".join)


def in_word(text: str) -> list[Letter]:
    document = docx.Document()
    word_styles.define(document)
    word.Writer(document).block(lxml_html.fragment_fromstring(text, create_parent="div"), document, word.TEXT_WIDTH)
    file = io.BytesIO()
    document.save(file)
    return of_docx(file.getvalue())


def on_paper(text: str) -> list[Letter]:
    return of_pdf(
        pdf.typesetter().set(f'<html lang="vi"><body><div class="rich"><p>Đầu</p>{text}</div></body></html>').content
    )


# Made smaller, a failing text would be typeset for minutes.
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(TEXTS)
@example("<ul><li>Một</li></ul>")
@example("<p>10<sup>3</sup> m<sup>3</sup>, 5·10<sup>−3</sup>, CO<sub>2</sub>, <s>bỏ</s></p>")
@example('<ol start="3" type="a"><li><p>c</p><p>nối</p><ol type="i"><li><p>một</p></li></ol></li></ol>')
def test_each_letter_keeps_its_meaning_on_paper_and_in_word(text):
    kept = clean(text)
    assert of_html(kept) == of_html(text)
    said = of_html(printed(kept))
    assert in_word(kept) == said
    assert Counter(on_paper(kept)) == Counter([*of_html("Đầu"), *said])


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_what_is_clean_stays_as_it_is(text):
    once = clean(text)
    assert clean(once) == once
    assert left_out(once) == ""


@pytest.mark.parametrize("name", HARD_TEXTS)
def test_a_hard_text_says_the_same_in_word(name):
    kept = printed(HARD_TEXTS[name])
    assert clean(kept) == kept
    assert in_word(kept) == of_html(kept)


def assert_said(kind: str, name: str, union) -> None:
    """The whole text in a whole document of a kind, as PDF and as DOCX."""
    text = printed(HARD_TEXTS[name])
    data = {**content(kind, union, "short"), RICH_KINDS[kind]: HARD_TEXTS[name]}
    assert written(of_html(text)) in written(of_docx(word.render(kind, "x", data))), (kind, name)
    made = of_pdf(pdf.render(kind, "x", data).content)
    paper = written(made)
    for line in lines_of(text):
        # Readers of PDFs find the marks of Khmer in another order.
        assert line in paper or KHMER.search(line), (kind, name, line)
    missing = Counter(of_html(text)) - Counter(made)
    assert not [letter for letter, _how in missing if not KHMER.match(letter)], (kind, name)


SAMPLE = random.Random(7).sample(sorted(HARD_TEXTS), 4)


@pytest.mark.parametrize("name", SAMPLE)
def test_a_document_says_a_hard_text_whole(name, office):
    for kind in RICH_KINDS:
        assert_said(kind, name, office.union)


def test_no_text_of_ours_lacks_a_shape():
    assert {
        name: faces.named_missing(clean(text))
        for name, text in HARD_TEXTS.items()
        if faces.missing_letters(clean(text))
    } == {}
