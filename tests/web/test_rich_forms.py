"""A rich text that is sent without the editor's script: nothing of it vanishes silently, no sign without a shape is taken."""

from __future__ import annotations

import io

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from pypdf import PdfReader

from consult.documents import pdf
from consult.documents.samples import COMMON
from consult.models import Opinion
from consult.richtext import clean, left_out
from consult.rules.pasted import retold
from consult.rules.source_tags import LEFT_OUT
from tests.documents.samples import content

pytestmark = pytest.mark.django_db
NO_SHAPE = "\U00013000"
PICTURE = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'


@pytest.fixture
def drafting(reviewed, as_person):
    reviewed.call_meeting()
    reviewed.hold_meeting()
    client = as_person(reviewed.office.officer)
    address = reverse("task", args=[reviewed.task("draft_opinion").pk])
    return lambda body: client.post(address, {"body": body, "conclusion": "Đạt"})


def test_what_a_sent_text_cannot_keep_is_said_and_the_rest_is_kept_with_its_meaning(drafting):
    answer = drafting(f"<p>10<sup>3</sup> m³ {PICTURE}</p><object>x</object><p>CO<sub>2</sub></p>")
    assert answer.status_code == 302
    assert Opinion.objects.latest("pk").body == "<p>10<sup>3</sup> m³ </p><p>CO<sub>2</sub></p>"
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert len([one for one in said if "1 hình" in one and "1 tệp nhúng" in one]) == 1


def test_a_sent_text_that_is_kept_whole_is_said_nothing_of(drafting):
    answer = drafting("<p>10<sup>3</sup></p>")
    assert [str(message.level_tag) for message in get_messages(answer.wsgi_request)] == ["success"]


@pytest.mark.parametrize("field", ["body", "conclusion"])
def test_a_sign_that_no_face_has_is_named_where_it_is_typed(reviewed, as_person, field):
    reviewed.call_meeting()
    reviewed.hold_meeting()
    client = as_person(reviewed.office.officer)
    address = reverse("task", args=[reviewed.task("draft_opinion").pk])
    data = {"body": "<p>Đạt</p>", "conclusion": "Đạt", "revision": ""} | {
        field: f"<p>Ký hiệu {NO_SHAPE} của 中國 👍</p>"
    }
    answer = client.post(address, data)
    assert answer.status_code == 422
    [said] = answer.context["form"].errors[field]
    assert f"{NO_SHAPE} (U+13000" in said
    assert "Ký hiệu" in said
    assert not Opinion.objects.exists()


def test_a_sign_without_a_shape_in_older_data_is_printed_as_its_number(office):
    data = {
        **content("opinion", office.union, "short"),
        "body": f"<p>Ký hiệu {NO_SHAPE}.</p>",
        "title": f"Dự án {COMMON['code']}",
    }
    text = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(pdf.render("opinion", "x", data).content)).pages
    )
    assert "Ký hiệu [U+13000]." in text


@pytest.mark.parametrize(
    ("kind", "html"),
    [
        ("pictures", PICTURE),
        ("pictures", "<svg><text>x</text></svg>"),
        ("formulas", "<math><msup><mi>x</mi><mn>2</mn></msup></math>"),
        ("objects", "<iframe src='x'>x</iframe>"),
        ("inputs", "<input value=x>"),
        ("hidden", "<span style='display:none'>x</span>"),
    ],
)
def test_each_kind_of_thing_that_is_left_out_is_counted(kind, html):
    assert kind in LEFT_OUT
    assert dict(retold(f"<p>a {html}{html} b</p>")[1]) == {kind: 2}
    assert "2" in left_out(f"<p>a {html}{html} b</p>")
    assert clean(f"<p>a {html} b</p>").startswith("<p>a ")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        (
            '<ol><li value="4">d<li>e<li value="9">i</ol>',
            '<ol start="4"><li>d</li><li>e</li></ol><ol start="9"><li>i</li></ol>',
        ),
        ('<ol style="list-style-type:upper-roman"><li>a</ol>', '<ol type="I"><li>a</li></ol>'),
        ('<ol type="x" start="-3"><li>a</ol>', "<ol><li>a</li></ol>"),
        (
            "<table><caption>T</caption><tr><td>1<td>2</table>",
            "<p>T</p><table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
        ),
        ("nếu Q < 5 mg & p > 3\n<tên đơn vị>", "<p>nếu Q &lt; 5 mg &amp; p &gt; 3</p><p>&lt;tên đơn vị&gt;</p>"),
        ("<b>a<p style='font-style:italic'>b</p></b>", "<p><b>a</b></p><p><strong><em>b</em></strong></p>"),
        ('<a href="https://example.org">x</a><a href="javascript:y()">z</a>', "<p>x (https://example.org)z</p>"),
        ("<p>a<script>b</script><style>c</style><o:p>d</o:p></p>", "<p>ad</p>"),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "<p>1/2</p>"),
        ("<p>a&nbsp;b</p>", "<p>a&nbsp;b</p>"),
    ],
)
def test_what_is_written_in_another_way_is_told_in_our_tags(sent, kept):
    assert clean(sent) == kept
    assert clean(kept) == kept
