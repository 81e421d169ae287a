"""``make rehearse``: the main job headless, on an empty database, through a real worker process."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tools.prepare import PYTHON, ROOT, guarded, prepare, run
from tools.processes import group, worker


def main() -> int:
    prepare(extra={"pdfsig": "poppler-utils"})
    keep = os.environ.get("CONSULT_DATA_DIR")
    data_dir = Path(keep or tempfile.mkdtemp(prefix="consult-rehearsal-"))
    data_dir.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "CONSULT_DATA_DIR": str(data_dir), "CONSULT_ENV": "embedded", "CONSULT_DEMO": "1"}
    manage = [PYTHON, ROOT / "manage.py"]
    run(*manage, "migrate", "--verbosity=0", advice="The database could not be prepared; see above.", env=env)
    log = data_dir / "processes.log"
    with group(env) as processes:
        processes.start("worker", *worker(), log=log)
        run(*manage, "rehearse", advice=f"The rehearsal failed; the worker's log is {log}", env=env)
    return 0


if __name__ == "__main__":
    guarded(main)
