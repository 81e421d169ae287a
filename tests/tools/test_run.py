"""``make run``, killed without mercy and started twice."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from django.db import connection

from tests.services.conftest import ROOT, until
from tools.folder import hold, is_free, kept_port, port_of
from tools.prepare import StepFailedError
from tools.processes import free_port, listening

# What libraries say of themselves, and of what is no fault here.
NOISE = (
    "Traceback", "Warning", "WARNING", "No directory at", "No hostname was supplied", "superuser privileges", "Running HiGHS",
    "Copyright (c)", "celery@", "[tasks]", "[queues]", "Starting gunicorn", "Booting worker",
)  # fmt: skip
HELD = "import sys, time; sys.path.insert(0, '.'); from pathlib import Path; from tools.folder import hold\n"
HELD += "hold(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"


def noise_in(said: str) -> list[str]:
    return [line for line in said.splitlines() if any(word in line for word in NOISE)]


# ---------------------------------------------------------------- one at a time
def test_a_folder_is_held_by_one_and_free_when_that_one_is_killed(tmp_path):
    (tmp_path / "port").write_text("8123\n")
    with subprocess.Popen([sys.executable, "-c", HELD, tmp_path], cwd=ROOT, stdout=subprocess.PIPE) as first:
        assert first.stdout.readline() == b"held\n"
        with pytest.raises(StepFailedError, match="runs already at http://localhost:8123"):
            hold(tmp_path)
        first.kill()
    os.close(hold(tmp_path))


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "var").write_text("a file, not a folder")
    with pytest.raises(StepFailedError, match=r"The data folder .*/var cannot be written to"):
        hold(tmp_path / "var")


# ---------------------------------------------------------------- one address
@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_the_first_start_takes_a_port_near_8000_and_the_next_ones_keep_it(tmp_path):
    port = port_of(tmp_path, None)
    assert 8000 <= port < 8100
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(StepFailedError, match=f"Port {port} is taken"):
            port_of(tmp_path, None)
        (tmp_path / "other").mkdir()
        assert port_of(tmp_path / "other", None) != port
    assert port_of(tmp_path, None) == port


def test_who_names_a_port_moves_there_for_good(tmp_path):
    port_of(tmp_path, None)
    wanted = free_port()
    assert port_of(tmp_path, str(wanted)) == port_of(tmp_path, None) == wanted


def test_a_named_port_that_is_taken_is_refused_and_not_kept(tmp_path, taken):
    before = port_of(tmp_path, None)
    with pytest.raises(StepFailedError, match=f"Port {taken} is taken"):
        port_of(tmp_path, str(taken))
    assert kept_port(tmp_path) == before


@pytest.mark.parametrize("asked", ["", "http", "0", "65536", "-1", "8000 "])
def test_what_is_no_port_is_refused(tmp_path, asked):
    with pytest.raises(StepFailedError, match="is no port"):
        port_of(tmp_path, asked)


@pytest.mark.parametrize("written", ["99999", "70000", "-1", "0", "", "http", "8²", "\0\0\0\0"])
def test_a_damaged_port_file_is_told_and_no_other_port_is_chosen(tmp_path, written):
    (tmp_path / "port").write_text(written)
    for ask in (kept_port, lambda folder: port_of(folder, None)):
        with pytest.raises(StepFailedError, match=f"{tmp_path}/port is damaged"):
            ask(tmp_path)
    wanted = free_port()
    assert port_of(tmp_path, str(wanted)) == kept_port(tmp_path) == wanted


def test_links_of_commands_typed_beside_it_name_the_kept_port(tmp_path):
    (tmp_path / "port").write_text("8123\n")
    show = "from django.conf import settings; print(settings.SITE_URL)"
    kept = {name: value for name, value in os.environ.items() if name != "SITE_URL"}
    env = {**kept, "DJANGO_SETTINGS_MODULE": "config.settings", "CONSULT_DATA_DIR": str(tmp_path)}
    said = subprocess.run([sys.executable, "-c", show], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert said.stdout == "http://localhost:8123\n"
    (tmp_path / "port").write_text("99999\n")
    said = subprocess.run([sys.executable, "-c", show], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (1, "")
    assert f"{tmp_path}/port is damaged" in said.stderr


# ---------------------------------------------------------------- killed
class Runs:
    """``make run`` on a folder of its own, as an office without the demo."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        kept = {
            name: value for name, value in os.environ.items() if name not in ("SITE_URL", "DATABASE_URL", "REDIS_URL")
        }
        self.env = {**kept, "CONSULT_DATA_DIR": str(data_dir), "CONSULT_DEMO": "0", "PYTHON": sys.executable}

    def start(self, *words: str, **env: str) -> subprocess.Popen[bytes]:
        with (self.data_dir / "log").open("ab") as log:
            return subprocess.Popen(
                words, cwd=ROOT, env={**self.env, **env}, stdout=log, stderr=log, start_new_session=True
            )

    def processes(self) -> list[psutil.Process]:
        """Everything that works on this folder."""
        return [process for process in psutil.process_iter(["environ", "cmdline", "status"]) if self.is_ours(process)]

    def is_ours(self, process: psutil.Process) -> bool:
        known = process.info
        here = (known["environ"] or {}).get("CONSULT_DATA_DIR") == str(self.data_dir)
        return here and known["status"] != psutil.STATUS_ZOMBIE

    def up(self, port: int) -> Callable[[], bool]:
        def both() -> bool:
            return listening(port) and any("work" in process.info["cmdline"] for process in self.processes())

        return both


