"""The README's way to an office of one's own, as it is written there: the command, the printed address and code, the pages."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from django.db import connection
from lxml import html

from tests.services.conftest import ROOT, until
from tools.http_client import HttpClient
from tools.processes import free_port

OFFICE = {
    "province": "Bình Định",
    "people-0-name": "Nguyễn Thị An",
    "people-0-email": "an@lhh.example",
    "people-0-roles": ["leader", "officer", "clerk", "administrator"],
    "password1": "Mật-khẩu-rất-dài-7",
    "password2": "Mật-khẩu-rất-dài-7",
}


def commands() -> list[str]:
    """The lines of the block that the README gives for an office of one's own."""
    [block] = re.findall(r"For an office of your own:\n\n```\n(.+?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    return block.splitlines()


@pytest.fixture
def home(transactional_db: None, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "consult"
    folder.mkdir()
    # Migrated already: that is tested elsewhere.
    with sqlite3.connect(connection.settings_dict["NAME"]) as migrated:
        migrated.execute("VACUUM INTO ?", [str(folder / "consult.sqlite3")])
    yield tmp_path
    for process in psutil.process_iter(["environ"]):
        if (process.info["environ"] or {}).get("CONSULT_DATA_DIR") == str(folder):
            process.kill()


def test_the_first_line_leads_to_an_office(home: Path) -> None:
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("CONSULT_", "DATABASE", "REDIS", "SITE_", "TEST_"))
    }
    env = {**kept, "HOME": str(home), "PYTHON": sys.executable, "PORT": str(free_port()), "STATIC_GATHERED": "0"}
    with (home / "said").open("wb") as said:
        make = subprocess.Popen(["bash", "-c", commands()[0]], cwd=ROOT, env=env, stdout=said, stderr=said)
    until(lambda: "Ctrl-C" in (home / "said").read_text() or make.poll() is not None)
    printed = re.search(r"(http://localhost:\d+)/setup/\n.*: (\S+)", (home / "said").read_text())
    assert printed, (home / "said").read_text()
    again = subprocess.run(["make", "code"], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    [code] = re.findall(r": (\S{4}-\S{4}-\S{4})$", again.stdout, re.MULTILINE)
    # The page on which it is typed says the command.
    visitor = HttpClient(printed[1], Path())
    assert "make code" in visitor.get("/").text
    page = fill(visitor, "/", code=code)
    pages = []
    while "/setup/" in page.url:
        pages.append(page.url)
        assert pages.count(page.url) == 1, page.text
        page = fill(visitor, page.url.removeprefix(visitor.site), **OFFICE)
    # Seven pages, as the README says.
    assert len(pages) == 7
    page = fill(visitor, page.url.removeprefix(visitor.site), **OFFICE)
    assert (page.status_code, page.url.removeprefix(visitor.site)) == (200, "/office/left-to-do/")
    make.send_signal(signal.SIGINT)


def fill(visitor: HttpClient, path: str, **values: object):
    """Open the page, fill in what of ``values`` it asks, leave the rest as it is offered, and go where the answer leads."""
    page = visitor.get(path)
    form = html.fromstring(page.text).xpath("//main//form")[0]
    data = {name: value for name, value in form.form_values() if name not in values}
    data |= {name: value for name, value in values.items() if name in form.fields}
    answer = visitor.post(page.url.removeprefix(visitor.site), data)
    assert answer.status_code == 302, answer.text
    return visitor.get(answer.headers["Location"])
