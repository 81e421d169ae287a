"""A disk that fills up while people work: uploads are refused in words, reading goes on, nothing is given up or half kept."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
from pathlib import Path

import requests
from pypdf import PdfWriter

from tests.prove.installation import Installation, mounted
from tests.services.conftest import until

SIZE, RESERVE = 160, 32
MIB = 1024 * 1024
LITTLE = 2 * MIB
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def pdf(pages: int) -> bytes:
    writer, stream = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    writer.write(stream)
    return stream.getvalue()


class Proposer:
    """The demo's proposer with a draft."""

    def __init__(self, here: Installation) -> None:
        self.site, self.session = here.site, requests.Session()
        self.session.trust_env = False
        code = (
            "from consult.demo.office import build_office; from consult.actions.intake import draft_dossier;"
            "o = build_office();"
            "d = draft_dossier(procedure=o.investment, proposer=o.investor, by=o.investor_person, title='Dự án');"
            "print(o.investor_person.pk, d.pk)"
        )
        person, self.draft = map(int, here.manage("shell", "-v0", "-c", code).stdout.split())
        self.post(f"/demo/{person}/", "/demo/")

    def post(self, path: str, page: str, **more) -> requests.Response:
        token = TOKEN.search(self.session.get(self.site + page, timeout=60).text)[1]
        return self.session.post(
            self.site + path, data={"csrfmiddlewaretoken": token}, timeout=60, allow_redirects=False,
            headers={"Referer": self.site + page, "HX-Request": "true"}, **more,
        )  # fmt: skip

    def upload(self, content: bytes) -> requests.Response:
        page = f"/dossiers/{self.draft}/attachments/"
        return self.post(f"/dossiers/{self.draft}/files/request/", page, files={"file": ("a.pdf", content)})

    def reads(self) -> list[int]:
        pages = ["/", "/dossiers/", f"/dossiers/{self.draft}/attachments/", "/notices/"]
        return [self.session.get(self.site + page, timeout=60).status_code for page in pages]


def jobs(here: Installation) -> dict[str, int]:
    found = here.look()
    return {name: found[name] for name in ("open", "failed")}


def test_a_disk_that_fills_up_and_is_emptied_again(tmp_path: Path):
    with mounted("-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", at=tmp_path / "disk") as disk:
        here = Installation(disk / "var", tmp_path / "log", MIN_FREE_MIB=str(RESERVE))
        here.prepare(office_only=False)
        waiting = jobs(here)["open"]
        assert waiting > 20
        try:
            here.start("web")
            proposer = Proposer(here)
            kept = pdf(2)
            assert proposer.upload(kept).status_code == 200
            ballast = disk / "ballast"
            # Less than the reserve: uploads stop, reading does not.
            fill(ballast, disk, RESERVE * MIB // 2)
            refused = proposer.upload(pdf(3))
            assert refused.status_code == 422
            assert "sắp đầy" in refused.text
            assert proposer.reads() == [200] * 4
            # Nothing at all.
            fill(ballast, disk, 0)
            assert proposer.reads() == [200] * 4, here.log.read_text()[-6000:]
            assert {proposer.upload(pdf(4)).status_code for _ in range(5)} == {422}
            # Next to nothing: workers wait, and give nothing up.
            with ballast.open("ab") as stream:
                stream.truncate(ballast.stat().st_size - LITTLE)
            here.start("worker")
            steady(here)
            # None was done or given up; the mail to the administrator waits with the others.
            assert jobs(here)["open"] >= waiting
            assert jobs(here)["failed"] == []
            ballast.unlink()
            until(lambda: jobs(here)["open"] == 0, 300)
            again = pdf(5)
            assert proposer.upload(again).status_code == 200
            found = here.look()
            assert (found["integrity"], found["lost"], found["failed"]) == ("ok", [], [])
            assert {hashlib.sha256(content).hexdigest() for content in (kept, again)} <= set(found["uploads"])
            mails = list((disk / "var" / "mails").iterdir())
            assert mails
            assert all(mail.read_bytes().startswith(b"Content-Type") for mail in mails)
        finally:
            here.stop()


def fill(ballast: Path, disk: Path, left: int) -> None:
    with ballast.open("ab") as stream:
        more = shutil.disk_usage(disk).free - left
        while more > 0:
            part = min(more, MIB)
            stream.write(bytes(part))
            more -= part


def steady(here: Installation) -> None:
    """Half a minute in which nothing ends."""
    for _ in range(6):
        try:
            until(lambda: any(process.poll() is not None for process in here.running.values()), 5)
        except AssertionError:
            continue
        raise AssertionError((here.log).read_text()[-2000:])
