"""Office work by people over HTTP on a data folder, each answer that says "done" written down as it comes.

Run as ``python -m tests.prove.carry SITE TOLD PEOPLE``; it ends when it is killed.
"""

from __future__ import annotations

import json
import os
import sys
import time
from itertools import count, islice
from pathlib import Path

import django

# Seconds between two looks at how much is left to do.
PAUSE = 0.2


def main() -> None:
    site, told, people = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    from consult.demo.office import DEMO_PASSWORD, build_office  # noqa: PLC0415
    from tools.drill.clients import Driver, Ledger, People  # noqa: PLC0415

    handle = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    class WrittenLedger(Ledger):
        def note(self, title: str, what: str, person: int, detail: str = "") -> None:
            os.write(handle, (json.dumps([title, what, person, detail, time.time()]) + "\n").encode())

    office = build_office()
    party = People(site, Path("none"))
    roles = {
        "officer": office.officer,
        "leader": office.leader,
        "clerk": office.clerk,
        "proposer": office.investor_person,
    }
    for person in [*roles.values(), *office.experts]:
        party.sign_in(person, DEMO_PASSWORD, None)
    driver = Driver(
        party, WrittenLedger(), {name: person.pk for name, person in roles.items()},
        [person.pk for person in office.experts], time.time,
    )  # fmt: skip
    titles = (f"Dự án thử số {number}" for number in count())
    os.write(handle, b'"begun"\n')
    driver.run([*islice(titles, 2 * people)], people)
    # Whoever is quick finds work all the same: dossiers that are closed are followed by others.
    for title in titles:
        while driver.work.qsize() >= people // 2:
            time.sleep(PAUSE)
        driver.work.put(title)


if __name__ == "__main__":
    main()
