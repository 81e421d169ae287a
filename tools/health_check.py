"""Asks one address and ends well when it answers 200: the containers' health check, which brings no curl."""

from __future__ import annotations

import sys
from urllib.error import URLError
from urllib.request import urlopen

SECONDS = 4


def main(address: str) -> int:
    try:
        with urlopen(address, timeout=SECONDS) as answer:
            return 0 if answer.status == 200 else 1
    except (URLError, OSError) as fault:
        print(fault, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
