"""Where signature and seal stand in an office's own form: on the page, the right way up, or refused at the example."""

from __future__ import annotations

import pytest

from consult.actions.signature_places import boxes, place_faults
from consult.libraries.renderer import RenderedPdf
from consult.libraries.signing import signature_box
from consult.libraries.signing.places import PERSON_HEIGHT, PERSON_WIDTH

WIDTH, HEIGHT = 595.0, 842.0


def places(
    signature: tuple[float, ...], name: tuple[float, ...], seal: tuple[float, ...] = ()
) -> dict[str, list[float]]:
    found = {"chuky": [*signature, WIDTH, HEIGHT], "hotennguoiky": [*name, WIDTH, HEIGHT]}
    return {**found, "chodau": [*seal, WIDTH, HEIGHT]} if seal else found


GOOD = places((0, 400, 300), (0, 400, 220), (0, 300, 260))


@pytest.mark.parametrize(
    ("found", "faults"),
    [
        (GOOD, []), (places((0, 400, 300), (1, 400, 700)), ["place:apart"]),
        (places((0, 4, 300), (0, 4, 400)), ["place:order"]),
        (places((1, 400, 300), (1, 400, 220), (0, 300, 260)), ["place:seal"]), ({"chuky": GOOD["chuky"]}, ["place:missing"]),
    ],
)  # fmt: skip
def test_what_cannot_be_signed_is_named(found: dict[str, list[float]], faults: list[str]):
    assert place_faults(found) == faults


@pytest.mark.parametrize(
    "found",
    [
        GOOD, places((0, 0, 300), (0, 0, 220)), places((0, WIDTH, 300), (0, WIDTH, 220)), places((0, 85, 30), (0, 85, 10)),
        places((0, 300, 842), (0, 300, 820), (0, 590, 840)), places((0, 400, 300), (1, 400, 700)),
        places((0, 400, 300), (1, 400, 841)), places((1, 400, 300), (0, 400, 20)), places((0, 85, 200), (0, 85, 400)),
        places((0, 0, 300), (0, 0, 220), (0, 0, 0)),
    ],
)  # fmt: skip
def test_signature_and_seal_stand_on_the_page_of_the_name_the_right_way_up(found: dict[str, list[float]]):
    place = signature_box(RenderedPdf(b"", 2, boxes(found)))
    assert place.page == found["hotennguoiky"][0]
    for left, bottom, right, top in (place.for_person(), place.for_body()):
        assert 0 <= left < right <= WIDTH
        assert 0 <= bottom < top <= HEIGHT
    left, bottom, right, top = place.for_person()
    assert right - left == pytest.approx(PERSON_WIDTH)
    if found["chuky"][0] != found["hotennguoiky"][0]:
        assert top - bottom == pytest.approx(PERSON_HEIGHT)
