"""Scripts and styles of the pages hold to what every browser knows that package.json names (``browserslist``)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

from tools.prepare import PYTHON, ROOT, StepFailedError, guarded

OURS = "consult/static/consult"
# What some of the browsers leave out without harm, as caniuse names it; everything else has to be known to all.
LEFT_OUT = {
    "css-overflow": "only the value clip is missing, which is looked for here",
    "css-touch-action": "computers without a touch screen need none",
    "text-size-adjust": "only telephones enlarge text by themselves",
    "css-display-contents": "what is missing concerns buttons and tables, not pieces of text",
    "multicolumn": "codes in two columns break nowhere",
    "css-selection": "iPhones colour marked text as they always do",
}
TOO_NEW = re.compile(r"overflow(?:-[xy])?:\s*clip")


def node() -> str:
    """Node.js, which the environment brings where the system has none."""
    return shutil.which("node") or str(PYTHON.parent / "node")


def said(package: str, program: str, *words: str) -> tuple[int, str]:
    env = {**os.environ, "BROWSERSLIST_IGNORE_OLD_DATA": "1"}
    command = [node(), str(ROOT / "node_modules" / package / program), *words]
    done = subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True, text=True)
    return done.returncode, (done.stdout + done.stderr).strip()


def faults_of_styles() -> list[str]:
    sheets = sorted(str(path.relative_to(ROOT)) for path in (ROOT / OURS).glob("*.css"))
    _code, found = said("doiuse", "bin/cli.js", "--ignore", ",".join(LEFT_OUT), *sheets)
    faults = found.splitlines()
    for sheet in sheets:
        for number, line in enumerate((ROOT / sheet).read_text().splitlines(), start=1):
            faults += [f"{sheet}:{number}: Safari 15 does not know overflow: clip"] if TOO_NEW.search(line) else []
    return faults


def main() -> int:
    code, found = said("eslint", "bin/eslint.js", "--max-warnings", "0", OURS)
    faults = [*(found.splitlines() if code else []), *faults_of_styles()]
    if faults:
        raise StepFailedError("\n".join(faults))
    return 0


if __name__ == "__main__":
    guarded(main)
