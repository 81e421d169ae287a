"""Papers that came by letter: their files, corrections, what was entered from them, and what is told by letter."""

import consult.clock
import consult.models.paper
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


def give_uids(apps, schema_editor):
    """Letters that are there already get a name of their own, which their guard would not let happen later."""
    letters = apps.get_model("consult", "IncomingLetter")
    guarded = schema_editor.connection.vendor == "postgresql"
    if guarded:
        # Rows that this migration run wrote must be settled before their tables change.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("ALTER TABLE consult_incomingletter DISABLE TRIGGER consult_incoming_guard")
    for pk in list(letters.objects.values_list("pk", flat=True)):
        letters.objects.filter(pk=pk).update(uid=uuid.uuid4())
    if guarded:
        schema_editor.execute("ALTER TABLE consult_incomingletter ENABLE TRIGGER consult_incoming_guard")


GUARDED = ("consult_lettercorrection", "consult_lettervoid")


def guard(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GUARDED:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION consult_kept_guard()"
            )


def no_guard(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in GUARDED:
            schema_editor.execute(f"DROP TRIGGER {table}_guard ON {table}")


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0083_unions_under_a_union'),
    ]

    operations = [
        migrations.CreateModel(
            name='IncomingFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='order')),
                ('name', models.CharField(max_length=200, verbose_name='file name')),
                ('file', models.FileField(max_length=300, upload_to=consult.models.paper.incoming_path, verbose_name='file')),
                ('media_type', models.CharField(max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('pages', models.PositiveIntegerField(default=0, verbose_name='pages')),
                ('uploaded_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='uploaded')),
            ],
            options={
                'verbose_name': 'file of a letter',
                'verbose_name_plural': 'files of letters',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='LetterCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sender', models.CharField(max_length=300, verbose_name='sender')),
                ('symbol', models.CharField(blank=True, max_length=60, verbose_name='number and symbol')),
                ('dated', models.DateField(blank=True, null=True, verbose_name='dated')),
                ('subject', models.CharField(max_length=600, verbose_name='subject')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('corrected_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='corrected')),
            ],
            options={
                'verbose_name': 'correction of a letter',
                'verbose_name_plural': 'corrections of letters',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='LetterVoid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('voided_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='voided')),
            ],
            options={
                'verbose_name': 'void letter',
                'verbose_name_plural': 'void letters',
            },
        ),
        migrations.CreateModel(
            name='PaperEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=20, verbose_name='what')),
                ('round', models.PositiveIntegerField(default=1, verbose_name='round of consultation')),
                ('entered_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='entered')),
                ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='looked at by its author')),
            ],
            options={
                'verbose_name': 'act entered from a paper',
                'verbose_name_plural': 'acts entered from papers',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='PostalNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='what')),
                ('key', models.CharField(editable=False, max_length=60)),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('asked_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='asked for')),
                ('sent_on', models.DateField(blank=True, null=True, verbose_name='sent on')),
            ],
            options={
                'verbose_name': 'notice to be sent by letter',
                'verbose_name_plural': 'notices to be sent by letter',
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='dossier',
            name='entered_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='opened', to='consult.incomingletter', verbose_name='entered from the letter'),
        ),
        migrations.AddField(
            model_name='incomingletter',
            name='received_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='received by'),
        ),
        migrations.AddField(
            model_name='incomingletter',
            name='uid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.RunPython(give_uids, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='incomingletter',
            name='uid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name='passing',
            name='due_on',
            field=models.DateField(blank=True, null=True, verbose_name='due'),
        ),
        migrations.AddField(
            model_name='passing',
            name='given_to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='given_letters', to=settings.AUTH_USER_MODEL, verbose_name='goes to'),
        ),
        migrations.AddField(
            model_name='passing',
            name='settled_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='settled'),
        ),
        migrations.AlterField(
            model_name='dossier',
            name='submitter',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submitted_dossiers', to=settings.AUTH_USER_MODEL, verbose_name='submitted by'),
        ),
        migrations.AddIndex(
            model_name='passing',
            index=models.Index(condition=models.Q(('settled_at', None)), fields=['given_to', 'due_on'], name='passing_of_person'),
        ),
        migrations.AddField(
            model_name='incomingfile',
            name='letter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='consult.incomingletter', verbose_name='incoming letter'),
        ),
        migrations.AddField(
            model_name='incomingfile',
            name='uploaded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by'),
        ),
        migrations.AddField(
            model_name='lettercorrection',
            name='corrected_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='corrected by'),
        ),
        migrations.AddField(
            model_name='lettercorrection',
            name='letter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='consult.incomingletter', verbose_name='incoming letter'),
        ),
        migrations.AddField(
            model_name='lettervoid',
            name='letter',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='void', to='consult.incomingletter', verbose_name='incoming letter'),
        ),
        migrations.AddField(
            model_name='lettervoid',
            name='voided_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='voided by'),
        ),
        migrations.AddField(
            model_name='paperentry',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paper_entries', to='consult.dossier', verbose_name='dossier'),
        ),
        migrations.AddField(
            model_name='paperentry',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by'),
        ),
        migrations.AddField(
            model_name='paperentry',
            name='letter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='consult.incomingletter', verbose_name='incoming letter'),
        ),
        migrations.AddField(
            model_name='paperentry',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='for'),
        ),
        migrations.AddField(
            model_name='paperentry',
            name='review',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='paper_entries', to='consult.review', verbose_name='review'),
        ),
        migrations.AddField(
            model_name='postalnotice',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postal_notices', to='consult.dossier', verbose_name='dossier'),
        ),
        migrations.AddField(
            model_name='postalnotice',
            name='sent_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent by'),
        ),
        migrations.AddConstraint(
            model_name='incomingfile',
            constraint=models.UniqueConstraint(fields=('letter', 'position'), name='incoming_file_one_per_position'),
        ),
        migrations.AddIndex(
            model_name='postalnotice',
            index=models.Index(condition=models.Q(('sent_on', None)), fields=['dossier'], name='postal_notice_unsent'),
        ),
        migrations.AddConstraint(
            model_name='postalnotice',
            constraint=models.UniqueConstraint(fields=('dossier', 'key'), name='postal_notice_once'),
        ),
        migrations.RunPython(guard, no_guard),
    ]
