"""``make picture``: the README's picture, made from the running demo by headless Chromium."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile

from playwright.sync_api import ViewportSize, sync_playwright

from tools.prepare import PYTHON, ROOT, StepFailedError, guarded, run, say
from tools.processes import free_port, group, listening, wait_for, web, worker

TARGET = ROOT / "docs" / "pictures"
VISITS = [
    ("nhadautu@", "/dossiers/", "dossiers"),
    ("chuyenvien@", "/", "my-work"),
    ("chuyenvien@", "{fuel}", "dossier"),
]
SIZE: ViewportSize = {"width": 1280, "height": 860}


def main() -> int:
    chromium = shutil.which("chromium")
    if chromium is None:
        raise StepFailedError("Chromium is missing: apt-get install chromium")
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        port = free_port()
        env = {**os.environ, "CONSULT_DATA_DIR": scratch, "SITE_URL": f"http://localhost:{port}", "LOG_LEVEL": "ERROR"}
        for command in ("migrate", "load_demo"):
            run(PYTHON, ROOT / "manage.py", command, "-v0", advice=f"{command} failed", env=env, quiet=True)
        with group(env) as processes:
            processes.start("worker", *worker())
            processes.start("web", *web(port))
            wait_for("the web server", lambda: listening(port))
            _take(chromium, f"http://localhost:{port}")
    return 0


def _take(chromium: str, base: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for who, path, name in VISITS:
            page = browser.new_page(viewport=SIZE, locale="vi-VN", color_scheme="light")
            page.goto(f"{base}/demo/")
            page.locator(".card", has_text=who).locator("button").first.click()
            page.wait_for_url(f"{base}/")
            if path == "{fuel}":
                page.goto(f"{base}/dossiers/?text=pong drang")
                page.locator("#rows a").first.click()
                page.wait_for_load_state("networkidle")
            else:
                page.goto(base + path)
            page.screenshot(path=TARGET / f"{name}.png")
            say(f"docs/pictures/{name}.png")
        browser.close()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    guarded(main)
