"""The PDF renderer: a process of its own that turns HTML into PDF, within limits.

A page that takes too long, wants too much memory or brings the typesetter down ends that process and nothing else; the
next page gets a new one. Knows no Django and no database.
"""

from .client import Limits, Renderer
from .measure import LayoutFault
from .tables import TableFitter
from .typeset import Box, ForbiddenAddressError, RenderedPdf, RenderRefusedError, Typesetter

__all__ = [
    "Box",
    "ForbiddenAddressError",
    "LayoutFault",
    "Limits",
    "RenderRefusedError",
    "RenderedPdf",
    "Renderer",
    "TableFitter",
    "Typesetter",
]
