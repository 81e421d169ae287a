"""Remarks on a region of a page: kept as they were drawn, refused where they cannot be one, and said wherever they are read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from consult import tasks
from consult.models import DocumentVersion, Review, ReviewRemark
from consult.queries.privacy import personal_data
from consult.rules.remarks import MOST_REMARKS

pytestmark = pytest.mark.django_db
REGION = [0.1, 0.2, 0.3, 0.1]


class Writing:
    """A reviewer who writes, and what their page sends."""

    def __init__(self, walk: Any, client: Any) -> None:
        walk.accept_all()
        self.walk = walk
        self.review = walk.open_reviews()[0]
        self.person = self.review.seat.person
        self.client = client(self.person)
        self.task = walk.task("write_review", self.person).pk
        self.file = walk.dossier.attachments.first().pk

    def remark(self, **more: Any) -> dict[str, Any]:
        return {"id": "a", "file": self.file, "page": 3, "quote": "", "text": "Số liệu mờ.", **more}

    def form(self, remarks: str, revision: int) -> dict[str, Any]:
        codes = list(self.walk.content())
        fields = {f"text_{code}": "Đạt." for code in codes} | {f"rating_{code}": "4" for code in codes}
        return fields | {"recommendation": "changes", "remarks": remarks, "revision": revision}

    def save(self, *remarks: Any, revision: int = 0) -> Any:
        return self.client.post(reverse("save_review", args=[self.task]), self.form(json.dumps(remarks), revision))

    def hand_in(self, *remarks: Any, revision: int = 0) -> Any:
        return self.client.post(reverse("task", args=[self.task]), self.form(json.dumps(remarks), revision))

    def kept(self) -> list[dict[str, Any]]:
        return Review.objects.get(pk=self.review.pk).remark_list()


@pytest.fixture
def writing(reviewing, as_person) -> Writing:
    return Writing(reviewing, as_person)


def test_a_region_is_kept_as_it_was_drawn_and_another_device_gets_it(writing):
    remark = writing.remark(region=REGION)
    assert writing.save(remark).json() == {"revision": 1}
    assert writing.kept() == [remark]
    # Sent again because the answer was lost; then a device that has not looked since.
    assert writing.save(remark).json() == {"revision": 1}
    other = writing.save(writing.remark(id="b"))
    assert other.status_code == 412
    assert json.loads(other.json()["fields"]["remarks"]) == [remark]
    moved = writing.remark(region=[0.0, 0.0, 1.0, 1.0])
    assert writing.save(moved, revision=1).json() == {"revision": 2}
    assert writing.kept() == [moved]
    assert writing.save(writing.remark(), revision=2).json() == {"revision": 3}
    assert writing.kept() == [writing.remark()]


def test_a_region_is_said_wherever_the_review_is_read(writing, as_person):
    remark = writing.remark(region=REGION)
    assert writing.hand_in(remark).status_code == 302
    tasks.work_off()
    assert DocumentVersion.objects.get(document__review=writing.review).data["remarks"][0]["region"] == REGION
    assert personal_data(writing.person)["reviews"][0]["content"]["remarks"] == [remark]
    client = as_person(writing.walk.office.officer)
    for name in ("dossier", "reviews"):
        page = client.get(reverse(name, args=[writing.walk.dossier.pk])).content.decode()
        address = reverse("read_attachment", args=[writing.file])
        assert f'href="{address}#page=3&amp;region=0.1,0.2,0.3,0.1"' in page
        assert "trang 3, vùng khoanh</a>" in page


NO_REGIONS = [
    [0.1, 0.2, 0.3],
    [-0.1, 0.2, 0.3, 0.1],
    [0.8, 0.2, 0.3, 0.1],
    [0.1, 0.2, 2, 0.1],
    [0.1, 0.2, float("nan"), 0.1],
    [0.1, 0.2, 10**400, 0.1],
    [0.1, 0.2, None, 0.1],
    "0.1,0.2,0.3,0.1",
]


@pytest.mark.parametrize("region", NO_REGIONS, ids=str)
def test_what_cannot_be_a_region_is_refused_in_words(writing, region):
    remark = writing.remark(region=region)
    saved, handed_in = writing.save(remark), writing.hand_in(remark)
    assert (saved.status_code, handed_in.status_code) == (409, 422)
    assert "vùng khoanh" in saved.json()["error"]
    assert saved.json()["error"] in handed_in.content.decode()
    assert writing.kept() == []
    writing.review.refresh_from_db()
    assert writing.review.state == Review.State.WRITING


def test_remarks_that_cannot_all_be_kept_take_none_away(writing):
    kept = writing.remark()
    assert writing.save(kept).status_code == 200
    form = writing.form("{}", 1)
    many = writing.form(json.dumps([writing.remark(id=f"r{number}") for number in range(MOST_REMARKS + 1)]), 1)
    for sent in (form, many):
        for name, status in (("save_review", 409), ("task", 422)):
            assert writing.client.post(reverse(name, args=[writing.task]), sent).status_code == status
    assert writing.kept() == [kept]


@pytest.mark.parametrize(
    "wrong",
    [
        {"height": None},
        {"left": None, "top": None},
        {"left": 0.8},
        {"top": -0.1},
        {"width": 0.0},
        {"height": 1.1},
        {"page": 0},
    ],
    ids=str,
)
def test_the_database_keeps_whole_regions_only(writing, wrong):
    whole = {"page": 1, **dict(zip(("left", "top", "width", "height"), REGION, strict=True))}
    place = {"review": writing.review, "attachment_id": writing.file, "text": "x"}
    ReviewRemark.objects.create(**place, position=1, key="whole", **whole)
    with pytest.raises(IntegrityError, match="region"), transaction.atomic():
        ReviewRemark.objects.create(**place, position=2, key="wrong", **{**whole, **wrong})
