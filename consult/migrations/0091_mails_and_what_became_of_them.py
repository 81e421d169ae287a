"""Mails are rows of their own: each that went out, in whose name and words; who wants no mail of a day; deadlines moved."""

import consult.clock
import django.db.models.deletion
from django.db import migrations, models


BATCH = 2000
# What began the Message-ID of mails before they had a part that nobody guesses.
FORMER = "<notice-{}@"


def take_over(apps, _editor):
    """Each notice that was mailed gets its mail, with what was kept of it."""
    notifications, mails = apps.get_model("consult", "Notification"), apps.get_model("consult", "Mail")
    sent = notifications.objects.filter(mailed_at__isnull=False).order_by("pk")
    batch = []
    for row in sent.values_list("pk", "mail_subject", "mail_text", "mailed_at", "person__email").iterator(BATCH):
        pk, subject, text, moment, address = row
        batch.append(
            mails(
                notification_id=pk, message_id=FORMER.format(pk) + "consult>", address=address, subject=subject,
                text=text, begun_at=moment, sent_at=moment,
            )
        )
        if len(batch) == BATCH:
            mails.objects.bulk_create(batch)
            batch = []
    mails.objects.bulk_create(batch)


def give_back(apps, _editor):
    """The newest mail of each notice, on the notice."""
    notifications, mails = apps.get_model("consult", "Notification"), apps.get_model("consult", "Mail")
    for row in mails.objects.filter(sent_at__isnull=False).order_by("pk").iterator(BATCH):
        notifications.objects.filter(pk=row.notification_id).update(mail_subject=row.subject, mail_text=row.text)


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0090_absences_of_everybody'),
    ]

    operations = [
        migrations.CreateModel(
            name='OfficeMail',
            fields=[
                ('union', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='office_mail', serialize=False, to='consult.organisation', verbose_name='union')),
                ('sender_name', models.CharField(blank=True, max_length=100, verbose_name='name of the sender')),
                ('sender', models.CharField(blank=True, max_length=254, verbose_name='address of the sender')),
                ('reply_to', models.CharField(blank=True, max_length=254, verbose_name='address for answers')),
                ('phone', models.CharField(blank=True, max_length=60, verbose_name='telephone of the office')),
            ],
            options={
                'verbose_name': 'mail of an office',
                'verbose_name_plural': 'mail of offices',
            },
        ),
        migrations.AddField(
            model_name='notification',
            name='union',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consult.organisation', verbose_name='union'),
        ),
        migrations.AddField(
            model_name='person',
            name='daily_mail',
            field=models.BooleanField(default=True, verbose_name='one mail a day with what is waiting'),
        ),
        migrations.AddField(
            model_name='task',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='revision'),
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(default=1, verbose_name='number')),
                ('message_id', models.CharField(max_length=300, unique=True, verbose_name='Message-ID')),
                ('address', models.CharField(max_length=254, verbose_name='address')),
                ('subject', models.CharField(blank=True, max_length=300, verbose_name='subject')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('begun_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='begun')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('delayed_at', models.DateTimeField(blank=True, null=True, verbose_name='said to be late')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='came back')),
                ('reply', models.TextField(blank=True, verbose_name='what the mail server said')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered by its link')),
                ('notification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='consult.notification', verbose_name='notice')),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mails',
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(fields=('notification', 'number'), name='mail_one_per_number')],
            },
        ),
        migrations.CreateModel(
            name='MailWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('subject', models.CharField(blank=True, max_length=250, verbose_name='subject')),
                ('opening', models.TextField(blank=True, verbose_name='opening')),
                ('closing', models.TextField(blank=True, verbose_name='closing')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mail_wordings', to='consult.organisation', verbose_name='union')),
            ],
            options={
                'verbose_name': 'wording of a mail',
                'verbose_name_plural': 'wordings of mails',
                'constraints': [models.UniqueConstraint(fields=('union', 'kind'), name='mail_wording_one_per_kind')],
            },
        ),
        migrations.RunPython(take_over, give_back),
    ]
