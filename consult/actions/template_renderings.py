"""PDFs of Word templates: filled in within limits, converted to PDF/A-3b, read back, and given to the document to be signed."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from consult import clock
from consult.documents import DEFINITIONS
from consult.documents.faces import folders
from consult.documents.template_fields import TemplateValues, lost_words, values_of
from consult.layout_checks.rules import check
from consult.libraries import converter
from consult.libraries.confined import ConfinedError, read_confined
from consult.libraries.renderer import RenderedPdf, RenderRefusedError
from consult.models import DocumentKind, DocumentTemplate, DocumentVersion, Job, TemplateRendering
from consult.refusals import ActionError

from . import jobs, signature_places, templates
from .storing import forget_files, in_store


class WaitsForConverterError(Exception):
    """A document waits until its template has been filled in and converted."""


def fill(template: DocumentTemplate, values: TemplateValues) -> bytes:
    """The filled-in template as DOCX. Raises ``ConfinedError``."""
    names = list(values.blocks)
    unused = [name for name in ("noi_dung", "phu_luc", "xac_thuc") if name not in values.blocks]
    told = {"texts": values.texts, "marks": values.marks, "blocks": [*names, *unused]}
    given = io.BytesIO(json.dumps(told, ensure_ascii=False).encode())
    blocks = [io.BytesIO(values.blocks[name]) for name in names]
    with template.file.open("rb") as stream:
        made = read_confined("consult.libraries.word_templates:fill", stream, given, *blocks, seconds=30)
    return base64.b64decode(made["docx"])


def filled(version: DocumentVersion) -> bytes:
    """A version that has a template as DOCX, for who must change it in Word. Raises ``ActionError``."""
    assert version.template is not None
    values = values_of(DEFINITIONS[version.document.kind], version.document.title, version.data)
    try:
        return fill(version.template, values)
    except FileNotFoundError as fault:
        raise templates.template_lost(version.document.title) from fault
    except ConfinedError as fault:
        raise ActionError(
            "template_not_filled", _("The Word file could not be made just now. Try again in a minute.")
        ) from fault


def _data_of(rendering: TemplateRendering) -> tuple[str, dict[str, Any]]:
    template, version = rendering.template, rendering.version
    if version is not None:
        return version.document.title, version.data
    return str(DocumentKind(template.kind).label), templates.sample_of(template.union, template.kind, clock.today())


def make_rendering_now(job: Job) -> None:
    """Fill in and convert for a claimed job, and keep what came of it; a document that waits for it goes on."""
    rendering = job.rendering
    assert rendering is not None
    template = rendering.template
    title, data = _data_of(rendering)
    values = values_of(DEFINITIONS[template.kind], title, data)
    try:
        filled = fill(template, values)
    except FileNotFoundError as fault:
        raise converter.ConversionRefusedError("lost", str(fault)) from fault
    except ConfinedError as fault:
        raise converter.ConversionRefusedError("fault", str(fault)) from fault
    made = converter.convert(io.BytesIO(filled), "docx", fonts=folders(), archival=True)
    found = read_confined("consult.libraries.pdf_reading:read", io.BytesIO(made.content), seconds=30)
    rendering.lost = lost_words(values, *found["texts"])
    if values.marks and rendering.version is None:
        rendering.lost += signature_places.place_faults(found["places"])
    elif values.marks and signature_places.is_missing(found["places"]):
        rendering.lost.append(signature_places.MISSING)
    rendering.places, rendering.pages, rendering.made_at = found["places"], made.pages, clock.now()
    rendering.warnings = [rule for rule, faults in check(io.BytesIO(made.content)).items() if faults]
    jobs.renew_lease(job)
    rendering.file = ContentFile(made.content, name="template.pdf")
    rendering.size, rendering.sha256 = len(made.content), hashlib.sha256(made.content).hexdigest()
    with in_store(rendering), transaction.atomic():
        jobs.complete(job)
        rendering.save()
        _wake(rendering)


def _wake(rendering: TemplateRendering) -> None:
    """Let the document that waits for this go on at once."""
    for waiting in Job.objects.filter(version=rendering.version_id or 0, state=Job.State.WAITING):
        Job.objects.filter(pk=waiting.pk).update(run_after=clock.now())
        jobs.notify_worker(waiting)


def rendered_by_template(version: DocumentVersion) -> RenderedPdf:
    """The PDF of a version that has a template, with the places of its signatures.

    Raises ``WaitsForConverterError`` until it is there, and ``RenderRefusedError`` where the template loses text of it.
    """
    assert version.template is not None
    rendering = TemplateRendering.objects.filter(version=version).first()
    if rendering is None:
        with transaction.atomic():
            templates.ask_rendering(version.template, version)
        raise WaitsForConverterError(version.pk)
    if not rendering.file:
        if Job.objects.filter(rendering=rendering, state=Job.State.FAILED).exists():
            # Whoever tries the document again has it made anew.
            forget_rendering(rendering)
            raise RenderRefusedError("template", _("the template could not be converted"))
        raise WaitsForConverterError(version.pk)
    if rendering.lost:
        forget_rendering(rendering)
        raise RenderRefusedError("template", " ".join(rendering.lost[:5]))
    with rendering.file.open("rb") as stream:
        content = stream.read()
    return RenderedPdf(content, rendering.pages, signature_places.boxes(rendering.places))


def forget_rendering(rendering: TemplateRendering) -> None:
    """Remove what was made of a template, with its file and its job; who needs it again asks again."""
    forget_files(rendering)
    rendering.delete()


def forget_renderings_of(version: DocumentVersion) -> None:
    """Remove what a document was signed from: its own file is kept now."""
    for rendering in TemplateRendering.objects.filter(version=version):
        forget_rendering(rendering)
