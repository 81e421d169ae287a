"""The people of the drill: each dossier is carried from its first line to the archive, by HTTP alone.

The database is only read, to find which step is open. What a client was told is written down as it was told.
"""

from __future__ import annotations

import hashlib
import queue
import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

import requests
from django.db import OperationalError, connections
from viewflow.workflow import STATUS

from consult import clock
from consult.demo.files import attachment
from consult.demo.walk import CONCLUSION, OPINION, TEXTS
from consult.models import Dossier, Organisation, Person, Procedure, Task
from consult.rules.questions import answers_of
from tools.http_client import HttpClient

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
PAUSE = 0.4
CODES = 3
FOUND, OK, UNPROCESSABLE = 302, 200, 422
# The event that each step leaves behind.
EVENTS = {
    "check_completeness": "accepted", "propose_council": "council_proposed", "approve_council": "council_approved",
    "answer_invitation": "review_accepted", "write_review": "review_handed_in", "call_meeting": "meeting_called",
    "hold_meeting": "meeting_held", "draft_opinion": "opinion_drafted", "approve_opinion": "opinion_approved",
    "sign_opinion": "opinion_signed", "issue_opinion": "opinion_numbered", "respond": "responded",
    "archive_dossier": "archived",
}  # fmt: skip
# The kinds of dossier of which the drill carries some.
KINDS = ("investment", "policy")
OFFICE = {"officer", "leader", "clerk"}


@dataclass(frozen=True)
class Acknowledgement:
    """Something that a client was told is done. ``at`` is the driver's monotonic clock, in seconds."""

    title: str
    what: str
    person: int
    at: float
    detail: str = ""


@dataclass
class Ledger:
    """What all clients were told, in order."""

    told: list[Acknowledgement] = field(default_factory=list)
    refused: int = 0
    unanswered: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, title: str, what: str, person: int, detail: str = "") -> None:
        with self.lock:
            self.told.append(Acknowledgement(title, what, person, time.monotonic(), detail))


@dataclass
class People:
    """Who acts, and their cookies: signed in once, used by every thread."""

    site: str
    certificate: Path
    cookies: dict[int, Any] = field(default_factory=dict)
    mine: threading.local = field(default_factory=threading.local)

    def sign_in(self, person: Person, password: str, code: Callable[[], str] | None) -> None:
        client = HttpClient(self.site, self.certificate)
        client.sign_in(person.email or "", password)
        if code is not None:
            # On a busy machine a code may be over before it arrives.
            for _attempt in range(CODES):
                client.get("/second-factor/code/")
                answer = client.post("/second-factor/code/", {"code": code()})
                if answer.status_code == FOUND:
                    break
            assert answer.status_code == FOUND, f"the second factor of {person.email}: {answer.status_code}"
        assert client.get("/notices/").url.endswith("/notices/"), person.email
        self.cookies[person.pk] = client.session.cookies

    def client(self, person: int) -> HttpClient:
        """This thread's own browser of a person."""
        known = self.mine.__dict__.setdefault("clients", {})
        if person not in known:
            known[person] = HttpClient(self.site, self.certificate)
            known[person].session.cookies.update(self.cookies[person])
        return known[person]


def _forget_connections() -> None:
    # A connection that broke may refuse to be closed; the dossier must not be forgotten over it.
    with suppress(Exception):
        connections.close_all()


