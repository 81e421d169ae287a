"""The page docs/permissions.md: who may do what and when, asked of the table at every stage and step.

The page is what an office's auditor reads; a change of the table that nobody meant shows as a change of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from consult.access import SECOND_FACTOR_ROLES, TABLE, UNION_TABLE, Capacity, check
from consult.models import Dossier, Person, Procedure, Stage
from consult.rules.procedure import REVIEWS_AMONG, REVIEWS_TO_PROPOSER, Rules
from tools.prepare import ROOT
from workflows.dossier import steps

PAGE = ROOT / "docs" / "permissions.md"
HEAD = """# Who may do what

Written by `python -m tools.write_docs` from the table in `consult/access/table.py`, which is asked at every stage and step;
the tests compare. A stage without steps behind it is the whole stage. Whoever has no capacity at all in a dossier is not told
that it exists.

"""


def _moments() -> list[tuple[str, str]]:
    """Every stage with each of its steps, and without any."""
    found = [(str(stage), "") for stage in Stage]
    found += [(str(node.stage), node.name) for node in steps() if hasattr(node, "stage")]
    return sorted(found, key=lambda moment: Stage.values.index(moment[0]))


def _when(allowed: set[tuple[str, str]], moments: list[tuple[str, str]]) -> str:
    """Moments in words: stages, and the steps where it is not the whole of a stage."""
    told: list[str] = []
    whole: list[str] = []
    for stage in [*dict.fromkeys(stage for stage, _step in moments), ""]:
        here = {moment for moment in moments if moment[0] == stage}
        partly = [step or "none" for at, step in moments if at == stage and (at, step) in allowed]
        refused = [step or "none" for at, step in moments if at == stage and (at, step) not in allowed]
        if here and here <= allowed:
            whole.append(stage)
            continue
        told += [f"{whole[0]} to {whole[-1]}"] if len(whole) > 2 else whole
        whole = []
        if len(partly) > len(refused):
            told.append(f"{stage} but {', '.join(refused)}")
        elif partly:
            told.append(f"{stage}: {', '.join(partly)}")
    return "; ".join(told)


def _settings() -> Iterator[tuple[str, dict[str, str]]]:
    """The procedure's settings on which the table depends: the defaults, then each other value by itself."""
    yield "", {}
    for name, values in (("reviews_among", REVIEWS_AMONG), ("reviews_to_proposer", REVIEWS_TO_PROPOSER)):
        for value in values:
            if value != getattr(Rules(), name):
                yield f"{name} = {value}", {name: value}


def _of_dossiers() -> Iterator[str]:

    moments = _moments()
    anyone = Person()
    dossiers = {
        setting: [Dossier(procedure=Procedure(config=changed), stage=stage, step=step) for stage, step in moments]
        for setting, changed in _settings()
    }
    procedure = Procedure(config={})
    dossiers["entered from a letter"] = [
        Dossier(procedure=procedure, stage=stage, step=step, entered_from_id=1) for stage, step in moments
    ]

    def when(action: str, who: Capacity, setting: str) -> str:
        capacities = frozenset({who})
        return _when(
            {(one.stage, one.step) for one in dossiers[setting] if check(anyone, action, one, capacities)}, moments
        )

    for action in TABLE:
        usual = {who: when(action, who, "") for who in Capacity}
        lines: dict[tuple[str, str], list[str]] = {}
        for setting in dossiers:
            for who in Capacity:
                told = when(action, who, setting)
                if told and (not setting or told != usual[who]):
                    lines.setdefault((told, setting), []).append(str(who))
        for (told, setting), people in lines.items():
            yield f"| `{action}` | {', '.join(people)} | {told}{f' ({setting})' if setting else ''} |"
        if not lines:
            yield f"| `{action}` | nobody | |"


def _of_unions() -> Iterator[str]:

    for action, granted in UNION_TABLE.items():
        yield f"| `{action}` | {', '.join(str(who) for who in Capacity if who in granted)} |"


def _second_factor() -> str:

    return ", ".join(str(who) for who in SECOND_FACTOR_ROLES)


def _table(heads: Iterable[str], rows: Iterable[str]) -> str:
    names = list(heads)
    return "\n".join([f"| {' | '.join(names)} |", "|---" * len(names) + "|", *rows]) + "\n"


def page() -> str:
    """The whole page. Django must be set up."""
    dossiers = _table(("what", "who", "when"), _of_dossiers())
    unions = _table(("what", "who"), _of_unions())
    return f"{HEAD}## In a dossier\n\n{dossiers}\n## In a union\n\n{unions}\nA second factor is asked of: {_second_factor()}.\n"
