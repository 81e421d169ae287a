"""A PC whose power is cut: nothing that somebody was told is done, and no file, document or number, is lost.

The installation lies on an ext4 file system in an image. While people work, everything is stopped at one instant and the
image copied: it holds what was on the disk by then. The copy is mounted, so that its journal recovers as after a cut, and
compared with what the people were told. CUTS and CUT_SECONDS give how many cuts, and seconds of work before each.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prove.installation import Installation, copy_image, make_image, mounted
from tests.services.conftest import until

CUTS = int(os.environ.get("CUTS", "2"))
SECONDS = float(os.environ.get("CUT_SECONDS", "40"))
PEOPLE = int(os.environ.get("CUT_PEOPLE", "15"))
# The kernel writes by itself what nobody synced, in its own time: here so late that only syncing counts.
LATE = "commit=300"
# The image is small: uploads are refused only near its end.
RESERVE = {"MIN_FREE_MIB": "32"}


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Path]:
    """Images lie in memory where they can, so that copying one takes no time."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="consult-cut-", dir=memory if memory.is_dir() else tmp_path) as folder:
        yield Path(folder)


def told_so_far(told: Path) -> list[list[str]]:
    return [json.loads(line) for line in told.read_text().splitlines() if line.startswith("[")]


def test_nothing_is_lost_in_a_power_cut(tmp_path: Path, quick: Path):
    image = quick / "live.img"
    make_image(image, 512)
    with mounted("-o", f"loop,{LATE}", image, at=tmp_path / "live") as live:
        here = Installation(live / "var", tmp_path / "log", **RESERVE)
        here.prepare()
        os.sync()
        told = tmp_path / "told"
        try:
            here.start()
            here.run("people", sys.executable, "-m", "tests.prove.carry", here.site, told, str(PEOPLE))
            until(lambda: told.exists() and told_so_far(told) != [], 120)
            for cut in range(CUTS):
                known = len(told_so_far(told))
                work(SECONDS)
                here.signal(signal.SIGSTOP)
                acknowledged = told_so_far(told)
                copy_image(image, quick / "cut.img")
                # Life goes on: stopped for minutes, documents in the making would take too long and clients give up.
                here.signal(signal.SIGCONT)
                assert len(acknowledged) > known + 20, (tmp_path / "log").read_text()[-3000:]
                with mounted("-o", "loop", quick / "cut.img", at=tmp_path / f"cut{cut}") as left:
                    after_the_cut(Installation(left / "var", tmp_path / "log", **RESERVE), acknowledged)
        finally:
            here.stop()


def work(seconds: float) -> None:
    with pytest.raises(AssertionError):
        until(lambda: False, seconds)


def after_the_cut(there: Installation, acknowledged: list[list[str]]) -> None:
    found = there.look()
    print(
        f"{len(acknowledged)} acknowledged; {found['files']} files, {found['documents']} documents, {len(found['acts'])} acts"
    )
    assert found["integrity"] == "ok"
    assert found["lost"] == []
    assert found["faults"] == []
    assert all(found["numbers"].values()), found["numbers"]
    acts = Counter((title, verb, person) for title, verb, person in found["acts"])
    for title, what, person, detail, _at in acknowledged:
        if what == "uploaded":
            assert detail in found["uploads"], title
        elif what == "described":
            assert title in found["drafts"]
        else:
            acts[title, what, person] -= 1
            assert acts[title, what, person] >= 0, (title, what)
    assert there.manage("check_store", "--starting").stderr == ""
    # And it goes on by itself.
    try:
        there.start("worker")
        until(lambda: there.look()["open"] == 0, 300)
    finally:
        there.stop()
    found = there.look()
    assert (found["failed"], found["lost"]) == ([], [])
