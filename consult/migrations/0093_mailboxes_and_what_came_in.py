"""Mailboxes of offices that are read here, and the mails that were taken from them."""

import consult.clock
import consult.models.mailbox
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0092_texts_of_mails_lie_with_them'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('union', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='mailbox', serialize=False, to='consult.organisation', verbose_name='union')),
                ('host', models.CharField(max_length=200, verbose_name='server')),
                ('port', models.PositiveIntegerField(default=993, verbose_name='port')),
                ('user', models.CharField(max_length=254, verbose_name='user name')),
                ('locked', models.BinaryField(blank=True, verbose_name='encrypted password')),
                ('folder', models.CharField(default='INBOX', max_length=200, verbose_name='folder')),
                ('active', models.BooleanField(default=False, verbose_name='in use')),
                ('validity', models.BigIntegerField(default=0, editable=False)),
                ('last_uid', models.BigIntegerField(default=0, editable=False)),
                ('begun_at', models.DateTimeField(editable=False, null=True, verbose_name='begun')),
                ('read_at', models.DateTimeField(editable=False, null=True, verbose_name='last read')),
                ('fault', models.CharField(blank=True, editable=False, max_length=20, verbose_name='what hinders')),
            ],
            options={
                'verbose_name': 'mailbox',
                'verbose_name_plural': 'mailboxes',
            },
        ),
        migrations.CreateModel(
            name='ReceivedMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('kind', models.CharField(max_length=10, verbose_name='kind')),
                ('fault', models.CharField(blank=True, max_length=12, verbose_name='what is wrong')),
                ('sender', models.CharField(blank=True, max_length=300, verbose_name='sender')),
                ('subject', models.CharField(blank=True, max_length=300, verbose_name='subject')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('received_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='taken')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='dealt with')),
                ('about', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='received', to='consult.mail', verbose_name='answer to')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dealt with by')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='received_mails', to='consult.organisation', verbose_name='union')),
            ],
            options={
                'verbose_name': 'received mail',
                'verbose_name_plural': 'received mails',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='ReceivedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='file name')),
                ('file', models.FileField(blank=True, max_length=300, upload_to=consult.models.mailbox.received_path, verbose_name='file')),
                ('media_type', models.CharField(blank=True, max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='size in bytes')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('refused', models.TextField(blank=True, verbose_name='why it was not kept')),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='consult.receivedmail', verbose_name='mail')),
            ],
            options={
                'verbose_name': 'file of a received mail',
                'verbose_name_plural': 'files of received mails',
                'ordering': ['id'],
            },
        ),
        migrations.AddIndex(
            model_name='receivedmail',
            index=models.Index(condition=models.Q(('kind', 'letter'), ('settled_at', None)), fields=['union', '-id'], name='received_mail_open'),
        ),
        migrations.AddIndex(
            model_name='receivedmail',
            index=models.Index(fields=['union', 'kind', '-id'], name='received_mail_by_kind'),
        ),
        migrations.AddConstraint(
            model_name='receivedmail',
            constraint=models.UniqueConstraint(fields=('union', 'sha256'), name='received_mail_once'),
        ),
    ]
