"""Run in a process of its own on an upgraded database: walks every open dossier on to its end, and says how it ended."""

from __future__ import annotations

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.utils import translation  # noqa: E402
from viewflow.workflow import STATUS  # noqa: E402

from consult import tasks  # noqa: E402
from consult.demo.dossiers import settle_inline  # noqa: E402
from consult.demo.office import build_office  # noqa: E402
from consult.demo.walk import Walk  # noqa: E402
from consult.models import Dossier, RegisterEntry, Task  # noqa: E402

MOST_STEPS = 40


def supply(walk: Walk) -> None:
    proposer = walk.dossier.submitter
    for item in walk.dossier.asked_items():
        if item.required:
            walk.attach(item.code, proposer)
    walk.do("supply_supplement", proposer)


def finish_reviews(walk: Walk) -> None:
    for review in walk.open_reviews():
        if review.state == "invited":
            walk.accept(review.seat.person)
        walk.review(review.seat.person)


STEPS = {
    "supply_supplement": supply,
    "check_completeness": lambda walk: walk.do("check_completeness", walk.office.officer, decision="accept"),
    "propose_council": lambda walk: walk.do("propose_council", walk.office.officer, seats=walk.seats()),
    "approve_council": lambda walk: walk.approve_council(walk.office.leader),
    "collect_reviews": finish_reviews,
    "call_meeting": lambda walk: walk.call_meeting(),
    "hold_meeting": lambda walk: walk.hold_meeting(),
    "sign_minutes": lambda walk: walk.do("sign_minutes", walk.seat("chair"), decision="approve"),
    "draft_opinion": lambda walk: walk.draft(),
    "approve_opinion": lambda walk: walk.do("approve_opinion", walk.seat("chair"), decision="approve"),
    "sign_opinion": lambda walk: walk.do("sign_opinion", walk.office.leader, decision="approve"),
    "issue_opinion": lambda walk: walk.issue(),
    "respond": lambda walk: walk.do("respond", walk.dossier.submitter, body="Đơn vị tiếp thu toàn bộ ý kiến."),
    "archive_dossier": lambda walk: walk.do("archive_dossier", walk.office.officer),
}


def walk_on(walk: Walk) -> None:
    for _step in range(MOST_STEPS):
        if walk.dossier.stage == "closed":
            return
        nodes = set(Task.objects.filter(dossier=walk.dossier, status=STATUS.NEW).values_list("node", flat=True))
        STEPS[next(node for node in STEPS if node in nodes)](walk)
        walk.dossier.refresh_from_db()


def main() -> None:
    with translation.override("vi"):
        office = build_office()
        for dossier in Dossier.objects.exclude(stage="draft").order_by("pk"):
            walk = Walk(office, settle_inline)
            walk.dossier = dossier
            walk_on(walk)
        while tasks.work_off():
            pass
    ends = {one.code: [one.stage, one.outcome] for one in Dossier.objects.exclude(stage="draft")}
    numbers: dict[str, list[int]] = {}
    for entry in RegisterEntry.objects.order_by("register", "number"):
        numbers.setdefault(str(entry.register_id), []).append(entry.number)
    json.dump({"ends": ends, "numbers": list(numbers.values())}, sys.stdout)


main()
