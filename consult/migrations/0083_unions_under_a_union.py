"""Unions under a union, and an index by which their dossiers of a year are counted."""

import consult.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0082_standing_councils'),
    ]

    operations = [
        migrations.CreateModel(
            name='Subordination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shows', models.CharField(default='nothing', max_length=20, verbose_name='the upper union sees')),
                ('asked_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='asked')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
            ],
            options={
                'verbose_name': 'union under a union',
                'verbose_name_plural': 'unions under a union',
            },
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['union', 'submitted_at'], name='dossier_by_submission'),
        ),
        migrations.AddField(
            model_name='subordination',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by'),
        ),
        migrations.AddField(
            model_name='subordination',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by'),
        ),
        migrations.AddField(
            model_name='subordination',
            name='lower',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='subordination', to='consult.organisation', verbose_name='lower union'),
        ),
        migrations.AddField(
            model_name='subordination',
            name='upper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subordinations', to='consult.organisation', verbose_name='upper union'),
        ),
        migrations.AddConstraint(
            model_name='subordination',
            constraint=models.CheckConstraint(condition=models.Q(('lower', models.F('upper')), _negated=True), name='subordination_of_two_unions'),
        ),
    ]
