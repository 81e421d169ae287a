"""Columns of registers by Nghị định 30/2020/NĐ-CP, and numbers with a letter that stand on paper alone."""

import consult.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0060_payments'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signer', models.CharField(blank=True, max_length=200, verbose_name='signed by')),
                ('recipients', models.CharField(blank=True, max_length=600, verbose_name='recipients')),
                ('copy_keeper', models.CharField(blank=True, max_length=200, verbose_name='unit or person who keeps the copy')),
                ('copies', models.PositiveIntegerField(blank=True, null=True, verbose_name='number of copies')),
                ('passed_on', models.DateField(blank=True, null=True, verbose_name='sent on')),
                ('remark', models.CharField(blank=True, max_length=300, verbose_name='remark')),
                ('written_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='written')),
            ],
            options={
                'verbose_name': 'dispatch of a document',
                'verbose_name_plural': 'dispatches of documents',
            },
        ),
        migrations.CreateModel(
            name='Passing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handler', models.CharField(blank=True, max_length=200, verbose_name='passed to')),
                ('passed_on', models.DateField(blank=True, null=True, verbose_name='passed on, day')),
                ('remark', models.CharField(blank=True, max_length=300, verbose_name='remark')),
                ('written_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='written')),
            ],
            options={
                'verbose_name': 'passing of a letter',
                'verbose_name_plural': 'passings of letters',
            },
        ),
        migrations.RemoveConstraint(
            model_name='incomingletter',
            name='incoming_letter_one_per_number',
        ),
        migrations.RemoveConstraint(
            model_name='registerentry',
            name='register_entry_one_per_number',
        ),
        migrations.AddField(
            model_name='incomingletter',
            name='suffix',
            field=models.CharField(blank=True, default='', max_length=2, verbose_name='letter after the number'),
        ),
        migrations.AddField(
            model_name='incomingletter',
            name='suffix_reason',
            field=models.CharField(blank=True, default='', max_length=300, verbose_name='why the number has a letter'),
        ),
        migrations.AddField(
            model_name='registerentry',
            name='suffix',
            field=models.CharField(blank=True, default='', max_length=2, verbose_name='letter after the number'),
        ),
        migrations.AddField(
            model_name='registerentry',
            name='suffix_reason',
            field=models.CharField(blank=True, default='', max_length=300, verbose_name='why the number has a letter'),
        ),
        migrations.AddConstraint(
            model_name='incomingletter',
            constraint=models.UniqueConstraint(fields=('register', 'number', 'suffix'), name='incoming_letter_one_per_number'),
        ),
        migrations.AddConstraint(
            model_name='incomingletter',
            constraint=models.CheckConstraint(condition=models.Q(('suffix', ''), models.Q(('suffix_reason', ''), _negated=True), _connector='OR'), name='incoming_letter_suffix_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='registerentry',
            constraint=models.UniqueConstraint(fields=('register', 'number', 'suffix'), name='register_entry_one_per_number'),
        ),
        migrations.AddConstraint(
            model_name='registerentry',
            constraint=models.CheckConstraint(condition=models.Q(('suffix', ''), models.Q(('suffix_reason', ''), _negated=True), _connector='OR'), name='register_entry_suffix_with_a_reason'),
        ),
        migrations.AddField(
            model_name='dispatch',
            name='entry',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='dispatch', to='consult.registerentry', verbose_name='register entry'),
        ),
        migrations.AddField(
            model_name='dispatch',
            name='written_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by'),
        ),
        migrations.AddField(
            model_name='passing',
            name='letter',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='passing', to='consult.incomingletter', verbose_name='incoming letter'),
        ),
        migrations.AddField(
            model_name='passing',
            name='written_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by'),
        ),
    ]
