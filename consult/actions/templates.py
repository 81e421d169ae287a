"""An office's own Word templates: brought, examined, tried on an example, used, and left again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from consult.documents import DEFINITIONS, example
from consult.documents.template_fields import BY_NAME, missing_fields, values_of
from consult.files import sha256_of
from consult.libraries.confined import ConfinedError, read_confined
from consult.models import DocumentKind, DocumentTemplate, Job, Organisation, Person, TemplateRendering
from consult.refusals import ActionError

from . import jobs
from .actor import record_of_union
from .office import require_keeper
from .storing import upload_in_store
from .uploads import examine

MOST_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class TemplateFault:
    """What keeps a template from being used: ``code`` is unknown, missing, or one of ``word_templates.examine``."""

    code: str
    name: str
    place: str = ""


@dataclass(frozen=True)
class Examined:
    """What a template uses, and what is wrong with it."""

    fields: list[str] = field(default_factory=list)
    faults: list[TemplateFault] = field(default_factory=list)


class TemplateFaultyError(ActionError):
    """A template that cannot be used; ``faults`` say why."""

    def __init__(self, faults: list[TemplateFault]) -> None:
        super().__init__(
            "template_faulty",
            _("The template cannot be used: see below. Correct it in Word and choose it again."),
            where="upload",
        )
        self.faults = faults


def sample_of(union: Organisation, kind: str, day: Any) -> dict[str, Any]:
    """The example on which a template is tried."""
    return example(DEFINITIONS[kind], union, day)


def examine_template(union: Organisation, kind: str, stream: Any, day: Any) -> Examined:
    """Which fields a template uses and what is wrong with it, without running anything of it."""
    definition = DEFINITIONS[kind]
    try:
        found = read_confined("consult.libraries.word_templates:examine", stream)
    except ConfinedError as fault:
        return Examined([], [TemplateFault("syntax", fault.reason)])
    faults = [TemplateFault(**one) for one in found["faults"]]
    faults += [
        TemplateFault("unknown", name, found["places"].get(name, "")) for name in found["fields"] if name not in BY_NAME
    ]
    values = values_of(definition, str(DocumentKind(kind).label), sample_of(union, kind, day))
    faults += [TemplateFault("missing", one.name) for one in missing_fields(definition, values, found["fields"])]
    return Examined(found["fields"], faults)


def bring_template(*, union: Organisation, kind: str, upload: File[Any], by: Person, day: Any) -> DocumentTemplate:
    """Keep a template and have it tried on the example; the newest again is that one. Raises ``FileFaultError``,
    ``TemplateFaultyError``.
    """
    actor = require_keeper(union, by)
    _identified, name = examine(upload, ["docx"], MOST_BYTES)
    stream = upload.file
    assert stream is not None
    found = examine_template(union, kind, stream, day)
    if found.faults:
        raise TemplateFaultyError(found.faults)
    sha256 = sha256_of(stream)
    there = DocumentTemplate.objects.filter(union=union, kind=kind).order_by("-version").first()
    if there is not None and there.sha256 == sha256 and _is_of_use(there):
        return there
    template = DocumentTemplate(
        union=union, kind=kind, name=name, size=upload.size or 0, sha256=sha256, fields=found.fields,
        uploaded_by=by, file=upload,
    )  # fmt: skip
    with upload_in_store(template), transaction.atomic():
        Organisation.objects.select_for_update().get(pk=union.pk)
        newest = DocumentTemplate.objects.filter(union=union, kind=kind).aggregate(newest=Max("version"))["newest"]
        template.version = (newest or 0) + 1
        template.save()
        ask_rendering(template)
        record_of_union(union, "template_brought", actor, document=kind, name=name)
    return template


def _is_of_use(template: DocumentTemplate) -> bool:
    """Whether bringing the same file anew would change nothing: it is in the store, and its example did not fail."""
    failed = Job.objects.filter(rendering__template=template, rendering__version=None, state=Job.State.FAILED)
    return template.file.storage.exists(str(template.file.name)) and not failed.exists()


@transaction.atomic
def ask_rendering(template: DocumentTemplate, version: Any = None) -> TemplateRendering:
    """Have a template filled in by whoever converts: with the example, or with the data of a version of a document."""
    rendering, new = TemplateRendering.objects.get_or_create(template=template, version=version)
    if new:
        dossier = version.document.dossier if version else None
        jobs.enqueue(Job.Kind.CONVERT, f"fill:{rendering.pk}", rendering=rendering, dossier=dossier)
    return rendering


@transaction.atomic
def use_template(*, template: DocumentTemplate, by: Person) -> None:
    """Make documents of its kind with this template from now on. Raises ``ActionError`` unless the example came out whole."""
    actor = require_keeper(template.union, by)
    Organisation.objects.select_for_update().get(pk=template.union_id)
    tried = TemplateRendering.objects.filter(template=template, version=None).first()
    if tried is None or not tried.file or tried.lost:
        raise ActionError("template_not_tried", _("The example has not been made whole with this template."))
    DocumentTemplate.objects.filter(union=template.union, kind=template.kind, in_use=True).update(in_use=False)
    DocumentTemplate.objects.filter(pk=template.pk).update(in_use=True)
    record_of_union(template.union, "template_used", actor, document=template.kind, name=template.name)


@transaction.atomic
def leave_template(*, union: Organisation, kind: str, by: Person) -> None:
    """Go back to the built-in form; documents that were made keep theirs. Raises ``ActionError`` where there is no template."""
    actor = require_keeper(union, by)
    if not DocumentTemplate.objects.filter(union=union, kind=kind, in_use=True).update(in_use=False):
        raise ActionError("built_in_already", _("Documents of this kind have the built-in form already."))
    record_of_union(union, "template_left", actor, document=kind)


def template_lost(document: str) -> ActionError:
    """That the file of a template is missing from the store, said of a document that needs it."""
    return ActionError(
        "template_lost",
        _(
            "The office's own Word template of “%(document)s” is missing from the store. Bring it again, or go back to the "
            "built-in form under Office, Wording of documents."
        )
        % {"document": document},
    )


def template_in_use(union_id: int, kind: str) -> DocumentTemplate | None:
    """The template with which documents of this kind are made now, or None for the built-in form."""
    return DocumentTemplate.objects.filter(union=union_id, kind=kind, in_use=True).first()
