"""Roles have a first and a last day; people are found without accents; bodies ask for access."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import consult.clock
import consult.models.access_request
import consult.models.person

from ._rules import fold

BATCH = 500


def fill(apps: Any, _editor: Any) -> None:
    person, batch = apps.get_model("consult", "Person"), []
    for row in person._base_manager.only("pk", "name", "email", "phone").iterator(chunk_size=BATCH):
        row.search_text = fold(f"{row.name} {row.email} {row.phone}")[:500]
        batch.append(row)
        if len(batch) == BATCH:
            person._base_manager.bulk_update(batch, ["search_text"])
            batch = []
    person._base_manager.bulk_update(batch, ["search_text"])


class Migration(migrations.Migration):
    dependencies = [("consult", "0071_nightly_backups")]
    operations = [
        migrations.CreateModel(
            name='AccessRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body_name', models.CharField(max_length=300, verbose_name='name of the body')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='address')),
                ('asker', models.CharField(max_length=150, verbose_name='full name')),
                ('email', consult.models.person.AccountAddressField(max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(max_length=30, verbose_name='telephone')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('name', models.CharField(max_length=200, verbose_name='file name')),
                ('file', models.FileField(max_length=300, upload_to=consult.models.access_request.letter_path, verbose_name='file')),
                ('media_type', models.CharField(max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('asked_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='asked')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='consult.organisation', verbose_name='entered as')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access_requests', to='consult.organisation', verbose_name='union')),
            ],
            options={
                'verbose_name': 'request for access',
                'verbose_name_plural': 'requests for access',
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('decided_at', None)), fields=['union', '-id'], name='access_waiting')],
            },
        ),
        migrations.AddField("membership", "since", models.DateField(blank=True, help_text="Left empty: at once.", null=True, verbose_name="first day")),
        migrations.AddField("membership", "until", models.DateField(blank=True, help_text="The last day; left empty: for good.", null=True, verbose_name="last day")),
        migrations.AddConstraint("membership", models.CheckConstraint(
            condition=models.Q(since=None) | models.Q(until=None) | models.Q(since__lte=models.F("until")),
            name="membership_ends_after_it_begins", violation_error_message="The last day is before the first.",
        )),
        migrations.AddField("person", "search_text", models.CharField(default="", editable=False, max_length=500)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
