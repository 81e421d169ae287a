"""Quyết định thay đổi, bổ sung thành viên hội đồng, with the list of seats as they are then as annex."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.models import CouncilChange, Document, DocumentKind, Dossier, Person, SeatChange
from consult.rules.numbering import DECISION, written_date

from . import samples
from .council_decision import UNNAMED
from .definition import DocumentDefinition, Frozen, StandingSentence
from .names import SEAT_NAMES
from .parts import office_held, seat_rows, signature

# It says nothing of why somebody leaves: that is not for everybody who reads a decision.
CONSIDERED = "Xét yêu cầu công việc của Hội đồng"


def _seat(line: SeatChange) -> str:
    name = SEAT_NAMES[line.kind]  # type: ignore[index]
    return f"{name}, nhóm {line.group.name}" if line.group else name


def _said(line: SeatChange) -> str:
    """One line of a change as a sentence of the first article."""
    left = line.leaves
    if left is not None and line.comes is not None:
        return f"{line.comes.titled_name} làm {_seat(line)}, thay {left.person.titled_name}"
    if line.comes is not None:
        return f"Bổ sung {line.comes.titled_name} làm {_seat(line)}"
    assert left is not None
    return f"{left.person.titled_name} thôi tham gia Hội đồng"


def _founded(dossier: Dossier) -> str:
    """The decision that founded the council, as a ground; "" where none was made."""
    found = Document.objects.filter(dossier=dossier, kind=DocumentKind.COUNCIL_DECISION, entry__isnull=False)
    decision = found.select_related("entry").order_by("-pk").first()
    if decision is None or decision.entry is None:
        return ""
    day = written_date(clock.day_of(decision.entry.given_at))
    return f"Căn cứ Quyết định số {decision.entry.symbol} {day} về việc thành lập Hội đồng"


def freeze(dossier: Dossier, *, day: date, change: CouncilChange, signer: Person) -> Frozen:
    """The seats as they are after the change, which has been made."""
    lines = change.lines.select_related("leaves__person__expert", "comes__expert", "group")
    said = {
        "considered": CONSIDERED,
        "suggested_by": office_held(change.proposed_by, dossier.union) or UNNAMED,
        "changes": [_said(line) for line in lines],
        "seats": seat_rows(dossier),
        "signature": signature(signer, dossier.union, decides=True),
    }
    founded = _founded(dossier)
    return f"Quyết định thay đổi, bổ sung thành viên hội đồng {dossier.code}", (
        {**said, "founded_by": founded} if founded else said
    )


DEFINITION = DocumentDefinition(
    DocumentKind.COUNCIL_CHANGE,
    freeze,
    made="the leader approves a change of the council",
    signers="leader, body",
    sentences={
        "authority": StandingSentence(_("Who decides: the head or the body, whoever signs"), "Chủ tịch {union}"),
        "suggestion": StandingSentence(_("The last ground"), "Theo đề nghị của {suggested_by}"),
        "task": StandingSentence(
            _("Article 2, what those who come do"),
            "Thành viên thay thế, bổ sung thực hiện nhiệm vụ của Hội đồng từ phần việc còn lại; việc đã làm của thành viên "
            "thôi tham gia vẫn có giá trị. Các nội dung khác về Hội đồng không thay đổi.",
        ),
        "effect": StandingSentence(
            _("Article 3, effect"),
            "Quyết định này có hiệu lực kể từ ngày ký. Các ông, bà có tên tại Điều 1 và các đơn vị có liên quan chịu "
            "trách nhiệm thi hành Quyết định này./.",
        ),
    },
    placeholders=("suggested_by",),
    recipients=("Như Điều 3", "{proposer}"),
    grounds=True,
    last_grounds=("suggestion",),
    symbol=DECISION,
    subject="Quyết định thay đổi, bổ sung thành viên hội đồng",
    issued=True,
    sealed=True,
    sample={
        **samples.COMMON,
        "considered": CONSIDERED,
        "suggested_by": "Trưởng ban Tư vấn, phản biện",
        "changes": [
            f"{samples.SEATS[1]['name']} làm {SEAT_NAMES['chair']}, thay {samples.SEATS[0]['name']}",  # type: ignore[index]
            f"Bổ sung {samples.SEATS[4]['name']} làm {SEAT_NAMES['member']}",  # type: ignore[index]
        ],
        "seats": samples.SEATS[1:],
        "signature": samples.SIGNATURE,
    },
)
