"""What Word does to a draft: deletions leave no hole, no field takes text along, colours are told, styles make lists."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from consult.documents.word_package import element
from tests.documents.test_word_round_trip import brought_back, taken_out

Change = Callable[[Any], None]


def returned(text: str, *changes: Change) -> dict[str, Any]:
    """A text taken out, changed in Word, and read; without what says nothing of it."""
    document = docx.Document(io.BytesIO(taken_out(text)))
    for change in changes:
        change(document)
    stream = io.BytesIO()
    document.save(stream)
    return brought_back(stream.getvalue())


def paragraph_of(document: Any, word: str) -> Any:
    node = next(one for one in document.element.body.iter(qn("w:t")) if one.text == word)
    return next(node.iterancestors(qn("w:p")))


def tracked(tag: str) -> Any:
    return element(tag, id="90", author="A")


def unmarked(word: str, tag: str = "w:del") -> Change:
    """The mark at the end of a paragraph is deleted."""

    def change(document: Any) -> None:
        properties = paragraph_of(document, word).get_or_add_pPr()
        look = element("w:rPr")
        look.append(tracked(tag))
        properties.append(look)

    return change


def emptied(word: str, tag: str = "w:del") -> Change:
    """The text of a paragraph is deleted, its mark is not."""

    def change(document: Any) -> None:
        for run in list(paragraph_of(document, word).iter(qn("w:r"))):
            deletion = tracked(tag)
            run.addprevious(deletion)
            deletion.append(run)
            if tag == "w:del":
                for text in run.findall(qn("w:t")):
                    text.tag = qn("w:delText")

    return change


def removed(word: str, tag: str = "w:del") -> list[Change]:
    """A paragraph is deleted, with its mark."""
    return [unmarked(word, tag), emptied(word, tag)]


def without_row(word: str) -> Change:
    def change(document: Any) -> None:
        row = next(paragraph_of(document, word).iterancestors(qn("w:tr")))
        row.get_or_add_trPr().append(tracked("w:del"))
        for text in [one.text for one in row.iter(qn("w:t"))]:
            emptied(text)(document)

    return change


LIST = "<ol><li><p>Một</p></li><li><p>Hai</p></li><li><p>Ba</p></li></ol>"
LIST_LEFT = "<ol><li><p>Một</p></li><li><p>Ba</p></li></ol>"
TABLE = "<table><tbody><tr><td><p>A</p></td><td><p>B</p></td></tr>{}</tbody></table>"


@pytest.mark.parametrize("tag", ["w:del", "w:moveFrom"])
def test_a_deleted_or_moved_item_leaves_no_hole(tag):
    back = returned(LIST, *removed("Hai", tag))
    assert (back["body"], back["lost"]) == (LIST_LEFT, [["deletions", 1, ["Hai"]]])


def test_an_item_whose_text_alone_was_deleted_leaves_no_hole():
    assert returned(LIST, emptied("Hai"))["body"] == LIST_LEFT


def test_a_deleted_paragraph_leaves_no_hole():
    back = returned("<p>Một</p><p>Hai</p><p>Ba</p>", *removed("Hai"))
    assert (back["body"], back["lost"]) == ("<p>Một</p><p>Ba</p>", [["deletions", 1, ["Hai"]]])


def test_a_deleted_last_paragraph_leaves_no_hole():
    assert returned("<p>Một</p><p>Hai</p>", emptied("Hai"))["body"] == "<p>Một</p>"


def test_a_deleted_row_leaves_no_hole():
    back = returned(TABLE.format("<tr><td><p>C</p></td><td><p>D</p></td></tr>"), without_row("C"))
    assert (back["body"], back["lost"]) == (TABLE.format(""), [["deletions", 1, ["CD"]]])


def test_a_table_of_deleted_rows_is_gone():
    assert returned("<p>Một</p>" + TABLE.format(""), without_row("A"))["body"] == "<p>Một</p>"


def test_a_deleted_mark_joins_two_paragraphs_and_is_told():
    back = returned("<p>Trước</p><h3>Sau</h3><p>Cuối</p>", unmarked("Trước"))
    assert (back["body"], back["lost"]) == ("<h3>TrướcSau</h3><p>Cuối</p>", [["joined", 1, ["Trước"]]])


def test_what_is_joined_with_an_emptied_paragraph_keeps_its_kind():
    assert returned("<h3>Trước</h3><p>Sau</p>", unmarked("Trước"), emptied("Sau"))["body"] == "<h3>Trước</h3>"


def test_a_conclusion_is_joined_likewise():
    document = docx.Document(io.BytesIO(taken_out("<p>Một</p>", "Đạt.\nCó sửa.")))
    unmarked("Đạt.")(document)
    stream = io.BytesIO()
    document.save(stream)
    assert brought_back(stream.getvalue())["conclusion"] == "Đạt.Có sửa."


def with_field(word: str, *marks: str, deleted: str = "") -> Change:
    """After a word a field of these marks, the last of them in a deletion, and behind it more text."""

    def run(kind: str) -> Any:
        made = element("w:r")
        made.append(element("w:fldChar", fldCharType=kind))
        return made

    def change(document: Any) -> None:
        paragraph = paragraph_of(document, word)
        for kind in marks:
            paragraph.append(run(kind))
            if kind == "begin":
                paragraph.add_r().append(element("w:instrText"))
                paragraph[-1][0].text = " DATE "
        if deleted:
            deletion = tracked("w:del")
            deletion.append(run(deleted))
            paragraph.append(deletion)
        paragraph.add_r().add_t(" tiếp")

    return change


@pytest.mark.parametrize(
    "change",
    [
        with_field("Một", "begin", deleted="end"),
        with_field("Một", "begin", "separate", deleted="end"),
        with_field("Một", "begin", deleted="separate"),
        with_field("Một", "begin"),
        with_field("Một", "begin", "begin", "end"),
        with_field("Một", "begin", "separate", "end"),
    ],
)
def test_no_field_swallows_what_stands_behind_it(change):
    back = returned("<p>Một</p><p>Hai</p>", change)
    assert (back["body"], back["conclusion"]) == ("<p>Một tiếp</p><p>Hai</p>", "Đạt.")
    assert "fields" in {kind for kind, _count, _places in back["lost"]}


@pytest.mark.parametrize(
    ("colour", "lost"),
    [
        ({"val": "FF0000"}, [["colours", 1, ["Một"]]]),
        ({"val": "4472C4", "themeColor": "accent1"}, [["colours", 1, ["Một"]]]),
        ({"val": "auto"}, []),
        ({"val": "000000", "themeColor": "text1"}, []),
    ],
)
def test_a_colour_that_cannot_be_kept_is_told(colour, lost):
    def change(document: Any) -> None:
        run = next(paragraph_of(document, "Một").iter(qn("w:r")))
        run.get_or_add_rPr().append(element("w:color", **colour))

    back = returned("<p>Một</p>", change)
    assert (back["body"], back["lost"]) == ("<p>Một</p>", lost)


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize(("style", "tag"), [("List Bullet", "ul"), ("List Number", "ol")])
def test_a_style_for_lists_that_is_picked_in_word_makes_a_list(style, tag, numbered):
    def change(document: Any) -> None:
        own = document.styles[style].element.pPr
        assert own.numPr is not None
        if not numbered:
            own.remove(own.numPr)
        for word in ("Một", "Hai"):
            paragraph_of(document, word).style = document.styles[style].style_id

    back = returned("<p>Một</p><p>Hai</p><p>Ba</p>", change)
    assert (back["body"], back["lost"]) == (f"<{tag}><li><p>Một</p></li><li><p>Hai</p></li></{tag}><p>Ba</p>", [])
