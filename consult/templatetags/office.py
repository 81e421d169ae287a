"""The pages under Office, in groups: what somebody may open, and where they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

register = template.Library()


@dataclass(frozen=True)
class Tab:
    """One page with those below it. ``flag`` of the context says who has it; ``sections`` are the pages' own names."""

    label: Any
    url: str
    flag: str
    sections: tuple[str, ...]


PROCEDURE_PAGES = (
    "kinds", "new_kind", "import_kind", "kind", "samples", "procedure", "procedure_part", "procedure_rows",
    "compare_procedure", "preview_procedure",
)  # fmt: skip
GROUPS: tuple[tuple[Any, tuple[Tab, ...]], ...] = (
    (_("The office itself"), (
        Tab(_("Heading"), "office", "keeps_office", ("heading",)),
        Tab(_("Office hours"), "office_hours", "keeps_hours", ("hours",)),
        Tab(_("Days off"), "office_days_off", "keeps_hours", ("days_off", "days_list")),
        Tab(_("Divisions"), "divisions", "divides", ("divisions",)),
        Tab(_("Who does the steps"), "naming", "divides", ("naming",)),
        Tab(_("Upper union"), "upper_union", "represents", ("upper_union",)),
        Tab(_("Lower unions"), "lower_unions", "views_lowers", ("lower_unions", "lower_dossiers")),
        Tab(_("How people are told"), "channels", "administers", ("channels", "channel_people")),
        Tab(_("Mails"), "office_mails", "keeps_office", ("mails", "mail_wording")),
        Tab(_("Mailbox"), "mailbox", "administers", ("mailbox",)),
        Tab(_("History of the office"), "office_history", "reads_office_history", ("history",)),
    )),
    (_("Documents"), (
        Tab(_("Wording of documents"), "office_wordings", "keeps_office", ("wordings", "wording", "template")),
        Tab(_("Legal grounds"), "office_grounds", "keeps_office", ("grounds",)),
        Tab(_("Signers"), "office_signers", "keeps_office", ("signers",)),
        Tab(_("Numbers and symbols"), "office_series", "keeps_office", ("series",)),
        Tab(_("Electronic signature"), "keys", "keeps_keys", ("keys",)),
    )),
    (_("Procedure"), (
        Tab(_("Kinds of dossier"), "office_kinds", "has_registers", PROCEDURE_PAGES),
        Tab(_("Standing councils"), "standing", "calls_councils", ("standing", "standing_form", "standing_council")),
        Tab(_("Rates"), "office_rates", "keeps_office", ("rates",)),
    )),
    (_("People and bodies"), (
        Tab(_("People"), "people", "administers", ("people", "person", "close_account", "person_form", "join_account")),
        Tab(_("Bodies"), "bodies", "administers", ("bodies", "body", "access_requests", "access_request")),
        Tab(_("Common lists"), "lists", "administers", ("lists",)),
        Tab(_("Personal data"), "data_requests", "administers", ("data_requests", "data_request")),
        Tab(_("How long things are kept"), "retention", "administers", ("retention",)),
    )),
)  # fmt: skip


@register.simple_tag(takes_context=True)
def office_start(context: Context) -> str:
    """The address of the first page under Office that somebody may open; empty where there is none."""
    return next((reverse(tab.url) for _label, tabs in GROUPS for tab in tabs if context.get(tab.flag)), "")


@register.inclusion_tag("parts/office_tabs.html", takes_context=True)
def office_tabs(context: Context) -> dict[str, Any]:
    """The groups of which somebody may open a page, and the pages of the group in which they are.

    A page that several share says by ``tab`` or ``back`` under which it stands.
    """
    section = context.get("section", "")
    known = {name for _label, tabs in GROUPS for tab in tabs for name in tab.sections}
    for other in (context.get("tab"), context.get("back")):
        if other and (section == "person_form" or section not in known):
            section = other if other in known else "bodies"
            break
    groups = []
    for label, tabs in GROUPS:
        open_to = [tab for tab in tabs if context.get(tab.flag)]
        if open_to:
            here = any(section in tab.sections for tab in tabs)
            links = [(tab.label, reverse(tab.url), section in tab.sections) for tab in open_to]
            groups.append({"label": label, "address": links[0][1], "here": here, "links": links})
    return {"groups": groups, "links": next((group["links"] for group in groups if group["here"]), [])}
