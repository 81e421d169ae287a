"""How long it takes to sign a document with the office's keys, against typesetting it: the share of a signed paper's time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

RUNS = 25


def signing(in_turn: Callable[..., dict[str, float]], opinion: dict[str, Any]) -> dict[str, float]:
    """Medians in ms and the share of signing, for a letter of one page and an opinion of four."""
    from consult import clock  # noqa: PLC0415
    from consult.actions.signing import sign_here  # noqa: PLC0415
    from consult.documents import DEFINITIONS, example, pdf  # noqa: PLC0415
    from consult.models import Document, DocumentVersion, Organisation, SigningKey  # noqa: PLC0415

    union = Organisation.objects.get(symbol="LHH")
    signer = SigningKey.objects.filter(union=union).exclude(person=None)[0].person
    letter = example(DEFINITIONS["supplement_request"], union, clock.today())
    found: dict[str, float] = {}
    for name, kind, data in (("one page", "supplement_request", letter), ("four pages", "opinion", opinion)):
        document = Document(union=union, kind=kind, title=name, signer=signer)
        version = DocumentVersion(document=document, version=1, data=data)
        made = pdf.render(kind, name, data)
        took = in_turn(
            {
                "typesetting": lambda kind=kind, name=name, data=data: pdf.render(kind, name, data),
                "signing": lambda version=version, made=made: sign_here(version, made),
            },
            runs=RUNS,
        )
        found |= {f"{name}: {what}, ms": seconds * 1000 for what, seconds in took.items()}
        found[f"{name}: share of signing"] = took["signing"] / sum(took.values())
    return found
