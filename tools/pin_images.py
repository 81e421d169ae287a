"""``make pin-images``: writes the digest of each image beside its version, where Docker reaches a registry.

A version may be built anew by whoever publishes it; a digest is one image for ever.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable

from tools.prepare import ROOT, StepFailedError, guarded, say

FILES = ("docker-compose.yml", "Dockerfile")
# An image of others by name and tag; our own has a variable in its tag.
IMAGE = re.compile(r"^(\s*image: |FROM )([\w./-]+:[\w.-]+)(@sha256:[0-9a-f]{64})?(?=\s|$)", re.MULTILINE)
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def images(text: str) -> set[str]:
    """The images that a file names, by name and version."""
    return {found[2] for found in IMAGE.finditer(text)}


def digest(image: str) -> str:
    """The digest that the registry gives for an image. Raises ``StepFailedError``."""
    line = ["docker", "buildx", "imagetools", "inspect", image, "--format", "{{.Manifest.Digest}}"]
    try:
        told = subprocess.run(line, check=False, capture_output=True, text=True)
    except OSError as fault:
        raise StepFailedError(f"Docker is not here: {fault}") from fault
    found = DIGEST.search(told.stdout)
    if told.returncode or found is None:
        raise StepFailedError(f"{image} could not be asked for: {told.stderr.strip()}")
    return found[0]


def pinned(text: str, ask: Callable[[str], str]) -> str:
    """``text`` with each image's digest, as ``ask`` gives it."""
    known = {image: ask(image) for image in sorted(images(text))}
    return IMAGE.sub(lambda found: f"{found[1]}{found[2]}@{known[found[2]]}", text)


def main() -> int:
    # All or nothing: both files are written when every image was found.
    texts = {name: pinned((ROOT / name).read_text(), digest) for name in FILES}
    for name, text in texts.items():
        (ROOT / name).write_text(text)
        say(f"{name}: {len(images(text))} images by digest")
    return 0


if __name__ == "__main__":
    guarded(main)
