"""``make audit``: asks what weaknesses are known of the packages that are locked."""

from __future__ import annotations

from pathlib import Path

from tools.prepare import PYTHON, ROOT, StepFailedError, guarded, prepare, run, say

LOCKS = ("requirements/base.txt", "requirements/dev.txt")


def main() -> int:
    prepare(dev=True)
    locked: list[str | Path] = ["--require-hashes", "-r", ROOT / "requirements/audit.txt"]
    install: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", *locked]
    run(*install, advice="pip-audit could not be installed.")
    failed = []
    for lock in LOCKS:
        say(f"pip-audit: {lock}")
        try:
            run(PYTHON.parent / "pip-audit", "--require-hashes", "--disable-pip", "-r", lock, advice=lock)
        except StepFailedError:
            failed.append(lock)
    say("npm audit")
    try:
        run("npm", "audit", "--omit=optional", advice="npm audit")
    except (StepFailedError, FileNotFoundError):
        failed.append("package-lock.json")
    if failed:
        raise StepFailedError(f"weaknesses, or no answer, for: {', '.join(failed)}")
    return 0


if __name__ == "__main__":
    guarded(main)
