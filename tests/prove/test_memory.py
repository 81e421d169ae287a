"""The web process after it has warmed up: fifteen people read, search, download and upload, and its memory stays.

MEMORY_MINUTES gives how long (6; an hour for the whole proof). The first third warms up; in the last third the process takes at
most 4 % more than in the second.
"""

from __future__ import annotations

import io
import os
import random
import re
import threading
import time
from pathlib import Path

import requests
from pypdf import PdfWriter

from tests.prove.installation import Installation

MINUTES = float(os.environ.get("MEMORY_MINUTES", "6"))
PEOPLE, PAUSE, EVERY = 15, 0.8, 2.0
GROWTH = 1.04
LINK = re.compile(r'href="(/[^"#]*)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
UPLOAD = re.compile(r'action="(/dossiers/\d+/files/[a-z_]+/)"')
ACCOUNT = re.compile(r'action="(/demo/\d+/)"')


class Visitor(threading.Thread):
    """One person who clicks on whatever is there, and sometimes sends a file."""

    def __init__(self, site: str, number: int, until: float) -> None:
        super().__init__(daemon=True)
        self.site, self.until, self.chance = site, until, random.Random(number)
        self.session = requests.Session()
        self.session.trust_env = False
        page = self.get("/demo/")
        accounts = ACCOUNT.findall(page)
        self.send(accounts[number % len(accounts)], page)
        self.asked = self.faults = 0

    def get(self, path: str) -> str:
        answer = self.session.get(self.site + path, timeout=60)
        if answer.status_code >= 500:
            raise AssertionError(f"{path}: {answer.status_code}")
        return answer.text if "html" in answer.headers.get("Content-Type", "") else ""

    def send(self, path: str, page: str, **more) -> None:
        token = TOKEN.search(page)
        if token:
            answer = self.session.post(
                self.site + path,
                data={"csrfmiddlewaretoken": token[1]},
                headers={"Referer": self.site},
                timeout=60,
                **more,
            )
            assert answer.status_code < 500, path

    def run(self) -> None:
        links = ["/"]
        while time.monotonic() < self.until:
            try:
                page = self.get(self.chance.choice(links))
                forms = UPLOAD.findall(page)
                if forms and self.chance.random() < 0.1:
                    self.send(
                        self.chance.choice(forms), page, files={"file": ("a.pdf", pdf(self.chance.randint(1, 60)))}
                    )
            except (requests.ConnectionError, requests.ChunkedEncodingError):
                self.faults += 1
                continue
            self.asked += 1
            links = [link for link in LINK.findall(page) if not link.startswith(("/static", "/sign-out"))] or [
                "/",
                "/dossiers/",
            ]
            time.sleep(PAUSE * self.chance.random())


def pdf(pages: int) -> bytes:
    writer, stream = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    writer.write(stream)
    return stream.getvalue()


def resident(pid: int) -> float:
    """MiB of the process that answers: gunicorn's child."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    lines = [Path(f"/proc/{child}/status").read_text() for child in children]
    return max(int(re.search(r"VmRSS:\s+(\d+)", text)[1]) for text in lines) / 1024


def test_the_web_process_does_not_grow_once_it_is_warm(tmp_path: Path):
    here = Installation(tmp_path / "var", tmp_path / "log")
    here.prepare(office_only=False)
    code = "from consult.tasks import work_off\nwhile work_off(): pass"
    here.manage("shell", "-v0", "-c", code)
    try:
        here.start("web")
        began = time.monotonic()
        visitors = [Visitor(here.site, number, began + MINUTES * 60) for number in range(PEOPLE)]
        for visitor in visitors:
            visitor.start()
        seen: list[tuple[float, float]] = []
        while (now := time.monotonic()) < began + MINUTES * 60:
            seen.append(((now - began) / (MINUTES * 60), resident(here.running["web"].pid)))
            time.sleep(EVERY)
        for visitor in visitors:
            visitor.join(60)
    finally:
        here.stop()
    thirds = [max(size for when, size in seen if part <= when * 3 < part + 1) for part in range(3)]
    asked = sum(visitor.asked for visitor in visitors)
    print(
        f"{asked} requests in {MINUTES:.0f} min; at most {', '.join(f'{size:.0f}' for size in thirds)} MiB in each third"
    )
    assert asked > 200 * MINUTES
    assert thirds[2] <= thirds[1] * GROWTH
