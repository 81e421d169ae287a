"""Divisions of an office, and an officer who answers for a dossier."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0080_proposed_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='dossier',
            name='responsible',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='responsible_dossiers', to=settings.AUTH_USER_MODEL, verbose_name='responsible officer'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='names_responsible',
            field=models.BooleanField(default=False, verbose_name='dossiers have a responsible officer'),
        ),
        migrations.CreateModel(
            name='Division',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('abbreviation', models.CharField(blank=True, max_length=20, verbose_name='abbreviation')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('in_use', models.BooleanField(default=True, verbose_name='in use')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='divisions', to='consult.organisation', verbose_name='union')),
            ],
            options={
                'verbose_name': 'division',
                'verbose_name_plural': 'divisions',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='membership',
            name='division',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='consult.division', verbose_name='division'),
        ),
        migrations.AddConstraint(
            model_name='division',
            constraint=models.UniqueConstraint(fields=('union', 'name'), name='division_once_per_union'),
        ),
    ]
