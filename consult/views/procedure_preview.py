"""A version of a procedure as people would meet it: what is submitted, what reviewers are asked, the way, a decision."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from consult.documents import DEFINITIONS
from consult.documents.definition import DocumentDefinition
from consult.forms.dossier import QuestionsForm
from consult.forms.steps.review import ShownReviewForm
from consult.models import DocumentKind
from consult.queries.progress import ChecklistRow, DossierPath
from consult.rules.procedure import Rules
from workflows.diagram import steps_of
from workflows.picture import draw

from .methods import reads
from .office import example_picture, office_page
from .procedure_lines import only_after
from .procedures import version_for


def _shown(rules: Rules) -> DocumentDefinition:
    """The document that is shown: the decision on the council, or the opinion where no decision is made."""
    return DEFINITIONS[
        DocumentKind.COUNCIL_DECISION if rules.makes(DocumentKind.COUNCIL_DECISION) else DocumentKind.OPINION
    ]


@login_required
@reads
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that the version decides, as it would look; nothing can be sent."""
    row = version_for(request, pk)
    rules = row.rules
    samples = {one.item: one for one in row.kind.samples.all()}
    steps = steps_of(days=rules.days)
    return office_page(
        request, "preview_procedure", row.union, procedure=row,
        checklist=[
            ChecklistRow(item, [], only_after=only_after(item, rules.questions), sample=samples.get(item.code))
            for item in rules.checklist
        ],
        questions=QuestionsForm(rules.questions),
        shown=ShownReviewForm(rules.review_form),
        only_after={one.code: only_after(one, rules.review_form) for one in rules.review_form},
        picture=draw(steps, DossierPath(), ""),
        steps=[step for step in steps if step.days],
        decides=rules.makes(DocumentKind.COUNCIL_DECISION), example=example_picture(row.union, _shown(rules), None, rules),
    )  # fmt: skip
