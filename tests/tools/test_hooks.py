"""What runs before a commit is part of what ``make check`` runs, by the same pinned tools."""

from __future__ import annotations

from pathlib import Path

import yaml

from tools.prepare import ROOT


def test_hooks_call_the_tools_of_the_checks_in_the_projects_environment():
    hooks = [
        hook
        for repository in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
        for hook in repository["hooks"]
        if repository["repo"] == "local"
    ]
    programs = [Path(hook["entry"].split()[0]) for hook in hooks]
    assert {hook["language"] for hook in hooks} == {"system"}
    assert {program.parent for program in programs} == {Path(".venv/bin")}
    checks = (ROOT / "tools" / "check.py").read_text()
    assert {program.name for program in programs} == {"ruff", "djlint", "codespell", "lint-imports"}
    assert [program.name for program in programs if f'bin_ / "{program.name}"' not in checks] == []
