"""Texts while they are written: saved, compared, taken over."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from viewflow.workflow import STATUS

from consult.access import require_on
from consult.actions.drafts import WRITTEN_IN, newest_draft
from consult.commands import steps
from consult.models import Draft, Meeting, Task
from consult.queries.drafts import Version, first_draft, versions_of
from consult.queries.meeting import composed_minutes
from consult.richtext import clean
from consult.rules.compare import compare
from consult.rules.text import printable, whole_number

from .autosaving import autosaved, refused
from .methods import changes, reads
from .shared import open_dossier, person_of

# The form's name for the text, by the step that writes it.
FIELDS = {"draft_opinion": "body", "hold_meeting": "minutes"}

# The words of the rich-text editor, which has no Vietnamese of its own: those of the parts that ``EXTENSIONS`` turns on.
EDITOR_WORDS = {
    "field": gettext_lazy("Opinion"),
    "bold": gettext_lazy("Bold"),
    "italic": gettext_lazy("Italic"),
    "underline": gettext_lazy("Underlined"),
    "strike": gettext_lazy("Struck through"),
    "superscript": gettext_lazy("Raised: m³"),
    "subscript": gettext_lazy("Lowered: CO₂"),
    "blockquote": gettext_lazy("Quotation"),
    "unordered list": gettext_lazy("Bulleted list"),
    "ordered list": gettext_lazy("Numbered list"),
    "paragraph": gettext_lazy("Paragraph"),
    "Paragraph": gettext_lazy("Paragraph"),
    "Heading 3": gettext_lazy("Heading"),
    "Heading 4": gettext_lazy("Smaller heading"),
    # The name of the menu's button where no kind of paragraph is the one chosen.
    "question_mark": gettext_lazy("Kind of paragraph"),
    "undo": gettext_lazy("Undo"),
    "redo": gettext_lazy("Redo"),
    "heading 3": gettext_lazy("Heading"),
    "heading 4": gettext_lazy("Smaller heading"),
    "insert link": gettext_lazy("Link"),
    "remove link": gettext_lazy("Remove the link"),
    "Edit Link": gettext_lazy("Link"),
    "URL": gettext_lazy("Address of the link"),
    "Title": gettext_lazy("Title of the link"),
    "Insert table": gettext_lazy("Insert a table"),
    "Insert Table": gettext_lazy("Insert a table"),
    "Add column": gettext_lazy("Add a column"),
    "Delete column": gettext_lazy("Delete the column"),
    "Add row": gettext_lazy("Add a row"),
    "Delete row": gettext_lazy("Delete the row"),
    "Toggle header cell": gettext_lazy("Heading cell or plain cell"),
    "Delete table": gettext_lazy("Delete the table"),
    "Merge cells": gettext_lazy("Merge cells"),
    "Split cell": gettext_lazy("Split the cell"),
    "Table Properties": gettext_lazy("Table"),
    "List properties": gettext_lazy("List"),
    "List type": gettext_lazy("Kind of list"),
    "Start at": gettext_lazy("First number"),
    "Bullets": gettext_lazy("Bulleted list"),
    "Decimal numbers": gettext_lazy("Numbers: 1, 2, 3"),
    "Lowercase letters": gettext_lazy("Small letters: a, b, c"),
    "Uppercase letters": gettext_lazy("Capital letters: A, B, C"),
    "Lowercase Roman numerals": gettext_lazy("Small Roman numerals: i, ii, iii"),
    "Uppercase Roman numerals": gettext_lazy("Capital Roman numerals: I, II, III"),
    "Rows": gettext_lazy("Rows"),
    "Columns": gettext_lazy("Columns"),
    "Include header row": gettext_lazy("With a heading row"),
    "Yes": gettext_lazy("Yes"),
    "No": gettext_lazy("No"),
    "Insert": gettext_lazy("Insert"),
    "Update": gettext_lazy("Change"),
    "Cancel": gettext_lazy("Cancel"),
}


def beginning(task: Task, *, anew: bool = False) -> dict[str, Any]:
    """What a text's form begins with: the newest state, else, for an opinion, what reviews and minutes give.

    ``anew`` puts it together again.
    """
    kind = WRITTEN_IN[task.node]
    saved = newest_draft(task.dossier, kind)
    found: dict[str, Any] = {"revision": saved.revision if saved else 0}
    handed_over = task.dossier.opinions.last() if kind == Draft.Kind.OPINION else None
    # Minutes begun for an earlier meeting are not this one's.
    meeting = task.dossier.council.meetings.latest("sequence") if kind == Draft.Kind.MINUTES else None
    since = (meeting.opened_at if meeting else None) or task.opened_at
    stale = kind == Draft.Kind.MINUTES and saved is not None and saved.saved_at < since
    newest: Any = None if stale else saved
    if handed_over is not None and (saved is None or saved.saved_at <= handed_over.drafted_at):
        newest = handed_over
    act_in_session = meeting is not None and meeting.state == Meeting.State.CLOSED
    if (anew or newest is None) and (act_in_session or kind == Draft.Kind.OPINION):
        composed = composed_minutes(meeting) if meeting is not None else first_draft(task.dossier)
        found[FIELDS[task.node]] = composed
        newest = newest if anew else None
    elif newest is not None:
        found[FIELDS[task.node]] = newest.body
    if newest is not None:
        found["conclusion"] = newest.conclusion
    return found


@login_required
@changes
def save_text(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep what is being written; the page sends it every few seconds and when "Save" is pressed."""
    task = Task.objects.filter(pk=pk, node__in=WRITTEN_IN, status=STATUS.NEW).first()
    if task is None:
        return refused(_("This step has already been done."))
    open_dossier(request, task.dossier_id)
    save = partial(
        steps.save_text,
        task_id=pk,
        by=person_of(request),
        body=printable(request.POST.get(FIELDS[task.node], "")),
        conclusion=printable(request.POST.get("conclusion", "")),
        revision=whole_number(request.POST.get("revision", "")) or 0,
        typing="kept" not in request.POST,
    )
    return autosaved(save, lambda draft: {"body": whole_text(draft)})


def whole_text(version: Version | Draft) -> str:
    """A text with its conclusion below it, as versions are compared."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in version.conclusion.splitlines() if line.strip())
    return clean(version.body) + (f"<h3>{_('Conclusion')}</h3>{lines}" if lines else "")


@login_required
@reads
def versions(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The versions of a text, two of them side by side."""
    access = open_dossier(request, pk)
    require_on(access.person, "draft.compare", access.dossier)
    if kind not in Draft.Kind.values:
        raise Http404
    found = versions_of(access.dossier, kind)
    by_key = {version.key: version for version in found}
    new = by_key.get(request.GET.get("new", ""), found[0] if found else None)
    old = by_key.get(request.GET.get("old", ""), found[1] if len(found) > 1 else new)
    left, right = compare(whole_text(old), whole_text(new)) if old and new else ("", "")
    context = {
        "dossier": access.dossier,
        "kind": kind,
        "versions": found,
        "old": old,
        "new": new,
        "left": left,
        "right": right,
    }
    return render(request, "pages/versions.html", context)