class Driver:
    """Carries dossiers, several at once."""

    def __init__(
        self, people: People, ledger: Ledger, roles: dict[str, int], experts: list[int], now: Callable[[], float]
    ):
        self.people, self.ledger, self.roles, self.experts, self.now = people, ledger, roles, experts, now
        self.work: queue.Queue[str] = queue.Queue()
        self.stop = threading.Event()
        self.ended: set[str] = set()
        self.begun: set[str] = set()
        procedures = list(
            Procedure.objects.offered(clock.today())
            .filter(kind__union__symbol="LHH", kind__code__in=KINDS)
            .order_by("kind")
        )
        self.procedures = procedures
        self.proposer = Organisation.objects.get(memberships__person=roles["proposer"], memberships__role="proposer")
        self.files = {
            (procedure.pk, item.code): attachment(item, "Diễn tập", "Đơn vị").read()
            for procedure in procedures
            for item in procedure.rules.checklist
            if item.required
        }

    def run(self, titles: list[str], threads: int) -> list[threading.Thread]:
        for title in titles:
            self.work.put(title)
        started = [threading.Thread(target=self._thread, daemon=True) for _ in range(threads)]
        for thread in started:
            thread.start()
        return started

    def _thread(self) -> None:
        while not self.stop.is_set():
            try:
                title = self.work.get(timeout=0.5)
            except queue.Empty:
                continue
            try:
                more = self._advance(title)
            except (requests.RequestException, OperationalError, AssertionError):
                # Nobody said that it was done: it is looked at again.
                self.ledger.unanswered += 1
                more = True
                _forget_connections()
                self.stop.wait(PAUSE)
            except Exception as fault:  # a pool or a driver has its own ways to say that the database is gone
                self.ledger.unanswered += 1
                print(f"    {type(fault).__name__}: {fault}"[:200], flush=True)
                more = True
                _forget_connections()
            if more:
                self.work.put(title)
            else:
                self.ended.add(title)

    def _advance(self, title: str) -> bool:
        """One act on a dossier. Returns whether it has not ended."""
        dossier = Dossier.objects.select_related("procedure").filter(title=title).first()
        if dossier is None:
            self._begin(title)
            return True
        if dossier.stage == "draft":
            self._prepare(dossier)
            return True
        if dossier.stage == "closed":
            return False
        tasks = list(Task.objects.filter(dossier=dossier, status=STATUS.NEW).exclude(node="collect_reviews"))
        if not tasks:
            self.stop.wait(PAUSE)
            return True
        self._do(dossier, random.choice(tasks))
        return True

    # ------------------------------------------------------------ the proposer
    def _begin(self, title: str) -> None:
        # A title is chosen on the second page: the draft carries it only then, so an unanswered first page leaves an
        # empty draft behind, as it does with people.
        person = self.roles["proposer"]
        client = self.people.client(person)
        client.get("/dossiers/new/")
        procedure = self.procedures[crc32(title.encode()) % len(self.procedures)]
        answer = client.post("/dossiers/new/", {"procedure": procedure.pk, "proposer": self.proposer.pk})
        assert answer.status_code == FOUND, answer.status_code
        page = answer.headers["Location"]
        client.get(page)
        answers = {f"answer_{one.code}": answers_of(one)[0] for one in procedure.rules.questions}
        said = {"title": title, "kind": "advice", "location": "Xã Ea Kmút", "summary": "Diễn tập", **answers}
        answer = client.post(page, said)
        assert answer.status_code == FOUND, answer.status_code
        self.begun.add(title)
        self.ledger.note(title, "described", person)

    def _prepare(self, dossier: Dossier) -> None:
        person = self.roles["proposer"]
        client = self.people.client(person)
        present = set(dossier.attachments.values_list("item", flat=True))
        missing = [item for item in dossier.asked_items() if item.required and item.code not in present]
        if missing:
            code = missing[0].code
            client.get(f"/dossiers/{dossier.pk}/attachments/")
            content = self.files[dossier.procedure_id, code] + f"\n%{dossier.title} {code}\n".encode()
            self.upload(client, dossier, code, content)
            return
        client.get(f"/dossiers/{dossier.pk}/send/")
        answer = client.post(f"/dossiers/{dossier.pk}/send/")
        assert answer.status_code == FOUND, answer.status_code
        self.ledger.note(dossier.title, "submitted", person)

    def upload(self, client: HttpClient, dossier: Dossier, code: str, content: bytes) -> int:
        """Send one file. Returns the status; what was taken is noted with its hash."""
        file = {"file": (f"{code}.pdf", content, "application/pdf")}
        answer = client.post(f"/dossiers/{dossier.pk}/files/{code}/", files=file, headers={"HX-Request": "true"})
        if answer.status_code == OK:
            self.ledger.note(dossier.title, "uploaded", self.roles["proposer"], hashlib.sha256(content).hexdigest())
        elif answer.status_code == UNPROCESSABLE:
            self.ledger.refused += 1
        return answer.status_code

    # ------------------------------------------------------------ everybody else
    def _do(self, dossier: Dossier, task: Task) -> None:
        person = task.assignee_id or self.roles[task.actor if task.actor in self.roles else "officer"]
        client = self.people.client(person)
        page = f"/steps/{task.pk}/"
        seen = client.get(page)
        if not seen.url.endswith(page):
            return
        answer = client.post(page, self._form(dossier, task))
        if answer.status_code == FOUND:
            self.ledger.note(dossier.title, EVENTS[task.node], person)
        elif answer.status_code == UNPROCESSABLE:
            raise AssertionError(f"{task.node} refused what was filled in")

    def _form(self, dossier: Dossier, task: Task) -> dict[str, Any]:
        rules = dossier.procedure.rules
        forms: dict[str, Callable[[], dict[str, Any]]] = {
            "check_completeness": lambda: {
                "decision": "accept",
                **{f"ok_{item.code}": "on" for item in rules.checklist},
            },
            "propose_council": lambda: self._seats(dossier),
            "answer_invitation": lambda: {"decision": "accept"},
            "write_review": lambda: {
                "recommendation": "changes",
                **{f"text_{section.code}": TEXTS.get(section.code, TEXTS["proposal"]) for section in rules.review_form},
                **{f"rating_{section.code}": "4" for section in rules.review_form if section.rating},
                **{f"{one.value}_{one.code}": answers_of(one)[0] for one in rules.review_form if answers_of(one)},
            },
            "call_meeting": lambda: {
                "form": "meeting",
                "starts_at": self._tomorrow(),
                "place": "Phòng họp số 2",
                "agenda": "Thảo luận",
            },
            "hold_meeting": lambda: self._presence(dossier),
            "draft_opinion": lambda: {"body": OPINION, "conclusion": CONCLUSION},
            "respond": lambda: {"body": "Tiếp thu toàn bộ ý kiến."},
        }
        return forms.get(task.node, lambda: {"decision": "approve"})()

    def _seats(self, dossier: Dossier) -> dict[str, Any]:
        first = dossier.pk % len(self.experts)
        chosen = [self.experts[(first + n) % len(self.experts)] for n in range(6)]
        kinds = ["chair", "deputy", "reviewer", "reviewer", "member", "member"]
        return {"person": [*chosen, self.roles["officer"]], "kind": [*kinds, "secretary"]}

    def _presence(self, dossier: Dossier) -> dict[str, Any]:
        form: dict[str, Any] = {
            "minutes": "<p>Hội đồng thảo luận.</p>",
            "conclusion": "Thống nhất.",
            # Called for tomorrow, held today: the drill does not wait.
            "began_at": self._hours_ago(2),
            "ended_at": self._hours_ago(1),
        }
        for seat in dossier.council.seats.filter(released_at=None).values_list("pk", flat=True):
            form |= {f"mode_{seat}": "room", f"vote_{seat}": "for"}
        return form

    def _hours_ago(self, hours: int) -> str:
        moment = datetime.fromtimestamp(self.now(), VIETNAM) - timedelta(hours=hours)
        return f"{moment:%Y-%m-%dT%H:%M}"

    def _tomorrow(self) -> str:
        moment = datetime.fromtimestamp(self.now(), VIETNAM) + timedelta(days=1)
        return f"{moment:%Y-%m-%dT%H:%M}"
