from collections.abc import Iterator

from django.core.management.base import CommandError
from django.db import migrations, models
from django.db.models import Count


def rows_against(model: type[models.Model], constraint: models.BaseConstraint) -> list[int]:
    """The keys of rows that the constraint would refuse."""
    rows = model._default_manager.order_by("pk")
    if isinstance(constraint, models.CheckConstraint):
        return list(rows.exclude(constraint.condition).values_list("pk", flat=True))
    fields = constraint.fields
    among = rows.filter(constraint.condition) if constraint.condition else rows
    doubled = among.order_by().values(*fields).annotate(rows=Count("pk")).filter(rows__gt=1).values(*fields)
    return [key for values in doubled for key in among.filter(**values).values_list("pk", flat=True)]


def name_faults(apps, _editor) -> None:
    """Say which rows stand against what the database will refuse from now on. Raises ``CommandError``; nothing is changed."""

    def faults() -> Iterator[str]:
        for operation in Migration.operations:
            if isinstance(operation, migrations.AddConstraint):
                found = rows_against(apps.get_model("consult", operation.model_name), operation.constraint)
                if found:
                    shown = ", ".join(map(str, found[:20])) + (" …" if len(found) > 20 else "")
                    yield f"{operation.model_name} {shown} ({operation.constraint.name})"

    if found := list(faults()):
        raise CommandError(
            f"These rows hold what must never be: {'; '.join(found)}. Go back to the version before, mend them, and migrate "
            "again. Nothing was changed."
        )


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("consult", "0036_state_in_rows"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(name_faults, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True), fields=("union", "code"), name="dossier_one_per_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "closed"), models.Q(("outcome", ""), _negated=True)),
                    models.Q(models.Q(("stage", "closed"), _negated=True), ("outcome", "")),
                    _connector="OR",
                ),
                name="dossier_closed_with_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="incoming_paper_number_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="legalground",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from", None), ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="legal_ground_dates_in_order",
                violation_error_message="The last day cannot be before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["called", "open", "adjourned"])),
                fields=("council",),
                name="meeting_one_live_per_council",
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "present__gte",
                        models.F("votes_for") + models.F("votes_against") + models.F("abstentions"),
                    )
                ),
                name="motion_votes_within_present",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quiet_from", None), ("quiet_until", None)),
                    models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                    _connector="OR",
                ),
                name="person_both_quiet_hours_or_none",
                violation_error_message="Give both times, or neither.",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="register_entry_number_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["chair", "secretary"]), ("released_at", None)),
                fields=("council", "kind"),
                name="seat_one_chair_and_one_secretary",
            ),
        ),
        migrations.AddConstraint(
            model_name="subjectarea",
            constraint=models.UniqueConstraint(
                condition=models.Q(("parent", None)), fields=("name",), name="subject_area_one_root_per_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "NEW"), models.Q(("node", ""), _negated=True)),
                fields=("process", "node"),
                name="task_one_open_per_step",
            ),
        ),
    ]
