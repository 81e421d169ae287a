"""Rich text in papers and pages, cleaned once more where it is shown."""

from __future__ import annotations

import segno
from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from consult.richtext import clean, printed, sourced

register = template.Library()


@register.filter
def rich(html: str) -> SafeString:
    """The text with the few tags that ``consult.richtext`` lets through."""
    return mark_safe(clean(html))  # noqa: S308 - nh3 has just cleaned it


@register.simple_tag(takes_context=True)
def rich_beside(context: Context, html: str) -> SafeString:
    """The text beside the reviews of its page, if it has any: of notes where a point comes from, those that lead there."""
    return mark_safe(sourced(html, {read.review.pk for read in context.get("reviews") or ()}))  # noqa: S308 - nh3 has just cleaned it


@register.filter
def rich_print(html: str) -> SafeString:
    """The text as papers carry it."""
    return mark_safe(printed(html))  # noqa: S308 - nh3 has just cleaned it


@register.filter
def compared(html: str) -> SafeString:
    """Rich text with words marked as added or removed."""
    return mark_safe(clean(html, marked=True))  # noqa: S308 - nh3 has just cleaned it


@register.simple_tag
def qr(address: str) -> SafeString:
    """An address as a QR code, drawn in lines."""
    drawing = segno.make(address, error="m").svg_inline(border=0, omitsize=True, lineclass=None, svgclass=None)
    return mark_safe(drawing)  # noqa: S308 - made by segno of modules alone, the text is not in it
