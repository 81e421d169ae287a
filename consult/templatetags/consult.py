"""Small things that pages repeat."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template.context import Context
from django.utils.html import format_html
from js_asset.media import Media

from consult import clock
from consult.files import suffixes_of
from consult.forms.steps.review import DECLARED
from consult.models import Job, Notification, Review
from consult.queries.arrival import MailState
from consult.rules.payment import written_amount
from consult.texts import job_trouble, mail_trouble, notice_text

register = template.Library()


@register.inclusion_tag("parts/due.html")
def due(day: date | None, left: int | None) -> dict[str, Any]:
    """A deadline in words. ``left`` counts working days; a day past but no working day since counts as one late."""
    if day is None or left is None:
        return {"due": None}
    if day < clock.today() and left >= 0:
        left = -1
    return {"due": day, "left": left, "late_days": -left}


@register.simple_tag
def once() -> str:
    """A form's own mark, so that ``views.once`` knows when it is sent a second time."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid4())


@register.inclusion_tag("parts/pages.html", takes_context=True)
def pages(context: Context, page: Page, query: str = "") -> dict[str, Any]:
    """Links to the pages of a list."""
    around = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "query": f"{query}&" if query else "", "around": list(around)}


@register.inclusion_tag("parts/declared.html")
def declared(review: Review) -> dict[str, Any]:
    """What a reviewer declared about the proposer, in words, and why they did not accept."""
    words = dict(DECLARED)
    return {
        "ties": [words[kind] for kind in review.ties if kind in words],
        "interests": review.interests,
        "reason": "" if review.reason in (review.interests, review.seat.release_reason) else review.reason,
    }


@register.inclusion_tag("parts/mail_state.html")
def mail_state(state: MailState) -> dict[str, Any]:
    """What became of the newest mail to somebody, in words."""
    return {"state": state}


@register.filter
def suffixes(kinds: Iterable[str]) -> str:
    """The endings of names of these kinds of file, as a file field takes them: ".pdf,.jpg,.jpeg"."""
    return ",".join(suffixes_of(kinds))


@register.filter
def phone_digits(number: str) -> str:
    """A telephone number as a link dials it."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


@register.filter
def trouble(job: Job) -> str:
    """Why a job was given up."""
    return job_trouble(job)


@register.filter
def unreached(job: Job) -> str:
    """Why a mail did not arrive."""
    return mail_trouble(job)


@register.filter
def told(notification: Notification) -> str:
    """A notice in words."""
    return notice_text(notification)


@register.filter
def dong(amount: int) -> str:
    """An amount in đồng as documents write it."""
    return written_amount(amount)


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    """A value by a key that is itself a variable."""
    return mapping.get(key) if mapping else None


@register.filter
def field(form: Any, name: str) -> Any:
    """A bound field by a name that is itself a variable."""
    return form[name]


@register.simple_tag(takes_context=True)
def media_of(context: Context, form: BaseForm) -> str:
    """A form's scripts and styles; what must stand in the page itself carries the nonce that its policy names."""
    return str(Media.from_media(form.media, nonce=str(context["request"].csp_nonce)))
