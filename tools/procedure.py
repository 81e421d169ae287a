"""The page docs/procedure.md: the steps of the procedure in Vietnamese, read from the flow itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation
from viewflow.workflow import flow

from tools.prepare import ROOT
from workflows.diagram import ListedStep, Way, listed, steps_of
from workflows.dossier import DossierFlow
from workflows.review import ReviewFlow

PAGE = ROOT / "docs" / "procedure.md"
HEAD = """# Quy trình

Trang này do `python -m tools.write_docs` viết từ `workflows/dossier.py` và `workflows/review.py`; kiểm thử so sánh hai bên.
Số ngày làm việc là mặc định, mỗi quy trình của một liên hiệp hội có thể đặt khác. Căn cứ là tên của phần quy trình; văn bản
cụ thể do văn phòng ghi ở Văn phòng, Căn cứ pháp lý.

"""
COLUMNS = ("số", "bước", "ai làm", "ngày làm việc", "văn bản", "căn cứ", "quyết định và bước tiếp theo")


def _way(way: Way) -> str:
    end = f"{way.number}. {way.title}" if way.number else str(way.title)
    end = f"quay lại {end}" if way.back else end
    return f"{way.label}: {end}" if way.label else end


def _row(listed_step: ListedStep) -> str:
    step = listed_step.step
    documents = "; ".join(f"{document.label}{' (có số)' if document.numbered else ''}" for document in step.documents)
    ways = "; ".join(_way(way) for way in listed_step.ways)
    then = f"{listed_step.question} {ways}".strip() if listed_step.question else ways
    basis = step.basis.label if step.basis else ""
    cells = (step.number, step.title, step.who, step.days or "", documents, basis, then)
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _table(flow_class: type[flow.Flow]) -> Iterator[str]:
    yield f"| {' | '.join(COLUMNS)} |"
    yield "|---" * len(COLUMNS) + "|"
    yield from (_row(one) for one in listed(steps_of(flow_class)))


def page() -> str:
    """The whole page. Django must be set up."""
    with translation.override("vi"):
        dossier = "\n".join(_table(DossierFlow))
        review = "\n".join(_table(ReviewFlow))
    return f"{HEAD}## Hồ sơ\n\n{dossier}\n\n## Mỗi phản biện\n\n{review}\n"
