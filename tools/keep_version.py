"""Keeps a small database of today's version, with its files, for the tests of upgrading.

``python -m tools.keep_version NAME`` writes ``tests/upgrades/NAME.tar.xz``: the demo's office and one dossier for each
stage, without what a browser or a worker left. It is made before a version's tables change and never made anew.
"""

from __future__ import annotations

import os
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

from tools.prepare import PYTHON, ROOT, StepFailedError, guarded, prepare, run

FOLDER = ROOT / "tests" / "upgrades"
# They lock the keys of invented people, so that the tests can open them, and guard nothing else.
KEYS = {
    "SECRET_KEY": "the upgrade test's own; it guards invented data only, and nothing else",
    "SIGNING_SECRET": "the upgrade test's own; it locks the keys of invented people, and nothing else",
}
STAGES = ("supplement", "council", "one_review", "called", "drafted", "issued", "archived")
FILL = f"""
from django.db import transaction
from django.utils import translation
from consult.actions import jobs
from consult.demo import dossiers
from consult.demo.office import build_office
from consult.tasks import work_off
plans = {{plan.upto: plan for plan in reversed(dossiers.PLANS) if plan.code == dossiers.INVESTMENT}}
dossiers.PLANS[:] = [plans[stage] for stage in {STAGES!r}]
with translation.override("vi"):
    office = build_office()
    with transaction.atomic(), jobs.without_messages():
        dossiers.build_dossiers(office, print)
while work_off():
    pass
"""


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def main() -> int:
    if len(sys.argv) != 2:
        raise StepFailedError("usage: python -m tools.keep_version NAME")
    target = FOLDER / f"{sys.argv[1]}.tar.xz"
    if target.exists():
        raise StepFailedError(f"{target.name} is kept already")
    prepare()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        env = {**os.environ, **KEYS, "CONSULT_DATA_DIR": scratch, "CONSULT_ENV": "embedded"}
        env.pop("DATABASE_URL", None)
        manage = [PYTHON, ROOT / "manage.py"]
        run(*manage, "migrate", "--verbosity=0", advice="The database could not be made.", env=env)
        run(*manage, "shell", "-v0", "-c", FILL, advice="The dossiers could not be made.", env=env)
        with closing(connect(folder / "consult.sqlite3", isolation_level=None)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.execute("VACUUM")
        with tarfile.open(target, "w:xz") as archive:
            for name in ("consult.sqlite3", "files"):
                archive.add(folder / name, name, filter=_anonymous)
    return 0


if __name__ == "__main__":
    guarded(main)
