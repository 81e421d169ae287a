from django.db import migrations


def rename_facts(apps, _editor):
    """Proposed changes and tables that were read name an expert's subject areas as the registry does."""
    for proposal in apps.get_model("consult", "ExpertProposal").objects.filter(changes__has_key="fields").iterator():
        proposal.changes["subject_areas"] = proposal.changes.pop("fields")
        proposal.save(update_fields=["changes"])
    for table in apps.get_model("consult", "ExpertImport").objects.iterator():
        for row in table.rows:
            if "fields" in row:
                row["subject_areas"] = row.pop("fields")
        table.save(update_fields=["rows"])


class Migration(migrations.Migration):
    """Names that a stranger knows, in the tables as in the code. Nothing but names changes."""

    dependencies = [("consult", "0033_terms_of_steps")]

    operations = [
        # Its condition names a field that is renamed.
        migrations.RemoveConstraint("Motion", "one_decisive_motion"),
        migrations.RenameModel("Pulse", "Heartbeat"),
        migrations.RenameModel("Opening", "ConfidentialAccess"),
        migrations.RenameModel("Checked", "CompletenessCheck"),
        migrations.RenameModel("Standing", "UnionJudgement"),
        migrations.RenameModel("Field", "SubjectArea"),
        migrations.RenameField("Motion", "urn", "ballot_box"),
        migrations.RenameField("Motion", "decisive", "is_final"),
        migrations.RenameField("Meeting", "door", "check_in_code"),
        migrations.RenameField("Meeting", "deputised", "deputy_presides"),
        migrations.RenameField("Attendance", "earlier", "mode_before_break"),
        migrations.RenameField("Event", "own_draft", "self_approved"),
        migrations.RenameField("Job", "called_at", "dispatched_at"),
        migrations.RenameField("Dossier", "folded", "search_text"),
        migrations.RenameField("Expert", "folded", "search_text"),
        migrations.RenameField("Organisation", "folded", "search_text"),
        migrations.RenameField("Dossier", "fields", "subject_areas"),
        migrations.RenameField("Expert", "fields", "subject_areas"),
        migrations.RunPython(rename_facts, migrations.RunPython.noop),
    ]
