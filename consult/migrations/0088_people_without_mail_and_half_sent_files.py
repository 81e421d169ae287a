"""People without an e-mail address and the call list by which they are told; files that arrive in pieces."""

import consult.clock
import consult.models.half_sent
import consult.models.person
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


# What stands for "no address" in a database that cannot hold none.
NO_MAIL = "@no-mail.invalid"


def forget_stand_ins(apps, schema_editor):
    """Take away what going back put in the place of no address."""
    apps.get_model("consult", "Person").objects.filter(email__endswith=NO_MAIL).update(email=None)


def put_stand_ins(apps, schema_editor):
    """Give everybody without an address one that leads nowhere."""
    people = apps.get_model("consult", "Person").objects
    for number in list(people.filter(email=None).values_list("pk", flat=True)):
        people.filter(pk=number).update(email=f"{number}{NO_MAIL}")


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0087_files_of_an_attachment'),
    ]

    operations = [
        migrations.AlterField(
            model_name='person',
            name='email',
            field=consult.models.person.AccountAddressField(blank=True, max_length=254, null=True, unique=True, verbose_name='e-mail'),
        ),
        migrations.RunPython(forget_stand_ins, put_stand_ins, elidable=True),
        migrations.CreateModel(
            name='HalfSentFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='file name')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('received', models.PositiveBigIntegerField(default=0, verbose_name='received bytes')),
                ('begun_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='started')),
                ('expires_at', models.DateTimeField(db_index=True, verbose_name='kept until')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='half_sent', to='consult.dossier', verbose_name='dossier')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who sends it')),
            ],
            options={
                'verbose_name': 'half-sent file',
                'verbose_name_plural': 'half-sent files',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='FilePiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offset', models.PositiveBigIntegerField(verbose_name='from byte')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('file', models.FileField(max_length=300, upload_to=consult.models.half_sent.piece_path, verbose_name='file')),
                ('half_sent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='consult.halfsentfile', verbose_name='half-sent file')),
            ],
            options={
                'verbose_name': 'piece of a file',
                'verbose_name_plural': 'pieces of files',
                'ordering': ['half_sent', 'offset'],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField(verbose_name='day')),
                ('asked_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='asked for')),
                ('outcome', models.CharField(blank=True, max_length=20, verbose_name='how it was')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='done by')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='consult.dossier', verbose_name='dossier')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consult.organisation', verbose_name='union')),
            ],
            options={
                'verbose_name': 'call',
                'verbose_name_plural': 'calls',
                'ordering': ['due_on', 'id'],
                'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['union', 'due_on'], name='call_still_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('dossier', 'person'), name='call_one_open_per_person'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('outcome', '')), models.Q(('closed_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='call_closed_with_an_outcome')],
            },
        ),
        migrations.AddConstraint(
            model_name='halfsentfile',
            constraint=models.CheckConstraint(condition=models.Q(('received__lte', models.F('size'))), name='half_sent_file_not_more_than_whole'),
        ),
        migrations.AddConstraint(
            model_name='filepiece',
            constraint=models.UniqueConstraint(fields=('half_sent', 'offset'), name='file_piece_one_per_offset'),
        ),
    ]
