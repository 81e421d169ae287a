"""Absences are of people, whether they are experts or not."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _settled(schema_editor):
    """PostgreSQL changes no table whose foreign keys are still to be looked at."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def of_people(apps, schema_editor):
    absences, experts = apps.get_model("consult", "Absence"), apps.get_model("consult", "Expert")
    owner = experts.objects.filter(pk=models.OuterRef("expert")).values("person")[:1]
    absences.objects.update(person=models.Subquery(owner))
    _settled(schema_editor)


def of_experts(apps, schema_editor):
    absences, experts = apps.get_model("consult", "Absence"), apps.get_model("consult", "Expert")
    # The version before knows none of people who are no experts.
    absences.objects.exclude(person__in=experts.objects.values("person")).delete()
    owner = experts.objects.filter(person=models.OuterRef("person")).values("pk")[:1]
    absences.objects.update(expert=models.Subquery(owner))
    _settled(schema_editor)


def nothing(apps, schema_editor):
    """What the other direction does is done by the other step."""


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0089_council_changes_and_stand_ins'),
    ]

    operations = [
        migrations.AddField(
            model_name='absence',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='absences', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.RunPython(of_people, nothing),
        migrations.AlterField(
            model_name='absence',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AlterField(
            model_name='absence',
            name='expert',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consult.expert', verbose_name='expert'),
        ),
        migrations.RunPython(nothing, of_experts),
        migrations.RemoveField(
            model_name='absence',
            name='expert',
        ),
    ]
