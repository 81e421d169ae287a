"""``make bench``: how long documents and councils take, as ratios against floors measured in the same run; also as JSON.

Run by ``python -m tools.bench``, which prepares the environment and starts the measuring in it.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tools.prepare import CONVERTER, PYTHON, ROOT, guarded, prepare, run, say

RUNS = 9
DOCUMENTS = 500
EARLY = 50
BATCH = 5
OUT = ROOT / "var" / "bench.json"


def main() -> int:
    if "--inside" in sys.argv:
        return measure()
    prepare(extra=CONVERTER)
    with tempfile.TemporaryDirectory(prefix="consult-bench-") as scratch:
        env = {**os.environ, "CONSULT_DATA_DIR": scratch, "CONSULT_ENV": "embedded", "CONSULT_DEMO": "1"}
        manage = [PYTHON, ROOT / "manage.py"]
        run(*manage, "migrate", "--verbosity=0", advice="The database could not be prepared; see above.", env=env)
        run(*manage, "load_demo", "--office-only", advice="The demo's office could not be made.", env=env, quiet=True)
        run(PYTHON, "-m", "tools.bench", "--inside", advice="The measuring failed; see above.", env=env)
    return 0


def timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def in_turn(acts: dict[str, Callable[[], object]], runs: int = RUNS) -> dict[str, float]:
    """The median time of each, in seconds; they take turns, so that a busy moment hits all alike."""
    for act in acts.values():
        act()
    times: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(runs):
        for name, act in acts.items():
            times[name].append(timed(act))
    return {name: statistics.median(found) for name, found in times.items()}


def measure() -> int:
    """Measure, print and write down. Runs with the product's own settings on a scratch database."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django  # noqa: PLC0415

    django.setup()
    results: dict[str, Any] = {"runs": RUNS, "documents": {}}
    for name, kind, data in contents():
        results["documents"][name] = one_document(name, kind, data)
    results["signing"] = _signing()
    results["keeping"] = _keeping()
    results["memory"] = memory()
    results["councils"] = _councils()
    results["meeting"] = _meeting()
    results["comparing"] = _comparing()
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(results, indent=2))
    say(f"written to {OUT.relative_to(ROOT)}")
    return 0


def _councils() -> dict[str, Any]:
    from tools.bench_councils import DOSSIERS, EXPERTS, councils  # noqa: PLC0415

    found: dict[str, Any] = {}
    for count in EXPERTS:
        say(f"councils: {count} experts, {DOSSIERS} dossiers")
        found[str(count)] = councils(count)
        for what, value in found[str(count)].items():
            print(f"    {what:45s} {value:8.2f}")
    return found


def _keeping() -> dict[str, float]:
    from django.conf import settings  # noqa: PLC0415

    from tools.bench_storage import keeping  # noqa: PLC0415

    say("keeping: files and commits that a power cut does not take")
    found = keeping(in_turn, settings.DATA_DIR)
    for what, value in found.items():
        print(f"    {what:45s} {value:8.2f}")
    return found


def _signing() -> dict[str, float]:
    from tools.bench_signing import RUNS as TIMES  # noqa: PLC0415
    from tools.bench_signing import signing  # noqa: PLC0415

    say(f"signing with the office's keys: medians of {TIMES}")
    found = signing(in_turn, contents()[0][2])
    for what, value in found.items():
        print(f"    {what:45s} {value:8.2f}")
    return found


def _meeting() -> dict[str, Any]:
    from tools.bench_meeting import PEOPLE, meeting  # noqa: PLC0415

    say(f"a meeting: {PEOPLE} people whose pages ask every two seconds")
    found = meeting()
    for what, value in found.items():
        print(f"    {what:45s} {value:8.2f}")
    return found


def _comparing() -> dict[str, float]:
    from tools.bench_compare import LETTERS, comparing  # noqa: PLC0415

    say(f"two versions of a text of {LETTERS} letters")
    found = comparing(in_turn)
    for what, value in found.items():
        print(f"    {what:45s} {value:8.2f}")
    return found


def contents() -> list[tuple[str, str, dict[str, Any]]]:
    """An opinion of four pages and minutes of sixty."""
    from consult import clock  # noqa: PLC0415
    from consult.documents import DEFINITIONS, example  # noqa: PLC0415
    from consult.models import Organisation  # noqa: PLC0415

    union = Organisation.objects.get(symbol="LHH")
    sentence = "Hội đồng đề nghị làm rõ tác động môi trường, giao thông và phòng cháy của dự án. "
    block = f"<h3>Nội dung góp ý</h3><p>{sentence * 5}</p><ul><li>{sentence}</li><li>{sentence}</li></ul>"
    table = "<table><tr><th>Hạng mục</th><th>Ý kiến</th></tr><tr><td>Bể chứa</td><td>Cần bổ sung</td></tr></table>"
    opinion = example(DEFINITIONS["opinion"], union, clock.today()) | {"body": block * 9 + table}
    report = example(DEFINITIONS["minutes"], union, clock.today()) | {"minutes": (block * 2 + table) * 92}
    return [("opinion, 4 pages", "opinion", opinion), ("report, 60 pages", "minutes", report)]