@pytest.fixture
def runs(transactional_db: None, tmp_path: Path) -> Iterator[Runs]:
    with sqlite3.connect(connection.settings_dict["NAME"]) as migrated:
        migrated.execute("VACUUM INTO ?", [str(tmp_path / "consult.sqlite3")])
    made = Runs(tmp_path)
    yield made
    for process in made.processes():
        process.kill()


def test_nothing_outlives_a_killed_make_and_nothing_runs_twice(runs: Runs):
    queue = runs.data_dir / "queue" / "messages"
    queue.mkdir(parents=True)
    for name, torn in (("1_a.mail.msg", b""), ("2_b.documents.msg", b'{"body": "W1t'), ("3_c.sweep.msg", b"\0" * 512)):
        (queue / name).write_bytes(torn)
    port = free_port()
    make = runs.start("make", "run", PORT=str(port))
    until(runs.up(port))
    assert not queue.exists()
    # There is no office: the terminal says where it is set up, with a code.
    until(lambda: f"http://localhost:{port}/setup/" in (runs.data_dir / "log").read_text())

    second = subprocess.run(["make", "run"], cwd=ROOT, env=runs.env, capture_output=True, text=True, check=False)
    assert second.returncode != 0
    assert f"Consult runs already at http://localhost:{port}" in second.stderr

    make.send_signal(signal.SIGKILL)
    make.wait()
    until(lambda: not runs.processes())
    assert is_free(port)

    # The same address again, though nobody names it; now the one below make is killed.
    again = runs.start(sys.executable, "-m", "tools.run")
    until(runs.up(port))
    assert kept_port(runs.data_dir) == port
    again.send_signal(signal.SIGKILL)
    again.wait()
    until(lambda: not runs.processes())
    assert is_free(port)
    assert noise_in((runs.data_dir / "log").read_text()) == []


def test_a_rehearsal_says_its_steps_and_nothing_else(runs: Runs):
    command = [sys.executable, "-m", "tools.rehearse"]
    env = {**runs.env, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert noise_in(done.stdout + done.stderr) == []
    steps = [line for line in done.stdout.splitlines() if re.match(r" *\d+\. ", line)]
    assert len(steps) > 20
    # What is not a step is a document with its number and place, or the last line.
    others = [
        line for line in done.stdout.splitlines() if line not in steps and not line.startswith(("     ", "> ", "xong"))
    ]
    assert others == []
