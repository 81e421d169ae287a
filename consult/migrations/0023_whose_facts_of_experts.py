"""Facts of experts get a keeper, unions judge for themselves, and others propose changes."""

import django.db.models.deletion
from django.db import migrations, models

import consult.clock


def find_keepers(apps, schema_editor):
    Expert, Seat = apps.get_model("consult", "Expert"), apps.get_model("consult", "Seat")
    Organisation, Standing = apps.get_model("consult", "Organisation"), apps.get_model("consult", "Standing")
    unions = list(Organisation.objects.filter(kind="union").order_by("pk").values_list("pk", flat=True))
    for expert in Expert.objects.select_related("association__parent").iterator():
        # Nobody wrote down who entered whom: the only union, else the first that seated them, else their association's.
        keeper = unions[0] if len(unions) == 1 else None
        if keeper is None:
            seated = Seat.objects.filter(person=expert.person_id).order_by("pk")
            keeper = seated.values_list("council__dossier__union", flat=True).first()
        parent = expert.association.parent if expert.association else None
        if keeper is None and parent is not None and parent.kind == "union":
            keeper = parent.pk
        if keeper is not None:
            Expert.objects.filter(pk=expert.pk).update(keeper=keeper)
        if not expert.active:
            # Who was switched off was so for all.
            Standing.objects.bulk_create(Standing(expert=expert, union_id=pk, invited=False) for pk in unions)
    # PostgreSQL changes no table while checks of its rows wait.
    schema_editor.connection.check_constraints()


def switch_off_for_all(apps, schema_editor):
    Expert, Standing = apps.get_model("consult", "Expert"), apps.get_model("consult", "Standing")
    unions = apps.get_model("consult", "Organisation").objects.filter(kind="union").count()
    off = Standing.objects.filter(invited=False).values("expert").annotate(n=models.Count("pk")).filter(n=unions)
    Expert.objects.filter(pk__in=[row["expert"] for row in off]).update(active=False)
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):

    dependencies = [
        ("consult", "0022_broken_off_votes_and_declarations"),
    ]

    operations = [
        migrations.AddField(
            model_name="expert",
            name="keeper",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+",
                to="consult.organisation", verbose_name="kept by",
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="union",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+",
                to="consult.organisation", verbose_name="union",
            ),
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("invited", models.BooleanField(default=True, verbose_name="may be invited into councils")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("expert", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="standings", to="consult.expert",
                    verbose_name="expert",
                )),
                ("union", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="consult.organisation",
                    verbose_name="union",
                )),
            ],
            options={
                "verbose_name": "union's own judgement",
                "verbose_name_plural": "unions' own judgements",
                "constraints": [
                    models.UniqueConstraint(fields=("expert", "union"), name="one_standing_a_union"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpertProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proposed_at", models.DateTimeField(default=consult.clock.now, editable=False, verbose_name="proposed")),
                ("lapses_on", models.DateField(verbose_name="last day")),
                ("changes", models.JSONField(default=dict, verbose_name="changes")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
                ("accepted", models.BooleanField(blank=True, null=True, verbose_name="accepted")),
                ("decided_by", models.ForeignKey(
                    blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+",
                    to="consult.person", verbose_name="decided by",
                )),
                ("expert", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="consult.expert",
                    verbose_name="expert",
                )),
                ("proposed_by", models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="consult.person",
                    verbose_name="proposed by",
                )),
                ("union", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="consult.organisation",
                    verbose_name="union",
                )),
            ],
            options={
                "verbose_name": "proposed change of an expert's data",
                "verbose_name_plural": "proposed changes of experts' data",
                "ordering": ["-id"],
            },
        ),
        migrations.RunPython(find_keepers, switch_off_for_all),
        migrations.RemoveField(model_name="expert", name="active"),
    ]
