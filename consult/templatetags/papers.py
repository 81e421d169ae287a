"""Rich text in papers and pages, cleaned once more where it is shown."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from consult.richtext import clean

register = template.Library()


@register.filter
def rich(html: str) -> SafeString:
    """The text with the few tags that ``consult.richtext`` lets through."""
    return mark_safe(clean(html))  # noqa: S308 - nh3 has just cleaned it
