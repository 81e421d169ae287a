"""What was rewritten whole shows against an older backup."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from consult.actions.registers import reserve_number
from consult.backup import take
from consult.models import HistoryHead
from consult.rules.chain import link_hash
from tests.actions.tampering import unguarded, verified

# A backup sees the database as others committed it.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backup(walk, tmp_path) -> str:
    take(tmp_path / "backup", lambda _line: None)
    return str(tmp_path / "backup")


def test_a_history_that_only_grew_since_the_backup_is_as_it_was(walk, backup, new_walk):
    walk.do("check_completeness", walk.office.officer, decision="accept")
    new_walk("Dự án khác")
    assert verified("--against", backup) == ""


def test_a_history_written_anew_shows_against_a_backup_alone(walk, backup):
    head = HistoryHead.objects.get(dossier=walk.dossier)
    last = walk.dossier.events.get(position=head.length)
    last.reason = "khác"
    fresh = link_hash(last.previous, last.position, last.facts)
    unguarded("UPDATE consult_event SET reason = 'khác', hash = %s WHERE id = %s", fresh, last.pk)
    unguarded("UPDATE consult_historyhead SET hash = %s WHERE id = %s", fresh, head.pk)
    assert verified() == ""
    assert f"{walk.dossier.code}: its history is another than in the backup" in verified("--against", backup)


def test_what_is_gone_without_a_trace_shows_against_a_backup_alone(walk, backup):
    kept = Path(backup, "manifest.json")
    manifest = json.loads(kept.read_text())
    manifest["histories"][str(walk.dossier.pk + 1)] = "0" * 64
    kept.write_text(json.dumps(manifest))
    assert verified() == ""
    assert f"{walk.dossier.pk + 1}: it is in the backup and not here" in verified("--against", backup)


def test_a_series_cut_short_shows_against_a_backup_alone(walk, tmp_path):
    entry = reserve_number(union=walk.office.union, kind="BC", subject="Thử", by=walk.office.clerk)
    take(tmp_path / "backup", lambda _line: None)
    unguarded("DELETE FROM consult_registerentry WHERE id = %s", entry.pk)
    unguarded("UPDATE consult_register SET last = 0 WHERE id = %s", entry.register_id)
    assert verified() == ""
    assert "the series was longer in the backup" in verified("--against", str(tmp_path / "backup"))


def test_what_is_no_backup_is_said(walk, backup, tmp_path):
    assert "holds no finished backup" in verified("--against", str(tmp_path))
    Path(backup, "tables", "consult.register.jsonl").write_text("")
    assert "is not what was backed up" in verified("--against", backup)
