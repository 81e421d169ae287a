"""Thirty people at a meeting: their pages ask every two seconds while the session goes on, with /healthz as the floor.

The web server is the one of ``make run``: one process, eight threads, SQLite. It shares the machine with those who ask.
"""

from __future__ import annotations

import os
import re
import statistics
import threading
import time
from pathlib import Path
from typing import Any

import urllib3

from tools.processes import free_port, group, listening, wait_for, web

PEOPLE, PAUSE, SECONDS, ACTS_EVERY = 30, 2.0, 40.0, 3.0
VERSION = re.compile(rb"[?&;]v=(\d+)")
NEVER = "0"


def meeting() -> dict[str, Any]:
    """Medians and 95th percentiles in ms, the part of one core that the web process took, and ratios to the floor."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    walk, people = _open_meeting()
    address = f"/meetings/{walk.dossier.council.meetings.get().pk}/live/"
    cookies = []
    for person in people:
        client = Client()
        client.force_login(person)
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")
    port = free_port()
    with group({**os.environ, "ALLOWED_HOSTS": "127.0.0.1"}) as processes:
        started = processes.start("web", *web(port))
        wait_for("the web server", lambda: listening(port))
        base = f"http://127.0.0.1:{port}"
        floor = _ask(base, "/healthz", [""] * PEOPLE, SECONDS / 2)
        before = _cpu(started.pid)
        begun = time.monotonic()
        stop = threading.Event()
        session = threading.Thread(target=_work, args=(walk, stop))
        session.start()
        asked = _ask(base, address, cookies, SECONDS)
        stop.set()
        session.join()
        share = (_cpu(started.pid) - before) / (time.monotonic() - begun)
    return _figures(asked, floor, share)


def _figures(asked: list[tuple[int, float]], floor: list[tuple[int, float]], share: float) -> dict[str, Any]:
    quiet = [took for status, took in asked if status == 204]
    news = [took for status, took in asked if status == 200]
    least = statistics.median(took for _status, took in floor)
    return {
        "questions": len(asked),
        "questions that failed": len(asked) - len(quiet) - len(news),
        "nothing new, median ms": 1000 * statistics.median(quiet),
        "nothing new, 95th percentile ms": 1000 * statistics.quantiles(quiet, n=20)[-1],
        "news, median ms": 1000 * statistics.median(news),
        "news, 95th percentile ms": 1000 * statistics.quantiles(news, n=20)[-1],
        "/healthz at the same rate, median ms": 1000 * least,
        "nothing new against /healthz": statistics.median(quiet) / least,
        "part of one core": share,
    }


def _open_meeting() -> tuple[Any, list[Any]]:
    """A council of thirty in session, and its people."""
    from consult.demo.dossiers import settle_inline  # noqa: PLC0415
    from consult.demo.office import build_office  # noqa: PLC0415
    from consult.demo.walk import Walk  # noqa: PLC0415
    from consult.models import Expert, Person  # noqa: PLC0415

    office = build_office()
    procedure = office.investment
    procedure.config = {**procedure.config, "seats": {"least": 5, "most": 41, "odd": False, "per_employer": 41}}
    procedure.save()
    walk = Walk(office, settle_inline)
    walk.submit(by=office.investor_person, procedure=procedure, title="Dự án đo", location="Xã Pơng Đrang")
    walk.do("check_completeness", office.officer, decision="accept")
    seats = list(walk.seats())
    for number in range(PEOPLE - len(seats)):
        person = Person.objects.create_user(f"do{number}@lhh.test", None, name=f"Người dự {number}")
        Expert.objects.create(person=person)
        seats.append((person, "member"))
    walk.do("propose_council", office.officer, seats=seats)
    walk.approve_council(office.leader)
    walk.accept_all()
    for review in walk.open_reviews():
        walk.review(review.seat.person)
    walk.call_meeting()
    people = [seat.person for seat in walk.dossier.council.seats.select_related("person")]
    for seat in walk.dossier.council.seats.all():
        walk.act_in_session("presence", office.officer, seat=seat.pk, mode="room")
    walk.act_in_session("open", office.officer)
    return walk, people


def _work(walk: Any, stop: threading.Event) -> None:
    """Somebody speaks every few seconds, so that every page has news to fetch."""
    seat = walk.dossier.council.seats.first()
    while not stop.wait(ACTS_EVERY):
        walk.act_in_session("note", walk.office.officer, seat=seat.pk, text="Cần làm rõ phương án phòng cháy.")


def _ask(base: str, address: str, cookies: list[str], seconds: float) -> list[tuple[int, float]]:
    """Everybody asks at their own moment, then every ``PAUSE`` seconds. Returns statuses with the seconds each took."""
    told: list[tuple[int, float]] = []
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_one, args=(base, address, cookie, PAUSE * n / len(cookies), until, told))
        for n, cookie in enumerate(cookies)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def _one(base: str, address: str, cookie: str, first: float, until: float, told: list[tuple[int, float]]) -> None:
    pool = urllib3.PoolManager(retries=False)
    version = NEVER
    due = time.monotonic() + first
    while due < until:
        time.sleep(max(0.0, due - time.monotonic()))
        began = time.perf_counter()
        answer = pool.request("GET", f"{base}{address}?v={version}", headers={"Cookie": cookie, "HX-Request": "true"})
        told.append((answer.status, time.perf_counter() - began))
        found = VERSION.search(answer.data)
        version = found.group(1).decode() if found else version
        due += PAUSE


def _cpu(pid: int) -> float:
    """Seconds of processor time of a process and its children so far."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        # Fields after the name: state, parent, process group; then user and system time as the 12th and 13th.
        if int(fields[2]) == pid:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
