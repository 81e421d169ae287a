"""Signatures of files are rows, certificates of signers are known, and time stamps have a day on which they are renewed."""

import consult.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0057_title_of_a_circular'),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(verbose_name='place among the signatures')),
                ('subject', models.CharField(max_length=300, verbose_name='certificate of')),
                ('issuer', models.CharField(max_length=300, verbose_name='issued by')),
                ('serial', models.CharField(max_length=60, verbose_name='serial number')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='signed')),
                ('stamped', models.BooleanField(default=False, verbose_name='proven by a time stamp')),
                ('issuer_reason', models.TextField(blank=True, verbose_name='why the issuer is accepted')),
            ],
            options={
                'verbose_name': 'signature of a document',
                'verbose_name_plural': 'signatures of documents',
                'ordering': ['version', 'place'],
            },
        ),
        migrations.CreateModel(
            name='SignerCertificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('subject', models.CharField(max_length=300, verbose_name='certificate of')),
                ('issuer', models.CharField(max_length=300, verbose_name='issued by')),
                ('serial', models.CharField(max_length=60, verbose_name='serial number')),
                ('not_after', models.DateTimeField(verbose_name='valid to')),
                ('added_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='added')),
            ],
            options={
                'verbose_name': 'certificate of a signer',
                'verbose_name_plural': 'certificates of signers',
                'ordering': ['subject', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='documentversion',
            name='renew_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='time stamp to be renewed'),
        ),
        migrations.AddIndex(
            model_name='documentversion',
            index=models.Index(condition=models.Q(('renew_on__isnull', False)), fields=['renew_on'], name='document_version_to_renew'),
        ),
        migrations.AddField(
            model_name='documentsignature',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='documentsignature',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='consult.documentversion', verbose_name='version of a document'),
        ),
        migrations.AddField(
            model_name='signercertificate',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by'),
        ),
        migrations.AddField(
            model_name='signercertificate',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='signer_certificates', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='signercertificate',
            name='union',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signer_certificates', to='consult.organisation', verbose_name='union'),
        ),
        migrations.AddConstraint(
            model_name='documentsignature',
            constraint=models.UniqueConstraint(fields=('version', 'place'), name='document_signature_one_per_place'),
        ),
        migrations.AddConstraint(
            model_name='signercertificate',
            constraint=models.UniqueConstraint(fields=('union', 'fingerprint'), name='signer_certificate_one_per_fingerprint'),
        ),
    ]