def one_document(name: str, kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """The renderer against bare WeasyPrint on the same HTML, and against LibreOffice on the same document as DOCX."""
    from weasyprint import CSS, HTML  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    from consult.documents import pdf, word  # noqa: PLC0415
    from consult.libraries.renderer.typeset import VARIANT, FontsOnly  # noqa: PLC0415

    html = pdf.to_html(kind, name, data)
    fetcher, fonts = FontsOnly(pdf.fonts()), FontConfiguration()
    sheet = CSS(string=pdf.style(), font_config=fonts, url_fetcher=fetcher)

    def bare() -> object:
        page = HTML(string=html, base_url="about:blank", url_fetcher=fetcher)
        return page.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT, pdf_tags=True)

    pages = pdf.renderer().render(html).pages
    took = in_turn({"renderer": lambda: pdf.renderer().render(html), "bare": bare})
    template = in_turn({"template": lambda: pdf.to_html(kind, name, data)})["template"]
    docx = in_turn({"docx": lambda: word.render(kind, name, data)})["docx"]
    office = libreoffice(word.render(kind, name, data))
    result: dict[str, Any] = {
        "pages": pages,
        "seconds": {
            "renderer": took["renderer"],
            "bare WeasyPrint": took["bare"],
            "template": template,
            "DOCX": docx,
            **office,
        },
        "renderer / bare WeasyPrint": took["renderer"] / took["bare"],
        "LibreOffice / renderer, one file per start": office["LibreOffice, one file per start"] / took["renderer"],
        "LibreOffice / renderer, many files per start": office["LibreOffice, many files per start"] / took["renderer"],
    }
    say(f"{name} ({pages} pages)")
    for what, value in result.items():
        if isinstance(value, float):
            print(f"    {what:45s} {value:8.2f}")
    for what, seconds in result["seconds"].items():
        print(f"    {what:45s} {seconds * 1000:8.0f} ms")
    return result


def libreoffice(content: bytes) -> dict[str, float]:
    """Seconds for one DOCX: when LibreOffice starts for each, and its share when it converts several in one go."""
    with tempfile.TemporaryDirectory(prefix="consult-office-") as scratch:
        folder = Path(scratch)
        files = [folder / f"{number}.docx" for number in range(BATCH)]
        for file in files:
            file.write_bytes(content)

        def convert(chosen: Sequence[Path]) -> None:
            command = [str(shutil.which("soffice")), "--headless", f"-env:UserInstallation=file://{folder}/profile"]
            target = ["--convert-to", "pdf", "--outdir", str(folder / "out")]
            subprocess.run([*command, *target, *map(str, chosen)], check=True, capture_output=True)

        took = in_turn({"one": lambda: convert(files[:1]), "many": lambda: convert(files)}, runs=3)
    return {
        "LibreOffice, one file per start": took["one"],
        "LibreOffice, many files per start": took["many"] / BATCH,
    }


def memory() -> dict[str, float]:
    """Memory that the renderer holds after some documents and after many, in MiB: as it runs, and when it never is replaced."""
    from consult.documents import pdf  # noqa: PLC0415
    from consult.libraries.renderer import Limits, Renderer  # noqa: PLC0415

    _name, kind, data = contents()[0]
    html = pdf.to_html(kind, "x", data)
    say("memory of the renderer")
    held = {}
    for how, limits in (("as it runs", Limits()), ("never replaced", Limits(recycle=10 * DOCUMENTS))):
        renderer = Renderer(pdf.fonts(), pdf.style(), limits)
        early = late = 0.0
        for number in range(1, DOCUMENTS + 1):
            renderer.render(html)
            now = _resident(renderer.pid) if renderer.pid else 0.0
            early, late = (max(early, now), late) if number <= EARLY else (early, max(late, now))
        renderer.stop()
        held[f"{how}: most MiB in the first {EARLY} documents"] = early
        held[f"{how}: most MiB in the next {DOCUMENTS - EARLY}"] = late
        held[f"{how}: growth"] = late / early
    for what, value in held.items():
        print(f"    {what:45s} {value:8.2f}")
    return held


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    kib = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return kib / 1024


if __name__ == "__main__":
    guarded(main)
