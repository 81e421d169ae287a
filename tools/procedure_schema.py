"""The file docs/procedure.schema.json: what a file of a procedure must look like, for whoever writes or checks one."""

from __future__ import annotations

import json

from consult.rules.procedure_schema import FILE
from tools.prepare import ROOT

PAGE = ROOT / "docs" / "procedure.schema.json"


def page() -> str:
    """The whole file."""
    return json.dumps(FILE, ensure_ascii=False, indent=2) + "\n"
