"""A kind of dossier is a row of the union, and a procedure a version of it, in force from a day."""

from fractions import Fraction

import consult.models.procedure
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Min
from django.utils.timezone import localdate

NAMES = {"investment": "Chấp thuận chủ trương đầu tư", "policy": "Dự thảo chính sách, chương trình, đề án"}
# Until now anybody who submitted could submit everything, and ask for any of the three.
CONSULTATIONS = ["advice", "critique", "appraisal"]
SUBMITTERS = ["department", "association", "investor", "union"]


def _settled(editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


# Steps that shared their days with others, and with which; each has its own now.
SHARED = {"approve_council": "approve", "sign_minutes": "approve", "approve_opinion": "approve", "bring_signed": "issue"}


def apart(config):
    """The same rules with days of its own for each step, and shares as fractions in writing."""
    config = dict(config)
    if days := dict(config.get("days", {})):
        days |= {step: days[old] for step, old in SHARED.items() if old in days}
        days.pop("approve", None)
        config["days"] = days
    for group in ("quorum", "vote"):
        if "share" in config.get(group, {}):
            share = str(Fraction(config[group]["share"]).limit_denominator(1000))
            config[group] = {**config[group], "share": share}
    return config


def together(config):
    days = dict(config.get("days", {}))
    for step, old in SHARED.items():
        if step in days:
            days[old] = days.get(old, days[step])
            del days[step]
    return {**config, "days": days} if days else config


def fill(apps, editor):
    """What was offered stays offered: of several versions the newest. A version without dossiers above it is a draft."""
    procedures, kinds = apps.get_model("consult", "Procedure").objects, apps.get_model("consult", "DossierKind").objects
    today = localdate()
    found = {}
    for row in procedures.order_by("union", "kind", "-version"):
        found.setdefault((row.union_id, row.kind), []).append(row)
    for place, ((union, code), versions) in enumerate(found.items(), start=1):
        used = dict(
            apps.get_model("consult", "Dossier").objects.filter(procedure__in=versions)
            .order_by().values("procedure").annotate(first=Min("created_at")).values_list("procedure", "first")
        )  # fmt: skip
        in_force = next((row for row in versions if row.active), versions[0])
        offered = any(row.active for row in versions)
        kind = kinds.create(
            union_id=union, code=code, name=in_force.name or NAMES.get(code, code), consultations=CONSULTATIONS,
            submitters=SUBMITTERS, offered=offered, position=place,
        )  # fmt: skip
        for row in versions:
            row.dossier_kind, row.config = kind, apart(row.config)
            if row.version <= in_force.version:
                first = used.get(row.pk)
                row.in_force_from = min(today, localdate(first)) if first else today
            row.save(update_fields=["dossier_kind", "config", "in_force_from"])
    _settled(editor)


def empty(apps, editor):
    """One active version of each kind that is offered, as before."""
    for row in apps.get_model("consult", "Procedure").objects.select_related("dossier_kind"):
        kind = row.dossier_kind
        newer = apps.get_model("consult", "Procedure").objects.filter(
            dossier_kind=kind, in_force_from__isnull=False, version__gt=row.version
        )
        row.union_id, row.kind, row.name = kind.union_id, kind.code, kind.name
        row.config = together(row.config)
        row.active = kind.offered and row.in_force_from is not None and not newer.exists()
        row.save(update_fields=["union", "kind", "name", "config", "active"])
    _settled(editor)


class Migration(migrations.Migration):
    dependencies = [("consult", "0072_roles_from_until")]

    operations = [
        migrations.AddField("organisation", "leader_approves_procedures", models.BooleanField(default=False, verbose_name="a leader puts new versions of procedures in force")),
        migrations.CreateModel(
            name="DossierKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("consultations", models.JSONField(default=consult.models.procedure.all_consultations, verbose_name="kinds of consultation")),
                ("submitters", models.JSONField(default=list, verbose_name="who may submit")),
                ("offered", models.BooleanField(default=True, verbose_name="offered for new dossiers")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("union", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="dossier_kinds", to="consult.organisation", verbose_name="union")),
            ],
            options={
                "verbose_name": "kind of dossier",
                "verbose_name_plural": "kinds of dossier",
                "ordering": ["union", "position", "id"],
            },
        ),
        migrations.AddConstraint(
            "dossierkind", models.UniqueConstraint(fields=("union", "code"), name="dossier_kind_one_per_code")
        ),
        migrations.AddField("procedure", "dossier_kind", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="procedures", to="consult.dossierkind", verbose_name="kind of dossier")),
        migrations.AddField("procedure", "in_force_from", models.DateField(blank=True, null=True, verbose_name="in force from")),
        migrations.AddField("procedure", "shipped", models.BooleanField(default=False, verbose_name="as shipped")),
        migrations.AddField("procedure", "revision", models.PositiveIntegerField(default=0, editable=False, verbose_name="revision of the draft")),
        migrations.AlterField("procedure", "union", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="consult.organisation", verbose_name="union")),
        migrations.AlterField("procedure", "kind", models.CharField(max_length=30, null=True, verbose_name="kind of dossier")),
        migrations.AlterField("procedure", "name", models.CharField(default="", max_length=200, verbose_name="name")),
        migrations.RunPython(fill, empty),
        migrations.AlterModelOptions("procedure", {"verbose_name": "procedure", "verbose_name_plural": "procedures"}),
        migrations.RemoveConstraint("procedure", "procedure_one_per_version"),
        migrations.RemoveField("procedure", "kind"),
        migrations.RemoveField("procedure", "union"),
        migrations.RemoveField("procedure", "name"),
        migrations.RemoveField("procedure", "active"),
        migrations.RenameField("procedure", "dossier_kind", "kind"),
        migrations.AlterField("procedure", "kind", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="procedures", to="consult.dossierkind", verbose_name="kind of dossier")),
        migrations.AlterField("procedure", "description", models.CharField(blank=True, max_length=500, verbose_name="what it is, and when to use it")),
        migrations.AlterModelOptions("procedure", {"ordering": ["kind", "-version"], "verbose_name": "procedure", "verbose_name_plural": "procedures"}),
        migrations.AddConstraint(
            "procedure", models.UniqueConstraint(fields=("kind", "version"), name="procedure_one_per_version")
        ),
    ]  # fmt: skip
