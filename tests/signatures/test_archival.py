"""Signed documents stay PDF/A-3u as far as its structure tells, and say to any reader what may follow the first signature."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import BooleanObject, NameObject, NumberObject

from consult.demo import certificates
from consult.documents import pdf
from consult.libraries.signing import places, signatures_of, signed_update
from consult.libraries.signing.typeface import MISSING, typeface
from tests.actions.test_signing import signed_outside
from tests.documents.archival import faults
from tests.signatures.conftest import loaded


def test_a_signed_document_breaks_no_rule_of_archiving(issued_file):
    assert faults(issued_file) == []
    assert faults(signed_outside(issued_file, "Ai đó")) == []


def widgets(writer: PdfWriter):
    return [annotation.get_object() for annotation in writer.pages[-1]["/Annots"]]


def picture(writer: PdfWriter):
    look = widgets(writer)[0]["/AP"]["/N"].get_object()
    return look["/Resources"]["/XObject"]["/P0"].get_object()


def body_font(writer: PdfWriter):
    look = widgets(writer)[1]["/AP"]["/N"].get_object()
    return look["/Resources"]["/Font"]["/F0"].get_object()


BREAKS = {
    "6.2.8 Interpolate": lambda writer: picture(writer).update({NameObject("/Interpolate"): BooleanObject(True)}),
    "6.3.2 flags": lambda writer: widgets(writer)[0].update({NameObject("/F"): NumberObject(0)}),
    "6.3.3 appearance": lambda writer: widgets(writer)[1].pop("/AP"),
    "6.2.11.7 ToUnicode": lambda writer: body_font(writer).pop("/ToUnicode"),
    "6.2.11.4 embedded": lambda writer: descendant(writer)["/FontDescriptor"].get_object().pop("/FontFile2"),
    "6.2.11.5 widths": lambda writer: descendant(writer)["/W"][1].__setitem__(40, NumberObject(1)),
}


def descendant(writer: PdfWriter):
    return body_font(writer)["/DescendantFonts"][0].get_object()


@pytest.mark.parametrize("rule", BREAKS)
def test_the_check_sees_what_would_be_broken(issued_file, rule):
    writer = PdfWriter(clone_from=PdfReader(BytesIO(issued_file)))
    BREAKS[rule](writer)
    stream = BytesIO()
    writer.write(stream)
    assert rule in faults(stream.getvalue())


def test_the_first_signature_certifies_and_leaves_room_for_further_ones(issued, issued_file):
    root = PdfReader(BytesIO(issued_file)).root_object
    certifying = root["/Perms"]["/DocMDP"]
    (reference,) = certifying["/Reference"]
    assert (reference["/TransformMethod"], reference["/TransformParams"]["/P"]) == ("/DocMDP", 2)
    assert certifying == root["/AcroForm"]["/Fields"][0].get_object()["/V"]
    roots = [loaded(certificates.demo_authority())]
    further = signed_outside(issued_file, "Ai đó", visible=True)
    assert [one.good for one in signed_update(issued_file, further, roots)] == [True]
    assert [(one.good, one.trusted) for one in signatures_of(further, roots)] == [(True, True)] * 3


def test_nothing_undefined_is_shown_and_every_vietnamese_letter_is(db):
    face = typeface(pdf.fonts()["regular"], "Nguyễn Thị Ả, Đặng Ỷ")
    assert face.shown("Ẵ") != face.shown(MISSING)
    assert face.shown("A\u0306\u0303") == face.shown("Ẵ")
    assert face.shown("☃") == face.shown(MISSING)
    assert b"0000" not in face.shown("Đặng Ỷ ☃")


@pytest.mark.parametrize("gap", [20, 26, 30, 45])
def test_the_seal_stands_over_a_third_of_the_signature_and_never_over_the_name(gap):
    mm = places.MM
    place = places.SignatureBox(0, 140 * mm, (100 + gap) * mm, 100 * mm, 94 * mm)
    left, bottom = place.seal()
    person = place.for_person()
    assert (left + places.SEAL - person[0]) / (person[2] - person[0]) == pytest.approx(1 / 3)
    assert bottom >= place.name_top
