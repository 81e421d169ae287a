"""Scripts, styles and pictures as browsers fetch them: packed beforehand, and under a name that changes with the content."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class GatheredStaticFiles(CompressedManifestStaticFilesStorage):
    """A browser asks once for each content. What a style sheet fetches, and what our scripts import, is named so too.

    Packages' scripts import each other by an import map, or speak of imports in comments only; their maps stay away.
    """

    patterns = (
        ("*.css", HashedFilesMixin.patterns[0][1][:2]),
        ("consult/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1]),  # type: ignore[attr-defined]
    )

    def compress_files(self, paths: Iterable[str]) -> Iterable[tuple[str, str]]:
        """Pack what pages name; the rest lies there for what names whole folders."""
        named = set(self.hashed_files.values())
        return super().compress_files(path for path in paths if path in named)


class UsedAppsFinder(AppDirectoriesFinder):
    """What Django's apps bring but Viewflow's pages: they are not shown, and their styles name files that are not there."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        return super().list([*(ignore_patterns or []), "viewflow/*"])
