"""The renderer: fetches nothing, keeps its limits, and falls without pulling anything along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from django.urls import reverse
from PIL import Image

from consult import clock, tasks
from consult.documents import pdf
from consult.libraries.renderer import ForbiddenAddressError, Limits, Renderer, RenderRefusedError, Typesetter
from consult.libraries.renderer.client import RendererBrokenError
from consult.models import Job, Notification
from consult.richtext import clean, printed, too_much

ROWS = "<tr><td>Ô</td><td>bảng</td></tr>"


@pytest.fixture(scope="module")
def renderer():
    made = Renderer(pdf.fonts(), pdf.style(), Limits(seconds=20, memory_bytes=700 * 1024 * 1024, pages=30))
    yield made
    made.stop()


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1/", "https://example.org/x.css", "font:../x",
                                     "data:image/svg+xml,<svg/>", "ftp://example.org/"])  # fmt: skip
@pytest.mark.parametrize(
    "page",
    [
        "<img src='{}'>", "<link rel=stylesheet href='{}'>", "<style>@import url('{}');</style>",
        "<p style=\"background: url('{}')\">x</p>", "<style>p::before {{ content: url('{}') }}</style><p>x</p>",
        "<object data='{}'></object>",
    ],
)  # fmt: skip
def test_a_page_that_asks_for_anything_but_its_fonts_is_refused(page, address):
    typesetter = Typesetter(pdf.fonts(), "p { font-size: 12pt }")
    with pytest.raises(ForbiddenAddressError):
        typesetter.set(page.format(address))


def test_a_picture_within_a_drawing_is_not_fetched(tmp_path):
    file = tmp_path / "x.png"
    Image.new("RGB", (40, 40), "red").save(file)
    typesetter = Typesetter(pdf.fonts(), "p { font-size: 12pt }")
    made = typesetter.set(f"<svg width='50' height='50'><image href='file://{file}' width='40' height='40'/></svg>")
    assert b"/Image" not in made.content


def test_scripts_in_a_page_are_not_run_and_leave_nothing(renderer):
    made = renderer.render("<svg><script>throw 1</script></svg><script>throw 1</script><p onclick='x()'>Chữ</p>")
    assert b"/JavaScript" not in made.content


def refused(renderer: Renderer, html: str) -> str:
    with pytest.raises(RenderRefusedError) as caught:
        renderer.render(html)
    return caught.value.limit


def test_limits_of_size_pages_and_address(renderer):
    assert refused(renderer, "x" * 5_000_000) == "size"
    assert refused(renderer, "<p style='break-before: page'>x</p>" * 40) == "pages"
    assert refused(renderer, "<img src='file:///etc/passwd'>") == "address"
    assert renderer.render("<p>Sau đó vẫn chạy</p>").pages == 1


def test_a_page_that_takes_too_long_is_stopped_and_the_next_one_is_made():
    renderer = Renderer(pdf.fonts(), pdf.style(), Limits(seconds=0.5))
    renderer.render("<p>Ấm máy</p>")
    try:
        assert refused(renderer, f"<table>{ROWS * 10_000}</table>") == "time"
        assert renderer.pid is None
        assert renderer.render("<p>Trang sau</p>").pages == 1
    finally:
        renderer.stop()


@pytest.mark.django_db
def test_a_document_that_took_too_long_once_is_tried_again_and_given_up_the_second_time(walk, monkeypatch):
    """The machine was busy, or asleep in the middle of it."""
    job = Job.objects.filter(kind="render").latest("pk")
    Job.objects.filter(pk=job.pk).update(state="waiting", attempts=0)
    hasty = Renderer(pdf.fonts(), pdf.style(), Limits(seconds=0.001))
    hasty.render("<p>Ấm máy</p>")
    with monkeypatch.context() as patched:
        patched.setattr(pdf, "renderer", lambda: hasty)
        assert tasks.run_job(job.pk) is False
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("waiting", 1)
    with clock.at(job.run_after + timedelta(seconds=1)), monkeypatch.context() as patched:
        hasty = Renderer(pdf.fonts(), pdf.style(), Limits(seconds=0.001))
        hasty.render("<p>Ấm máy</p>")
        patched.setattr(pdf, "renderer", lambda: hasty)
        tasks.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 2)
    assert Notification.objects.filter(kind="document_failed").exists()


def test_a_page_that_wants_too_much_memory_is_refused_or_stopped(renderer):
    huge = Renderer(pdf.fonts(), pdf.style(), Limits(seconds=60, memory_bytes=300 * 1024 * 1024))
    try:
        with pytest.raises((RenderRefusedError, RendererBrokenError)):
            huge.render(f"<table>{ROWS * 60_000}</table>")
        assert huge.render("<p>Trang sau</p>").pages == 1
    finally:
        huge.stop()


def test_deep_nesting_is_refused_or_set_but_ends_nothing_else(renderer):
    with suppress(RenderRefusedError, RendererBrokenError, RuntimeError):
        renderer.render("<div>" * 20_000 + "x")
    assert renderer.render("<p>Trang sau</p>").pages == 1


def test_a_renderer_that_is_killed_harms_one_page_only(renderer):
    renderer.render("<p>x</p>")
    pid = renderer.pid
    killer = threading.Timer(0.3, os.kill, (pid, signal.SIGKILL))
    killer.start()
    with pytest.raises(RendererBrokenError):
        renderer.render("<p>Trang dài</p>" * 1000 + "<table>" + ROWS * 5000 + "</table>")
    killer.join()
    assert renderer.render("<p>Trang sau</p>").pages == 1
    assert renderer.pid != pid


def test_the_renderer_is_replaced_after_so_many_pages():
    renderer = Renderer(pdf.fonts(), pdf.style(), Limits(recycle=2))
    renderer.render("<p>1</p>")
    first = renderer.pid
    renderer.render("<p>2</p>")
    renderer.render("<p>3</p>")
    assert first not in (None, renderer.pid)
    renderer.stop()


def test_the_process_of_the_renderer_opens_nothing_and_calls_nobody(tmp_path):
    script = """
