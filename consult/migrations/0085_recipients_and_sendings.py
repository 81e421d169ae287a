"""Who gave a dossier's task, to whom its opinion goes, and how what is issued is sent."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0084_papers_by_letter'),
    ]

    operations = [
        migrations.AddField(
            model_name='dossier',
            name='given_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='given_dossiers', to='consult.organisation', verbose_name='task given by'),
        ),
        migrations.AddField(
            model_name='dossier',
            name='given_dated',
            field=models.DateField(blank=True, null=True, verbose_name='date of the letter'),
        ),
        migrations.AddField(
            model_name='dossier',
            name='given_letter',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='given_dossiers', to='consult.incomingletter', verbose_name='letter that gave the task'),
        ),
        migrations.AddField(
            model_name='dossier',
            name='given_symbol',
            field=models.CharField(blank=True, max_length=60, verbose_name='number and symbol of the letter'),
        ),
        migrations.AddField(
            model_name='dossier',
            name='granted',
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name='money granted, in đồng'),
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('copy', models.BooleanField(default=False, verbose_name='gets a copy')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='consult.organisation', verbose_name='body')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='consult.dossier', verbose_name='dossier')),
            ],
            options={
                'verbose_name': 'recipient of an opinion',
                'verbose_name_plural': 'recipients of opinions',
                'ordering': ['copy', 'position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('dossier', 'name'), name='recipient_once_per_dossier')],
            },
        ),
        migrations.CreateModel(
            name='Sending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='recipient')),
                ('copy', models.BooleanField(default=False, verbose_name='gets a copy')),
                ('how', models.CharField(blank=True, max_length=10, verbose_name='how')),
                ('sent_on', models.DateField(blank=True, null=True, verbose_name='sent on')),
                ('received_by', models.CharField(blank=True, max_length=200, verbose_name='received by')),
                ('recorded_at', models.DateTimeField(blank=True, null=True, verbose_name='recorded')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sendings', to='consult.registerentry', verbose_name='register entry')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sendings', to='consult.organisation', verbose_name='union')),
            ],
            options={
                'verbose_name': 'sending of a document',
                'verbose_name_plural': 'sendings of documents',
                'ordering': ['entry', 'copy', 'pk'],
                'indexes': [models.Index(condition=models.Q(('sent_on', None)), fields=['union', '-entry'], name='sending_still_open')],
                'constraints': [models.UniqueConstraint(fields=('entry', 'name'), name='sending_once_per_recipient'), models.CheckConstraint(condition=models.Q(models.Q(('how', ''), ('sent_on', None)), models.Q(('sent_on__isnull', False), models.Q(('how', ''), _negated=True)), _connector='OR'), name='sending_how_with_its_day')],
            },
        ),
    ]
