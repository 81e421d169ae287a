"""Where Django looks for the administration's pages."""

from consult.views import admin

__all__ = ["admin"]