import socket, subprocess, os
from consult.libraries.renderer import worker
worker._shut_in([])
def tried(act):
    try:
        act()
    except PermissionError:
        return "no"
    return "yes"
print(tried(lambda: open("/etc/passwd")), tried(lambda: socket.create_connection(("127.0.0.1", 9))),
      tried(lambda: subprocess.run(["true"])), tried(lambda: os.system("true")), tried(lambda: open("manage.py")))
"""
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.split() == ["no"] * 5


def test_a_refused_document_is_given_up_at_once_and_the_office_is_told_why(walk, as_person):
    job = walk.dossier.jobs.get(kind="render")
    job.version.data["attachments"] = [{"title": "x" * 200, "name": "y"}] * 30_000
    job.version.save()
    assert tasks.run_job(job.pk) is False
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.FAILED, 1)
    client = as_person(walk.office.officer)
    assert "quá lớn để lập văn bản" in client.get(reverse("dossier", args=[walk.dossier.pk])).content.decode()
    told = Notification.objects.filter(kind="document_failed").values_list("person", flat=True)
    assert set(told) == {walk.office.officer.pk, walk.office.clerk.pk}


# ---------------------------------------------------------------- what people type


def test_text_beyond_what_fits_on_paper_is_refused_where_it_is_typed():
    assert too_much("<p>Vừa phải</p>") == ""
    assert "dòng" in too_much(f"<table>{ROWS * 10_000}</table>")
    assert "quá dài" in too_much("x" * 500_000)
    assert "lồng" in too_much("<ul><li>" * 100)


def test_a_cell_over_many_rows_keeps_its_place():
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(29))
    table = f'<table><tbody><tr><td rowspan="30">Chung</td><td colspan="25">Đầu</td></tr>{rows}</tbody></table>'
    assert clean(table) == table


def test_what_is_pasted_from_word_comes_out_clean():
    pasted = (
        "<!--[if gte mso 9]><xml><o:x/></xml><![endif]--><style>p.MsoNormal{margin:0}</style>"
        "<p class=MsoNormal style='mso-margin-top-alt:auto'><b><span lang=VI style='font-size:14pt'>Kính gửi</span></b>"
        "<o:p></o:p></p><img src='file:///C:/x.png'><script>alert(1)</script><a href='javascript:x()'>liên kết</a>"
        "<a href='#review-7'>[Phản biện 1]</a><table border=1><tr><td colspan=2 style='x'>Ô</td></tr></table>"
    )
    cleaned = clean(pasted)
    assert cleaned == (
        '<p><b>Kính gửi</b></p><p>liên kết<a href="#review-7">[Phản biện 1]</a></p>'
        '<table><tbody><tr><td colspan="2">Ô</td></tr></tbody></table>'
    )
    assert "Phản biện 1" not in printed(cleaned)
    assert "liên kết" in printed(cleaned)
    assert clean(cleaned) == cleaned
