"""Puts a mutant in place of its module, before anything imports it; for pytest's ``-p``. MUTANT is "module:number"."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from types import CodeType, ModuleType

from tools.mutation import mutated, source


class MutantFinder(MetaPathFinder, Loader):
    """Finds one module, changed."""

    def __init__(self, module: str, number: int) -> None:
        self.module = module
        self.code: CodeType = compile(mutated(module, number), str(source(module)), "exec")

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self.module:
            return None
        place = source(fullname)
        within = [str(place.parent)] if place.name == "__init__.py" else None
        return spec_from_file_location(fullname, place, loader=self, submodule_search_locations=within)

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)


def _begin() -> None:
    module, _, number = os.environ.get("MUTANT", "").partition(":")
    if module:
        sys.meta_path.insert(0, MutantFinder(module, int(number)))


_begin()
