"""All tables as the migrations to 0074 leave them, at once: an office that begins does not walk through each of them.

Written by ``makemigrations`` for an empty history, and the guards of PostgreSQL added. What an office has already goes the
old way; ``tests/prove/test_begins_whole.py`` compares where both end.
"""

import consult.clock
import consult.models.access_request
import consult.models.council
import consult.models.department
import consult.models.document
import consult.models.dossier
import consult.models.expert
import consult.models.meeting
import consult.models.office
import consult.models.person
import consult.models.procedure
import consult.models.reading_copy
import consult.models.template
import consult.rules.procedure
import datetime
import re
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import uuid
from importlib import import_module
import viewflow.workflow.fields
import viewflow.workflow.token
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models
from django.db.migrations import operations


def of(name):
    return import_module(f"consult.migrations.{name}")


FIRST, WHOLE, UNIONS, SERIES, PAYOUTS = (
    of(name)
    for name in (
        "0007_guards",
        "0024_kept_whole",
        "0038_histories_of_unions",
        "0042_series",
        "0062_guard_of_payouts",
    )
)
# Tables that have another name since the guards were written.
RENAMED = {"consult_incomingpaper": "consult_incomingletter", "consult_opening": "consult_confidentialaccess"}


def as_named(sql):
    for old, new in RENAMED.items():
        sql = re.sub(rf"\b{old}\b", new, sql)
    return sql


# The last word of each guard, in the order in which they came.
GUARDS = [
    FIRST.on_postgresql(as_named(FIRST.GUARDS)),
    WHOLE.on_postgresql(as_named(WHOLE.GUARDS)),
    UNIONS.on_postgresql(UNIONS.HEAD_GUARD),
    SERIES.on_postgresql(SERIES.GUARD),
    PAYOUTS.guard,
]


class CreateAll(operations.base.Operation):
    """The tables of all models that ``steps`` lead to, each made once and whole.

    Step by step Django would render most models anew after each: half a minute, of which the database needs one second.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, steps):
        self.steps = steps

    def state_forwards(self, app_label, state):
        # Rendered again when it is asked for, once all models are in it.
        state.__dict__.pop("apps", None)
        for step in self.steps:
            step.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for model in self._models(app_label, to_state):
            schema_editor.create_model(model)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model in self._models(app_label, from_state):
            schema_editor.delete_model(model)

    def _models(self, app_label, state):
        return [
            state.apps.get_model(app_label, step.name)
            for step in self.steps
            if isinstance(step, operations.CreateModel)
        ]

    def describe(self):
        return "Create all tables"


STEPS = [
    migrations.CreateModel(
        name='Channel',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(max_length=20, verbose_name='kind')),
            ('address', models.URLField(max_length=300, verbose_name='address')),
            ('locked', models.BinaryField(blank=True, verbose_name='encrypted secret')),
            ('active', models.BooleanField(default=True, verbose_name='active')),
        ],
        options={
            'verbose_name': 'channel',
            'verbose_name_plural': 'channels',
        },
    ),
    migrations.CreateModel(
        name='EmulationCluster',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('name', models.CharField(max_length=200, unique=True, verbose_name='name')),
        ],
        options={
            'verbose_name': 'emulation cluster',
            'verbose_name_plural': 'emulation clusters',
        },
    ),
    migrations.CreateModel(
        name='Heartbeat',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('name', models.CharField(max_length=20, unique=True, verbose_name='name')),
            ('at', models.DateTimeField(verbose_name='time')),
            ('detail', models.CharField(blank=True, max_length=300, verbose_name='detail')),
        ],
        options={
            'verbose_name': 'heartbeat',
            'verbose_name_plural': 'heartbeats',
        },
    ),
    migrations.CreateModel(
        name='StoreWalk',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('begun_at', models.DateTimeField(verbose_name='started')),
            ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
            ('kind', models.PositiveIntegerField(default=0, verbose_name='kind')),
            ('row', models.PositiveBigIntegerField(default=0, verbose_name='row')),
        ],
        options={
            'verbose_name': 'check of the store',
            'verbose_name_plural': 'checks of the store',
        },
    ),
    migrations.CreateModel(
        name='Person',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('sort_key', models.CharField(db_index=True, default='', editable=False, max_length=300)),
            ('password', models.CharField(max_length=128, verbose_name='password')),
            ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
            ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
            ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ('email', consult.models.person.AccountAddressField(max_length=254, unique=True, verbose_name='e-mail')),
            ('name', models.CharField(max_length=150, verbose_name='full name')),
            ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
            ('language', models.CharField(default='vi', max_length=5, verbose_name='language')),
            ('quiet_from', models.TimeField(blank=True, null=True, verbose_name='no mails from')),
            ('quiet_until', models.TimeField(blank=True, null=True, verbose_name='no mails until')),
            ('is_active', models.BooleanField(default=True, verbose_name='active')),
            ('joined_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='joined')),
            ('erased_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='personal data erased')),
            ('search_text', models.CharField(default='', editable=False, max_length=500)),
            ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
            ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
        ],
        options={
            'verbose_name': 'person',
            'verbose_name_plural': 'people',
            'ordering': ['sort_key'],
        },
    ),
    migrations.CreateModel(
        name='Backup',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('night', models.DateField(verbose_name='night')),
            ('place', models.CharField(max_length=300, verbose_name='place')),
            ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='made')),
            ('rows', models.PositiveBigIntegerField(default=0, verbose_name='rows')),
            ('files', models.PositiveBigIntegerField(default=0, verbose_name='files')),
            ('size', models.PositiveBigIntegerField(default=0, verbose_name='size in bytes')),
            ('fault', models.TextField(blank=True, verbose_name='what went wrong')),
            ('restored_at', models.DateTimeField(blank=True, null=True, verbose_name='restored into scratch')),
            ('trial_fault', models.TextField(blank=True, verbose_name='what its trial restore found')),
        ],
        options={
            'verbose_name': 'backup',
            'verbose_name_plural': 'backups',
            'ordering': ['-night'],
            'constraints': [models.UniqueConstraint(fields=('night', 'place'), name='backup_one_per_night')],
        },
    ),
    migrations.CreateModel(
        name='Document',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(max_length=30, verbose_name='kind')),
            ('title', models.CharField(max_length=600, verbose_name='title')),
            ('made_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='made')),
            ('code', models.CharField(blank=True, max_length=16, null=True, unique=True, verbose_name='verification code')),
            ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
            ('revoke_reason', models.TextField(blank=True, verbose_name='reason')),
            ('addressee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='addressee')),
            ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='consult.document', verbose_name='replaced by')),
            ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='revoked by')),
            ('signer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signer')),
        ],
        options={
            'verbose_name': 'document',
            'verbose_name_plural': 'documents',
            'ordering': ['id'],
        },
    ),
    migrations.CreateModel(
        name='DocumentTemplate',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(max_length=30, verbose_name='kind')),
            ('version', models.PositiveIntegerField(verbose_name='version')),
            ('name', models.CharField(max_length=200, verbose_name='file name')),
            ('file', models.FileField(max_length=300, upload_to=consult.models.template.template_path, verbose_name='file')),
            ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
            ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
            ('fields', models.JSONField(default=list, verbose_name='fields that it uses')),
            ('in_use', models.BooleanField(default=False, verbose_name='in use')),
            ('uploaded_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='uploaded')),
            ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
        ],
        options={
            'verbose_name': 'Word template',
            'verbose_name_plural': 'Word templates',
            'ordering': ['kind', '-version'],
        },
    ),
    migrations.CreateModel(
        name='DocumentVersion',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('version', models.PositiveIntegerField(verbose_name='version')),
            ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ('source', models.CharField(default='rendered', max_length=20, verbose_name='source')),
            ('data', models.JSONField(verbose_name='frozen data')),
            ('file', models.FileField(blank=True, max_length=300, upload_to=consult.models.document.document_path, verbose_name='file')),
            ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
            ('pages', models.PositiveIntegerField(default=0, verbose_name='pages')),
            ('rendered_at', models.DateTimeField(blank=True, null=True, verbose_name='rendered')),
            ('renew_on', models.DateField(blank=True, editable=False, null=True, verbose_name='time stamp to be renewed')),
            ('brought_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='consult.document', verbose_name='document')),
            ('template', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='consult.documenttemplate', verbose_name='Word template')),
        ],
        options={
            'verbose_name': 'version of a document',
            'verbose_name_plural': 'versions of documents',
            'ordering': ['version'],
        },
    ),
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
            ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='consult.documentversion', verbose_name='version of a document')),
        ],
        options={
            'verbose_name': 'signature of a document',
            'verbose_name_plural': 'signatures of documents',
            'ordering': ['version', 'place'],
        },
    ),
    migrations.CreateModel(
        name='Dossier',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ('kind', models.CharField(default='advice', max_length=20, verbose_name='kind of consultation')),
            ('title', models.CharField(max_length=500, verbose_name='title')),
            ('location', models.CharField(blank=True, max_length=300, verbose_name='location')),
            ('summary', models.TextField(blank=True, verbose_name='summary')),
            ('contact', models.CharField(blank=True, max_length=200, verbose_name='contact')),
            ('revision', models.PositiveIntegerField(default=0, editable=False, verbose_name='revision of the description')),
            ('confidential', models.BooleanField(default=False, help_text='The public page for checking documents does not show the subject.', verbose_name='confidential')),
            ('code', models.CharField(blank=True, db_index=True, max_length=30, verbose_name='code')),
            ('stage', models.CharField(default='draft', max_length=20, verbose_name='stage')),
            ('step', models.CharField(blank=True, max_length=50, verbose_name='step')),
            ('outcome', models.CharField(blank=True, max_length=20, verbose_name='outcome')),
            ('due_on', models.DateField(blank=True, null=True, verbose_name='due')),
            ('created_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='created')),
            ('round', models.PositiveIntegerField(default=1, verbose_name='round of consultation')),
            ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='submitted')),
            ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
            ('search_text', models.TextField(editable=False)),
            ('title_key', models.CharField(default='', editable=False, max_length=500)),
            ('submitter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submitted_dossiers', to=settings.AUTH_USER_MODEL, verbose_name='submitted by')),
        ],
        options={
            'verbose_name': 'dossier',
            'verbose_name_plural': 'dossiers',
            'ordering': ['-id'],
        },
    ),
    migrations.AddField(
        model_name='document',
        name='dossier',
        field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='consult.dossier', verbose_name='dossier'),
    ),
    migrations.CreateModel(
        name='DepartmentRequest',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('department', models.CharField(max_length=300, verbose_name='department')),
            ('question', models.TextField(blank=True, verbose_name='what is asked')),
            ('asked_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='asked')),
            ('due_on', models.DateField(verbose_name='due')),
            ('code', models.CharField(default=consult.models.department.new_answer_code, editable=False, max_length=40, unique=True, verbose_name='code of the link')),
            ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
            ('answered_by', models.CharField(blank=True, max_length=300, verbose_name='who answered')),
            ('answer', models.TextField(blank=True, verbose_name='answer')),
            ('file', models.FileField(blank=True, max_length=300, upload_to=consult.models.department.answer_path, verbose_name='file')),
            ('file_name', models.CharField(blank=True, max_length=255, verbose_name='name of the file')),
            ('media_type', models.CharField(blank=True, editable=False, max_length=100)),
            ('told_late_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='told that it is late')),
            ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ('letter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='request', to='consult.document', verbose_name='letter')),
            ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='department_requests', to='consult.dossier', verbose_name='dossier')),
        ],
        options={
            'verbose_name': 'question to a department',
            'verbose_name_plural': 'questions to departments',
            'ordering': ['id'],
        },
    ),
    migrations.CreateModel(
        name='Council',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='approved')),
            ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
            ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
            ('dossier', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='council', to='consult.dossier', verbose_name='dossier')),
        ],
        options={
            'verbose_name': 'council',
            'verbose_name_plural': 'councils',
        },
    ),
    migrations.CreateModel(
        name='ConfidentialAccess',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='time')),
            ('page', models.CharField(max_length=60, verbose_name='what was opened')),
            ('what', models.CharField(blank=True, max_length=60, verbose_name='which one')),
            ('hour', models.DateTimeField(editable=False, null=True, verbose_name='hour')),
            ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access_log', to='consult.dossier', verbose_name='dossier')),
        ],
        options={
            'verbose_name': 'access to a confidential dossier',
            'verbose_name_plural': 'access log of confidential dossiers',
            'ordering': ['-id'],
        },
    ),
    migrations.CreateModel(
        name='CompletenessCheck',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('round', models.PositiveIntegerField(verbose_name='round')),
            ('item', models.CharField(max_length=50, verbose_name='checklist item')),
            ('sufficient', models.BooleanField(verbose_name='sufficient')),
            ('remark', models.TextField(blank=True, verbose_name='remark')),
            ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='consult.dossier', verbose_name='dossier')),
        ],
        options={
            'verbose_name': 'completeness check',
            'verbose_name_plural': 'completeness checks',
            'ordering': ['round', 'id'],
        },
    ),
    migrations.CreateModel(
        name='Attachment',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('item', models.CharField(max_length=50, verbose_name='checklist item')),
            ('version', models.PositiveIntegerField(verbose_name='version')),
            ('name', models.CharField(max_length=200, verbose_name='file name')),
            ('file', models.FileField(max_length=300, upload_to=consult.models.dossier.attachment_path, verbose_name='file')),
            ('media_type', models.CharField(max_length=100, verbose_name='type')),
            ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
            ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
            ('pages', models.PositiveIntegerField(default=0, verbose_name='pages')),
            ('listing', models.JSONField(blank=True, default=list, verbose_name='contents of an archive')),
            ('uploaded_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='uploaded')),
            ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='consult.dossier', verbose_name='dossier')),
        ],
        options={
            'verbose_name': 'attachment',
            'verbose_name_plural': 'attachments',
            'ordering': ['item', '-version'],
        },
    ),
    migrations.CreateModel(
        name='Draft',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(max_length=10, verbose_name='kind')),
            ('revision', models.PositiveIntegerField(verbose_name='revision')),
            ('body', models.TextField(blank=True, verbose_name='text')),
            ('conclusion', models.TextField(blank=True, verbose_name='conclusion')),
            ('saved_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='saved')),
            ('typing', models.BooleanField(default=False, verbose_name='saved while typing')),
            ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='consult.dossier', verbose_name='dossier')),
            ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='saved by')),
        ],
        options={
            'verbose_name': 'saved draft',
            'verbose_name_plural': 'saved drafts',
            'ordering': ['revision'],
        },
    ),
    migrations.CreateModel(
        name='Expert',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('degree', models.CharField(blank=True, help_text='As in “PGS.TS.”', max_length=50, verbose_name='degree and title')),
            ('employer', models.CharField(blank=True, max_length=300, verbose_name='employer')),
            ('place', models.CharField(blank=True, max_length=100, verbose_name='province or city')),
            ('biography', models.TextField(blank=True, help_text='Subjects, projects, publications; used to find a suitable expert.', verbose_name='what they work on')),
            ('consented_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='agreed to the use of their data')),
            ('name_key', models.CharField(default='', editable=False, max_length=150)),
            ('search_text', models.TextField(editable=False)),
            ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='expert', to=settings.AUTH_USER_MODEL, verbose_name='person')),
        ],
        options={
            'verbose_name': 'expert',
            'verbose_name_plural': 'experts',
            'ordering': ['person__sort_key'],
        },
    ),
    migrations.CreateModel(
        name='Absence',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('first_day', models.DateField(verbose_name='from')),
            ('last_day', models.DateField(verbose_name='to')),
            ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
            ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='consult.expert', verbose_name='expert')),
        ],
        options={
            'verbose_name': 'absence',
            'verbose_name_plural': 'absences',
            'ordering': ['first_day'],
        },
    ),
    migrations.CreateModel(
        name='ExpertFile',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(max_length=10, verbose_name='kind')),
            ('name', models.CharField(max_length=200, verbose_name='file name')),
            ('file', models.FileField(max_length=300, upload_to=consult.models.expert.proof_path, verbose_name='file')),
            ('media_type', models.CharField(max_length=100, verbose_name='type')),
            ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
            ('uploaded_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='uploaded')),
            ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='consult.expert', verbose_name='expert')),
            ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
        ],
        options={
            'verbose_name': 'file of an expert',
            'verbose_name_plural': 'files of experts',
            'ordering': ['kind', '-id'],
        },
    ),
    migrations.CreateModel(
        name='ExtraWork',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('act', models.CharField(max_length=10, verbose_name='act')),
            ('name', models.CharField(max_length=200, verbose_name='name')),
            ('role', models.CharField(blank=True, max_length=300, verbose_name='seat or body')),
            ('quantity', models.PositiveIntegerField(default=1, verbose_name='quantity')),
            ('price', models.PositiveIntegerField(blank=True, null=True, verbose_name='price of one, in đồng')),
            ('entered_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='entered')),
            ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extra_work', to='consult.dossier', verbose_name='dossier')),
            ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
            ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
        ],
        options={
            'verbose_name': 'other work to be paid',
            'verbose_name_plural': 'other work to be paid',
            'ordering': ['id'],
        },
    ),
    migrations.CreateModel(
        name='IncomingLetter',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('number', models.PositiveIntegerField(verbose_name='arrival number')),
            ('suffix', models.CharField(blank=True, default='', max_length=2, verbose_name='letter after the number')),
            ('suffix_reason', models.CharField(blank=True, default='', max_length=300, verbose_name='why the number has a letter')),
            ('arrived_on', models.DateField(verbose_name='arrived')),
            ('sender', models.CharField(max_length=300, verbose_name='sender')),
            ('symbol', models.CharField(blank=True, max_length=60, verbose_name='number and symbol')),
            ('dated', models.DateField(blank=True, null=True, verbose_name='dated')),
            ('subject', models.CharField(max_length=600, verbose_name='subject')),
            ('handler', models.CharField(blank=True, max_length=200, verbose_name='passed to')),
            ('entered_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='entered')),
            ('dossier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='incoming', to='consult.dossier', verbose_name='dossier')),
            ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
        ],
        options={
            'verbose_name': 'incoming letter',
            'verbose_name_plural': 'incoming letters',
            'ordering': ['-number'],
        },
    ),
    migrations.CreateModel(
        name='Meeting',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('sequence', models.PositiveIntegerField(verbose_name='sequence')),
            ('round', models.PositiveIntegerField(default=1, verbose_name='round of consultation')),
            ('form', models.CharField(default='meeting', max_length=10, verbose_name='form')),
            ('revision', models.PositiveIntegerField(default=0, editable=False, verbose_name='how often it was moved')),
            ('starts_at', models.DateTimeField(verbose_name='time')),
            ('resumes_at', models.DateTimeField(blank=True, null=True, verbose_name='continues')),
            ('place', models.CharField(blank=True, max_length=300, verbose_name='place')),
            ('link', models.URLField(blank=True, verbose_name='online link')),
            ('agenda', models.TextField(blank=True, verbose_name='agenda')),
            ('state', models.CharField(default='called', max_length=20, verbose_name='state')),
            ('deputy_presides', models.BooleanField(default=False, verbose_name='the chair has asked a deputy to preside')),
            ('point', models.PositiveIntegerField(default=0, verbose_name='point of the agenda')),
            ('check_in_code', models.CharField(default=consult.models.meeting.new_check_in_code, editable=False, max_length=20, verbose_name='code at the door')),
            ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
            ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='opened')),
            ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
            ('minutes', models.TextField(blank=True, verbose_name='minutes')),
            ('conclusion', models.TextField(blank=True, verbose_name='conclusion')),
            ('read_out', models.BooleanField(default=False, verbose_name='the minutes were read to those present')),
            ('minuted_at', models.DateTimeField(blank=True, null=True, verbose_name='minutes written')),
            ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='minutes signed')),
            ('passed', models.BooleanField(blank=True, null=True, verbose_name='approved by vote')),
            ('council', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='consult.council', verbose_name='council')),
            ('invitation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='consult.document', verbose_name='letter of invitation')),
            ('minuted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='minutes written by')),
            ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='minutes signed by')),
        ],
        options={
            'verbose_name': 'meeting',
            'verbose_name_plural': 'meetings',
            'ordering': ['sequence'],
        },
    ),
    migrations.CreateModel(
        name='Guest',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('name', models.CharField(max_length=200, verbose_name='name')),
            ('organisation', models.CharField(blank=True, max_length=300, verbose_name='organisation')),
            ('remark', models.TextField(blank=True, verbose_name='remark')),
            ('came', models.BooleanField(default=False, verbose_name='came')),
            ('by_themselves', models.BooleanField(default=False, verbose_name='registered themselves')),
            ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guests', to='consult.meeting', verbose_name='meeting')),
        ],
        options={
            'verbose_name': 'guest',
            'verbose_name_plural': 'guests',
            'ordering': ['id'],
        },
    ),
    migrations.CreateModel(
        name='Motion',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('position', models.PositiveIntegerField(verbose_name='order')),
            ('text', models.CharField(max_length=1000, verbose_name='what is decided')),
            ('secret', models.BooleanField(default=False, verbose_name='secret vote')),
            ('is_final', models.BooleanField(default=False, verbose_name='on the whole')),
            ('state', models.CharField(default='planned', max_length=10, verbose_name='state')),
            ('ballot_box', models.BinaryField(blank=True, default=b'')),
            ('present', models.PositiveIntegerField(default=0, verbose_name='present')),
            ('votes_for', models.PositiveIntegerField(default=0, verbose_name='for')),
            ('votes_against', models.PositiveIntegerField(default=0, verbose_name='against')),
            ('abstentions', models.PositiveIntegerField(default=0, verbose_name='abstentions')),
            ('passed', models.BooleanField(blank=True, null=True, verbose_name='passed')),
            ('tie_broken', models.BooleanField(default=False, verbose_name='decided by whoever presided')),
            ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
            ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='motions', to='consult.meeting', verbose_name='meeting')),
        ],
        options={
            'verbose_name': 'motion',
            'verbose_name_plural': 'motions',
            'ordering': ['is_final', 'position', 'id'],
        },
    ),
    migrations.CreateModel(
        name='Notification',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(max_length=40, verbose_name='kind')),
            ('data', models.JSONField(blank=True, default=dict)),
            ('key', models.CharField(max_length=150, unique=True, verbose_name='key')),
            ('created_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='created')),
            ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
            ('mailed_at', models.DateTimeField(blank=True, null=True, verbose_name='mailed')),
            ('mail_subject', models.CharField(blank=True, max_length=300, verbose_name='subject')),
            ('mail_text', models.TextField(blank=True, verbose_name='text')),
            ('dossier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to='consult.dossier', verbose_name='dossier')),
            ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL, verbose_name='person')),
        ],
        options={
            'verbose_name': 'notice',
            'verbose_name_plural': 'notices',
            'ordering': ['-id'],
        },
    ),
    migrations.CreateModel(
        name='Delivery',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('delivered_at', models.DateTimeField(blank=True, null=True, verbose_name='delivered')),
            ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='consult.channel', verbose_name='channel')),
            ('notification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='consult.notification', verbose_name='notice')),
        ],
        options={
            'verbose_name': 'delivery',
            'verbose_name_plural': 'deliveries',
        },
    ),
    migrations.CreateModel(
        name='Organisation',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('sort_key', models.CharField(db_index=True, default='', editable=False, max_length=300)),
            ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ('kind', models.CharField(max_length=20, verbose_name='kind')),
            ('level', models.CharField(blank=True, max_length=20, verbose_name='level')),
            ('name', models.CharField(max_length=300, verbose_name='name')),
            ('superior', models.CharField(blank=True, help_text='The upper line of the heading on documents.', max_length=300, verbose_name='superior body')),
            ('heading_lines', models.TextField(blank=True, help_text='One line of the heading per line; left empty, the name breaks where the column ends.', verbose_name='name in the heading, line by line')),
            ('degrees_before_names', models.BooleanField(default=False, help_text='Administrative documents leave them off: Nghị định 30/2020/NĐ-CP, Phụ lục I, II.7.', verbose_name='degrees and ranks stand before the names of who signs for the union')),
            ('closer_lines', models.BooleanField(default=False, help_text='Type of 13 pt instead of 14 pt and lines nearer to each other: Nghị định 30/2020/NĐ-CP, Phụ lục I, allows both.', verbose_name='documents are set closer where that saves a page for the signature alone')),
            ('symbol', models.CharField(blank=True, help_text='As in “05/QĐ-LHH”.', max_length=20, verbose_name='symbol')),
            ('place', models.CharField(blank=True, help_text='As in “Đắk Lắk, ngày …”.', max_length=100, verbose_name='place')),
            ('address', models.CharField(blank=True, max_length=300, verbose_name='address')),
            ('identification_code', models.CharField(blank=True, help_text='For electronic exchange of documents.', max_length=40, verbose_name='identification code')),
            ('mails_from', models.TimeField(default=datetime.time(7, 0), verbose_name='mails go out from')),
            ('mails_until', models.TimeField(default=datetime.time(17, 0), verbose_name='mails go out until')),
            ('mails_every_day', models.BooleanField(default=False, verbose_name='mails go out on days off, too')),
            ('leader_approves_procedures', models.BooleanField(default=False, verbose_name='a leader puts new versions of procedures in force')),
            ('search_text', models.CharField(db_index=True, editable=False, max_length=300)),
            ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='consult.emulationcluster', verbose_name='emulation cluster')),
            ('keeper', models.ForeignKey(blank=True, help_text='The union that entered this, and whose administrator may change it.', limit_choices_to={'kind': 'union'}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='consult.organisation', verbose_name='kept by')),
            ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='consult.organisation', verbose_name='parent')),
        ],
        options={
            'verbose_name': 'organisation',
            'verbose_name_plural': 'organisations',
            'ordering': ['sort_key'],
        },
    ),
    migrations.CreateModel(
        name='OfficeSetup',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('code_hash', models.CharField(blank=True, editable=False, max_length=64)),
            ('code_made_at', models.DateTimeField(blank=True, null=True, verbose_name='code made')),
            ('holder_hash', models.CharField(blank=True, editable=False, max_length=64)),
            ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='last answer')),
            ('answers', models.JSONField(blank=True, default=dict, verbose_name='answers')),
            ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
            ('ticked', models.JSONField(blank=True, default=list, verbose_name='ticked')),
            ('union', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='set_up', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'set-up of an office',
            'verbose_name_plural': 'set-ups of offices',
        },
    ),
    migrations.CreateModel(
        name='Membership',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('role', models.CharField(max_length=20, verbose_name='role')),
            ('since', models.DateField(blank=True, help_text='Left empty: at once.', null=True, verbose_name='first day')),
            ('until', models.DateField(blank=True, help_text='The last day; left empty: for good.', null=True, verbose_name='last day')),
            ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='consult.organisation', verbose_name='organisation')),
        ],
        options={
            'verbose_name': 'membership',
            'verbose_name_plural': 'memberships',
        },
    ),
    migrations.CreateModel(
        name='LostFile',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('name', models.CharField(max_length=300, unique=True, verbose_name='name in the store')),
            ('model', models.CharField(max_length=50, verbose_name='kind')),
            ('row', models.PositiveBigIntegerField(verbose_name='row')),
            ('fault', models.CharField(max_length=10, verbose_name='what is wrong')),
            ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
            ('found_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='found')),
            ('good_at', models.DateTimeField(blank=True, null=True, verbose_name='repaired')),
            ('dossier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='lost_files', to='consult.dossier', verbose_name='dossier')),
            ('union', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='lost_files', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'lost file',
            'verbose_name_plural': 'lost files',
            'ordering': ['-id'],
        },
    ),
    migrations.CreateModel(
        name='LegalGround',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('text', models.CharField(help_text='Begins with “Căn cứ”.', max_length=600, verbose_name='text')),
            ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
            ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
            ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
            ('key', models.CharField(blank=True, default='', help_text="The steps of the procedure that are based on this text; the procedure's page shows it beside them.", max_length=20, verbose_name='basis of')),
            ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grounds', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'legal ground',
            'verbose_name_plural': 'legal grounds',
            'ordering': ['position', 'id'],
        },
    ),
    migrations.CreateModel(
        name='HistoryHead',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('length', models.PositiveIntegerField(default=0, verbose_name='length')),
            ('hash', models.CharField(blank=True, max_length=64, verbose_name='hash')),
            ('dossier', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='history', to='consult.dossier', verbose_name='dossier')),
            ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'head of a history',
            'verbose_name_plural': 'heads of histories',
        },
    ),
    migrations.CreateModel(
        name='ExpertProposal',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('proposed_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='proposed')),
            ('lapses_on', models.DateField(verbose_name='last day')),
            ('changes', models.JSONField(default=dict, verbose_name='changes')),
            ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
            ('accepted', models.BooleanField(blank=True, null=True, verbose_name='accepted')),
            ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
            ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='consult.expert', verbose_name='expert')),
            ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
            ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': "proposed change of an expert's data",
            'verbose_name_plural': "proposed changes of experts' data",
            'ordering': ['-id'],
        },
    ),
    migrations.CreateModel(
        name='ExpertImport',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('name', models.CharField(max_length=200, verbose_name='file name')),
            ('rows', models.JSONField(default=list, verbose_name='rows')),
            ('read_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='read')),
            ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='taken over')),
            ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='read by')),
            ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expert_imports', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'import of experts',
            'verbose_name_plural': 'imports of experts',
        },
    ),
    migrations.AddField(
        model_name='expert',
        name='association',
        field=models.ForeignKey(blank=True, limit_choices_to={'kind': 'association'}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='experts', to='consult.organisation', verbose_name='member association'),
    ),
    migrations.AddField(
        model_name='expert',
        name='employer_organisation',
        field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='consult.organisation', verbose_name='employer, if registered here'),
    ),
    migrations.AddField(
        model_name='expert',
        name='keeper',
        field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='consult.organisation', verbose_name='kept by'),
    ),
    migrations.CreateModel(
        name='Event',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='time')),
            ('verb', models.CharField(max_length=40, verbose_name='what')),
            ('capacity', models.CharField(blank=True, max_length=20, verbose_name='in which role')),
            ('from_state', models.CharField(blank=True, max_length=50, verbose_name='from')),
            ('to_state', models.CharField(blank=True, max_length=50, verbose_name='to')),
            ('reason', models.TextField(blank=True, verbose_name='reason')),
            ('data', models.JSONField(blank=True, default=dict)),
            ('self_approved', models.BooleanField(default=False, verbose_name='approved what they drafted')),
            ('position', models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='place in the history')),
            ('previous', models.CharField(blank=True, editable=False, max_length=64, verbose_name='hash of the event before')),
            ('hash', models.CharField(blank=True, editable=False, max_length=64, verbose_name='hash')),
            ('hash_version', models.PositiveSmallIntegerField(default=2, editable=False)),
            ('dossier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='consult.dossier', verbose_name='dossier')),
            ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'event',
            'verbose_name_plural': 'events',
            'ordering': ['id'],
        },
    ),
    migrations.CreateModel(
        name='DossierKind',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('code', models.CharField(max_length=30, verbose_name='code')),
            ('name', models.CharField(max_length=200, verbose_name='name')),
            ('consultations', models.JSONField(default=consult.models.procedure.all_consultations, verbose_name='kinds of consultation')),
            ('submitters', models.JSONField(default=list, verbose_name='who may submit')),
            ('offered', models.BooleanField(default=True, verbose_name='offered for new dossiers')),
            ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
            ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dossier_kinds', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'kind of dossier',
            'verbose_name_plural': 'kinds of dossier',
            'ordering': ['union', 'position', 'id'],
        },
    ),
    migrations.AddField(
        model_name='dossier',
        name='proposer',
        field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposed_dossiers', to='consult.organisation', verbose_name='proposer'),
    ),
    migrations.AddField(
        model_name='dossier',
        name='union',
        field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to='consult.organisation', verbose_name='union'),
    ),
    migrations.CreateModel(
        name='DocumentWording',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(max_length=30, verbose_name='kind')),
            ('sentences', models.JSONField(blank=True, default=dict, verbose_name='standing sentences')),
            ('recipients', models.TextField(blank=True, help_text='One per line.', verbose_name='recipients')),
            ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'wording of a document',
            'verbose_name_plural': 'wordings of documents',
        },
    ),
    migrations.AddField(
        model_name='documenttemplate',
        name='union',
        field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='templates', to='consult.organisation', verbose_name='union'),
    ),
    migrations.AddField(
        model_name='document',
        name='union',
        field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='consult.organisation', verbose_name='union'),
    ),
    migrations.CreateModel(
        name='DayOff',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('day', models.DateField(verbose_name='day')),
            ('working', models.BooleanField(default=False, help_text='A Saturday worked for a Monday off.', verbose_name='worked')),
            ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
            ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days_off', to='consult.organisation', verbose_name='organisation')),
        ],
        options={
            'verbose_name': 'day off',
            'verbose_name_plural': 'days off',
        },
    ),
    migrations.CreateModel(
        name='CouncilPlan',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('asked_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='asked for')),
            ('fingerprint', models.CharField(editable=False, max_length=64)),
            ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='made')),
            ('councils', models.JSONField(default=dict, verbose_name='councils')),
            ('cost', models.IntegerField(blank=True, null=True, verbose_name='points')),
            ('bound', models.IntegerField(blank=True, null=True, verbose_name='least possible points')),
            ('seconds', models.FloatField(blank=True, null=True, verbose_name='seconds it took')),
            ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
            ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'plan of councils',
            'verbose_name_plural': 'plans of councils',
            'ordering': ['-id'],
        },
    ),
    migrations.AddField(
        model_name='channel',
        name='union',
        field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='channels', to='consult.organisation', verbose_name='union'),
    ),
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
            ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
            ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='consult.organisation', verbose_name='entered as')),
            ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access_requests', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'request for access',
            'verbose_name_plural': 'requests for access',
            'ordering': ['-id'],
        },
    ),
    migrations.AddField(
        model_name='person',
        name='keeper',
        field=models.ForeignKey(blank=True, help_text='The union that entered this, and whose administrator may change it.', limit_choices_to={'kind': 'union'}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='consult.organisation', verbose_name='kept by'),
    ),
    migrations.CreateModel(
        name='Passing',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('handler', models.CharField(blank=True, max_length=200, verbose_name='passed to')),
            ('passed_on', models.DateField(blank=True, null=True, verbose_name='passed on, day')),
            ('remark', models.CharField(blank=True, max_length=300, verbose_name='remark')),
            ('written_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='written')),
            ('letter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='passing', to='consult.incomingletter', verbose_name='incoming letter')),
            ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
        ],
        options={
            'verbose_name': 'passing of a letter',
            'verbose_name_plural': 'passings of letters',
        },
    ),
    migrations.CreateModel(
        name='PayeeDetails',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('locked', models.BinaryField(verbose_name='encrypted tax code and account')),
            ('entered_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='entered')),
            ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
            ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='payee', to=settings.AUTH_USER_MODEL, verbose_name='person')),
        ],
        options={
            'verbose_name': 'tax code and account',
            'verbose_name_plural': 'tax codes and accounts',
        },
    ),
    migrations.CreateModel(
        name='PaymentLine',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('position', models.PositiveIntegerField(verbose_name='order')),
            ('act', models.CharField(blank=True, max_length=20, verbose_name='act')),
            ('seat', models.CharField(blank=True, max_length=20, verbose_name='seat')),
            ('name', models.CharField(max_length=300, verbose_name='name')),
            ('role', models.CharField(blank=True, default='', max_length=300, verbose_name='seat or body')),
            ('reason', models.CharField(max_length=300, verbose_name='for')),
            ('quantity', models.PositiveIntegerField(default=1, verbose_name='quantity')),
            ('amount', models.PositiveBigIntegerField(verbose_name='amount')),
            ('tax', models.PositiveBigIntegerField(default=0, verbose_name='tax withheld')),
            ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='payment_lines', to='consult.document', verbose_name='document')),
            ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payment_lines', to=settings.AUTH_USER_MODEL, verbose_name='person')),
        ],
        options={
            'verbose_name': 'line of a payment list',
            'verbose_name_plural': 'lines of payment lists',
            'ordering': ['document', 'position'],
        },
    ),
    migrations.CreateModel(
        name='Payout',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('paid_on', models.DateField(verbose_name='paid on')),
            ('voucher', models.CharField(max_length=60, verbose_name='number of the voucher')),
            ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
            ('recorded_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='recorded')),
            ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='corrected_by', to='consult.payout', verbose_name='corrects')),
            ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='payouts', to='consult.paymentline', verbose_name='line')),
            ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
        ],
        options={
            'verbose_name': 'payment made',
            'verbose_name_plural': 'payments made',
            'ordering': ['id'],
        },
    ),
    migrations.CreateModel(
        name='Procedure',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
            ('description', models.CharField(blank=True, max_length=500, verbose_name='what it is, and when to use it')),
            ('config', models.JSONField(default=consult.rules.procedure.default_rules, verbose_name='rules')),
            ('in_force_from', models.DateField(blank=True, null=True, verbose_name='in force from')),
            ('shipped', models.BooleanField(default=False, verbose_name='as shipped')),
            ('revision', models.PositiveIntegerField(default=0, editable=False, verbose_name='revision of the draft')),
            ('kind', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='procedures', to='consult.dossierkind', verbose_name='kind of dossier')),
        ],
        options={
            'verbose_name': 'procedure',
            'verbose_name_plural': 'procedures',
            'ordering': ['kind', '-version'],
        },
    ),
    migrations.AddField(
        model_name='dossier',
        name='procedure',
        field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to='consult.procedure', verbose_name='procedure'),
    ),
    migrations.CreateModel(
        name='Rate',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('act', models.CharField(max_length=10, verbose_name='act')),
            ('seat', models.CharField(blank=True, max_length=20, verbose_name='seat')),
            ('amount', models.PositiveIntegerField(verbose_name='amount in đồng')),
            ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rates', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'rate',
            'verbose_name_plural': 'rates',
            'ordering': ['act', 'id'],
        },
    ),
    migrations.CreateModel(
        name='ReadingCopy',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('file', models.FileField(blank=True, max_length=300, upload_to=consult.models.reading_copy.reading_copy_path, verbose_name='file')),
            ('size', models.PositiveBigIntegerField(default=0, verbose_name='size in bytes')),
            ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
            ('pages', models.PositiveIntegerField(default=0, verbose_name='pages')),
            ('asked_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='asked for')),
            ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='made')),
            ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reading_copy', to='consult.attachment', verbose_name='attachment')),
        ],
        options={
            'verbose_name': 'reading copy',
            'verbose_name_plural': 'reading copies',
            'ordering': ['id'],
        },
    ),
    migrations.CreateModel(
        name='Register',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(blank=True, max_length=10, verbose_name='kind of document')),
            ('first_day', models.DateField(verbose_name='first day')),
            ('last_day', models.DateField(verbose_name='last day')),
            ('form', models.CharField(blank=True, default='', max_length=60, verbose_name='form of the symbol')),
            ('last', models.PositiveIntegerField(default=0, verbose_name='last number')),
            ('on_paper', models.PositiveIntegerField(default=0, verbose_name='last number given on paper')),
            ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registers', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'register',
            'verbose_name_plural': 'registers',
            'ordering': ['-first_day', 'kind'],
        },
    ),
    migrations.CreateModel(
        name='NumberedKind',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('document', models.CharField(max_length=30, verbose_name='kind of document')),
            ('register', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='numbered', to='consult.register', verbose_name='register')),
        ],
        options={
            'verbose_name': 'kind of document that a register numbers',
            'verbose_name_plural': 'kinds of document that registers number',
        },
    ),
    migrations.AddField(
        model_name='incomingletter',
        name='register',
        field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incoming', to='consult.register', verbose_name='register'),
    ),
    migrations.CreateModel(
        name='RegisterEntry',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('number', models.PositiveIntegerField(verbose_name='number')),
            ('suffix', models.CharField(blank=True, default='', max_length=2, verbose_name='letter after the number')),
            ('suffix_reason', models.CharField(blank=True, default='', max_length=300, verbose_name='why the number has a letter')),
            ('symbol', models.CharField(max_length=60, verbose_name='number and symbol')),
            ('subject', models.CharField(max_length=600, verbose_name='subject')),
            ('given_at', models.DateTimeField(default=consult.clock.now, verbose_name='given')),
            ('entered_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='entered')),
            ('handwritten', models.BooleanField(default=False, verbose_name='numbered by hand on paper, entered later')),
            ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='voided')),
            ('void_reason', models.TextField(blank=True, verbose_name='reason')),
            ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by')),
            ('register', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='consult.register', verbose_name='register')),
            ('voided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='voided by')),
        ],
        options={
            'verbose_name': 'register entry',
            'verbose_name_plural': 'register entries',
            'ordering': ['-number'],
        },
    ),
    migrations.CreateModel(
        name='Opinion',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('version', models.PositiveIntegerField(verbose_name='version')),
            ('round', models.PositiveIntegerField(default=1, verbose_name='round of consultation')),
            ('body', models.TextField(verbose_name='opinion')),
            ('conclusion', models.TextField(verbose_name='conclusion')),
            ('drafted_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='drafted')),
            ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='approved')),
            ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='signed')),
            ('issued_at', models.DateTimeField(blank=True, null=True, verbose_name='issued')),
            ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
            ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='consult.dossier', verbose_name='dossier')),
            ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drafted by')),
            ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signed by')),
            ('entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='opinion', to='consult.registerentry', verbose_name='number')),
        ],
        options={
            'verbose_name': 'opinion',
            'verbose_name_plural': 'opinions',
            'ordering': ['version'],
        },
    ),
    migrations.AddField(
        model_name='document',
        name='entry',
        field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='document', to='consult.registerentry', verbose_name='register entry'),
    ),
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
            ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
            ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='dispatch', to='consult.registerentry', verbose_name='register entry')),
        ],
        options={
            'verbose_name': 'dispatch of a document',
            'verbose_name_plural': 'dispatches of documents',
        },
    ),
    migrations.CreateModel(
        name='Response',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('round', models.PositiveIntegerField(default=1, verbose_name='round of consultation')),
            ('body', models.TextField(verbose_name='response')),
            ('written_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='written')),
            ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='consult.dossier', verbose_name='dossier')),
            ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
        ],
        options={
            'verbose_name': 'response',
            'verbose_name_plural': 'responses',
        },
    ),
    migrations.CreateModel(
        name='Retention',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('what', models.CharField(max_length=20, verbose_name='what')),
            ('days', models.PositiveIntegerField(verbose_name='days')),
            ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='retentions', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'retention period',
            'verbose_name_plural': 'retention periods',
        },
    ),
    migrations.CreateModel(
        name='Review',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('round', models.PositiveIntegerField(default=1, verbose_name='round of consultation')),
            ('state', models.CharField(default='invited', max_length=20, verbose_name='state')),
            ('invited_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='invited')),
            ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
            ('ties', models.JSONField(blank=True, default=list, verbose_name='declared ties to the proposer')),
            ('interests', models.TextField(blank=True, verbose_name='declaration of interests')),
            ('reason', models.TextField(blank=True, verbose_name='reason')),
            ('content', models.JSONField(blank=True, default=dict, verbose_name='sections')),
            ('revision', models.PositiveIntegerField(default=0, verbose_name='revision of the draft')),
            ('saved_at', models.DateTimeField(blank=True, null=True, verbose_name='saved')),
            ('asked_until', models.DateField(blank=True, null=True, verbose_name='asked for time until')),
            ('asked_reason', models.TextField(blank=True, verbose_name='reason for more time')),
            ('recommendation', models.CharField(blank=True, max_length=20, verbose_name='recommendation')),
            ('handed_in_at', models.DateTimeField(blank=True, null=True, verbose_name='handed in')),
            ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='consult.dossier', verbose_name='dossier')),
        ],
        options={
            'verbose_name': 'review',
            'verbose_name_plural': 'reviews',
            'ordering': ['id'],
        },
    ),
    migrations.CreateModel(
        name='Process',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('flow_class', viewflow.workflow.fields.FlowReferenceField(max_length=250, verbose_name='Flow')),
            ('status', models.CharField(choices=[('CANCELED', 'Canceled'), ('DONE', 'Done'), ('NEW', 'New')], default='NEW', max_length=50, verbose_name='Status')),
            ('created', models.DateTimeField(default=django.utils.timezone.now, verbose_name='Created')),
            ('finished', models.DateTimeField(blank=True, null=True, verbose_name='Finished')),
            ('decision', models.CharField(blank=True, max_length=30, verbose_name='last decision')),
            ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='processes', to='consult.dossier', verbose_name='dossier')),
            ('review', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='process', to='consult.review', verbose_name='review')),
        ],
        options={
            'verbose_name': 'process',
            'verbose_name_plural': 'processes',
        },
    ),
    migrations.AddField(
        model_name='document',
        name='review',
        field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='consult.review', verbose_name='review'),
    ),
    migrations.CreateModel(
        name='ReviewFile',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('name', models.CharField(max_length=200, verbose_name='file name')),
            ('file', models.FileField(max_length=300, upload_to=consult.models.council.review_file_path, verbose_name='file')),
            ('media_type', models.CharField(max_length=100, verbose_name='type')),
            ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
            ('uploaded_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='uploaded')),
            ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='consult.review', verbose_name='review')),
        ],
        options={
            'verbose_name': 'file of a review',
            'verbose_name_plural': 'files of reviews',
            'ordering': ['id'],
        },
    ),
    migrations.CreateModel(
        name='ReviewRemark',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('position', models.PositiveIntegerField(verbose_name='order')),
            ('key', models.CharField(max_length=40)),
            ('page', models.PositiveIntegerField(default=0, verbose_name='page')),
            ('quote', models.TextField(blank=True, verbose_name='passage')),
            ('left', models.FloatField(blank=True, null=True, verbose_name='left edge of the region')),
            ('top', models.FloatField(blank=True, null=True, verbose_name='upper edge of the region')),
            ('width', models.FloatField(blank=True, null=True, verbose_name='width of the region')),
            ('height', models.FloatField(blank=True, null=True, verbose_name='height of the region')),
            ('text', models.TextField(verbose_name='remark')),
            ('attachment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consult.attachment', verbose_name='attachment')),
            ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='consult.review', verbose_name='review')),
        ],
        options={
            'verbose_name': 'remark on an attachment',
            'verbose_name_plural': 'remarks on attachments',
            'ordering': ['review', 'position'],
        },
    ),
    migrations.CreateModel(
        name='Seal',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('picture', models.FileField(max_length=300, upload_to=consult.models.office.picture_path, verbose_name='picture of the seal')),
            ('union', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='seal', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'seal',
            'verbose_name_plural': 'seals',
        },
    ),
    migrations.CreateModel(
        name='Seat',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(max_length=20, verbose_name='seat')),
            ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
            ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='given up')),
            ('release_reason', models.TextField(blank=True, verbose_name='reason')),
            ('council', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='consult.council', verbose_name='council')),
            ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='released by')),
        ],
        options={
            'verbose_name': 'seat',
            'verbose_name_plural': 'seats',
            'ordering': ['position', 'id'],
        },
    ),
    migrations.AddField(
        model_name='review',
        name='seat',
        field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='consult.seat', verbose_name='seat'),
    ),
    migrations.CreateModel(
        name='Entry',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('at', models.DateTimeField(default=consult.clock.now, verbose_name='time')),
            ('verb', models.CharField(max_length=10, verbose_name='what happened')),
            ('text', models.TextField(blank=True, verbose_name='text')),
            ('guest', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consult.guest', verbose_name='guest')),
            ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='consult.meeting', verbose_name='meeting')),
            ('motion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consult.motion', verbose_name='motion')),
            ('seat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consult.seat', verbose_name='seat')),
        ],
        options={
            'verbose_name': 'entry of the minutes',
            'verbose_name_plural': 'entries of the minutes',
            'ordering': ['id'],
        },
    ),
    migrations.CreateModel(
        name='Ballot',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('choice', models.CharField(blank=True, max_length=10, verbose_name='vote')),
            ('motion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ballots', to='consult.motion', verbose_name='motion')),
            ('seat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ballots', to='consult.seat', verbose_name='seat')),
        ],
        options={
            'verbose_name': 'ballot',
            'verbose_name_plural': 'ballots',
            'ordering': ['seat__position', 'seat_id'],
        },
    ),
    migrations.CreateModel(
        name='Attendance',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('mode', models.CharField(max_length=10, verbose_name='presence')),
            ('vote', models.CharField(blank=True, max_length=10, verbose_name='vote')),
            ('mode_before_break', models.CharField(blank=True, max_length=10, verbose_name='presence before an interruption')),
            ('reserved_opinion', models.TextField(blank=True, verbose_name='reserved opinion')),
            ('absence_reason', models.CharField(blank=True, max_length=300, verbose_name='reason for absence')),
            ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='consult.meeting', verbose_name='meeting')),
            ('seat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='consult.seat', verbose_name='seat')),
        ],
        options={
            'verbose_name': 'attendance',
            'verbose_name_plural': 'attendances',
            'ordering': ['seat__position', 'id'],
        },
    ),
    migrations.CreateModel(
        name='SeenPreview',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(max_length=30, verbose_name='kind of document')),
            ('title', models.CharField(max_length=600, verbose_name='title')),
            ('text', models.TextField(verbose_name='words')),
            ('first_seen_at', models.DateTimeField(verbose_name='first seen')),
            ('seen_at', models.DateTimeField(verbose_name='last seen')),
            ('earlier_text', models.TextField(blank=True, verbose_name='words seen before')),
            ('earlier_at', models.DateTimeField(blank=True, null=True, verbose_name='seen before')),
            ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seen_previews', to='consult.dossier', verbose_name='dossier')),
            ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
        ],
        options={
            'verbose_name': 'preview that was seen',
            'verbose_name_plural': 'previews that were seen',
        },
    ),
    migrations.CreateModel(
        name='Signatory',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('authority', models.CharField(blank=True, default='', max_length=3, verbose_name='authority')),
            ('principal', models.CharField(blank=True, help_text='As in “KT. Chủ tịch”, “TM. Ban Thường vụ”.', max_length=100, verbose_name='for whom')),
            ('title', models.CharField(help_text='As in “Phó Chủ tịch”.', max_length=100, verbose_name='office held')),
            ('picture', models.FileField(blank=True, max_length=300, upload_to=consult.models.office.picture_path, verbose_name='picture of the signature')),
            ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signs_for', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatories', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'signer',
            'verbose_name_plural': 'signers',
            'ordering': ['id'],
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
            ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
            ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='signer_certificates', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signer_certificates', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'certificate of a signer',
            'verbose_name_plural': 'certificates of signers',
            'ordering': ['subject', 'pk'],
        },
    ),
    migrations.CreateModel(
        name='SigningKey',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(max_length=10, verbose_name='kind')),
            ('secret', models.BinaryField(blank=True, verbose_name='encrypted key')),
            ('label', models.CharField(blank=True, max_length=100, verbose_name='label of the key on the token')),
            ('subject', models.CharField(max_length=300, verbose_name='certificate of')),
            ('issuer', models.CharField(max_length=300, verbose_name='issued by')),
            ('serial', models.CharField(max_length=60, verbose_name='serial number')),
            ('not_before', models.DateTimeField(verbose_name='valid from')),
            ('not_after', models.DateTimeField(verbose_name='valid to')),
            ('added_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='added')),
            ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
            ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='signing_keys', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signing_keys', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'signing key',
            'verbose_name_plural': 'signing keys',
        },
    ),
    migrations.CreateModel(
        name='Slot',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('starts_at', models.DateTimeField(verbose_name='time')),
            ('council', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='consult.council', verbose_name='council')),
        ],
        options={
            'verbose_name': 'possible time',
            'verbose_name_plural': 'possible times',
            'ordering': ['starts_at'],
        },
    ),
    migrations.CreateModel(
        name='Availability',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('answer', models.CharField(max_length=5, verbose_name='answer')),
            ('seat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consult.seat', verbose_name='seat')),
            ('slot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='consult.slot', verbose_name='possible time')),
        ],
        options={
            'verbose_name': 'answer to a possible time',
            'verbose_name_plural': 'answers to possible times',
        },
    ),
    migrations.CreateModel(
        name='StepReturn',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('node', models.CharField(max_length=50, verbose_name='step')),
            ('remarks', models.TextField(verbose_name='remarks')),
            ('at', models.DateTimeField(default=consult.clock.now, verbose_name='time')),
            ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent back by')),
            ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='returns', to='consult.dossier', verbose_name='dossier')),
            ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='returns', to='consult.meeting', verbose_name='meeting')),
        ],
        options={
            'verbose_name': 'return',
            'verbose_name_plural': 'returns',
            'ordering': ['id'],
        },
    ),
    migrations.CreateModel(
        name='SubjectArea',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('sort_key', models.CharField(db_index=True, default='', editable=False, max_length=300)),
            ('name', models.CharField(max_length=150, verbose_name='name')),
            ('parent', models.ForeignKey(blank=True, limit_choices_to={'parent': None}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='consult.subjectarea', verbose_name='parent')),
        ],
        options={
            'verbose_name': 'field of expertise',
            'verbose_name_plural': 'fields of expertise',
            'ordering': ['sort_key'],
        },
    ),
    migrations.AddField(
        model_name='seat',
        name='group',
        field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consult.subjectarea', verbose_name='thematic group'),
    ),
    migrations.CreateModel(
        name='GroupReport',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('text', models.TextField(blank=True, verbose_name='text')),
            ('revision', models.PositiveIntegerField(default=0, verbose_name='revision of the draft')),
            ('saved_at', models.DateTimeField(blank=True, null=True, verbose_name='saved')),
            ('handed_in_at', models.DateTimeField(blank=True, null=True, verbose_name='handed in')),
            ('council', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='group_reports', to='consult.council', verbose_name='council')),
            ('saved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='saved by')),
            ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consult.subjectarea', verbose_name='thematic group')),
        ],
        options={
            'verbose_name': 'group report',
            'verbose_name_plural': 'group reports',
            'ordering': ['group__sort_key'],
        },
    ),
    migrations.AddField(
        model_name='expert',
        name='subject_areas',
        field=models.ManyToManyField(blank=True, related_name='experts', to='consult.subjectarea', verbose_name='fields of expertise'),
    ),
    migrations.AddField(
        model_name='dossier',
        name='subject_areas',
        field=models.ManyToManyField(blank=True, related_name='dossiers', to='consult.subjectarea', verbose_name='fields'),
    ),
    migrations.CreateModel(
        name='SupplementRequest',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('round', models.PositiveIntegerField(verbose_name='round')),
            ('remarks', models.TextField(blank=True, verbose_name='remarks')),
            ('asked_at', models.DateTimeField(default=consult.clock.now, verbose_name='asked')),
            ('answer', models.TextField(blank=True, verbose_name='answer')),
            ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
            ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
            ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
            ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supplement_requests', to='consult.dossier', verbose_name='dossier')),
        ],
        options={
            'verbose_name': 'request for a supplement',
            'verbose_name_plural': 'requests for supplements',
            'ordering': ['round'],
        },
    ),
    migrations.CreateModel(
        name='Task',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('flow_task', viewflow.workflow.fields.TaskReferenceField(max_length=255, verbose_name='Task')),
            ('flow_task_type', models.CharField(max_length=50, verbose_name='Type')),
            ('status', models.CharField(choices=[('ASSIGNED', 'Assigned'), ('CANCELED', 'Canceled'), ('DONE', 'Done'), ('ERROR', 'Error'), ('NEW', 'New'), ('REVIVED', 'Revived'), ('SCHEDULED', 'Scheduled'), ('STARTED', 'Started')], db_index=True, default='NEW', max_length=50, verbose_name='Status')),
            ('created', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='Created')),
            ('assigned', models.DateTimeField(blank=True, null=True, verbose_name='Assigned')),
            ('started', models.DateTimeField(blank=True, null=True, verbose_name='Started')),
            ('finished', models.DateTimeField(blank=True, null=True, verbose_name='Finished')),
            ('scheduled', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='Scheduled')),
            ('token', viewflow.workflow.fields.TokenField(default=viewflow.workflow.token.Token('start'), max_length=150, verbose_name='Token')),
            ('external_task_id', models.CharField(blank=True, db_index=True, max_length=50, null=True, verbose_name='External Task ID')),
            ('owner_permission', models.CharField(blank=True, max_length=255, null=True, verbose_name='Permission')),
            ('owner_permission_obj_pk', models.CharField(blank=True, max_length=255, null=True)),
            ('actor', models.CharField(blank=True, max_length=20, verbose_name='who acts')),
            ('node', models.CharField(blank=True, max_length=50, verbose_name='step')),
            ('due_on', models.DateField(blank=True, null=True, verbose_name='due')),
            ('term', models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='term')),
            ('next_reminder_on', models.DateField(blank=True, null=True, verbose_name='next reminder')),
            ('opened_at', models.DateTimeField(default=consult.clock.now, verbose_name='opened')),
            ('data', models.JSONField(blank=True, default=dict)),
            ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assigned_tasks', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='consult.dossier', verbose_name='dossier')),
            ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ('owner_permission_content_type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
            ('previous', models.ManyToManyField(related_name='leading', to='consult.task', verbose_name='Previous')),
            ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='consult.process', verbose_name='process')),
        ],
        options={
            'verbose_name': 'task',
            'verbose_name_plural': 'tasks',
        },
    ),
    migrations.CreateModel(
        name='ReminderLetter',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('day', models.DateField(verbose_name='day')),
            ('document', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consult.document', verbose_name='document')),
            ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminder_letters', to='consult.task', verbose_name='task')),
        ],
        options={
            'verbose_name': 'letter of reminder',
            'verbose_name_plural': 'letters of reminder',
            'ordering': ['id'],
        },
    ),
    migrations.CreateModel(
        name='Reminder',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(max_length=20, verbose_name='kind')),
            ('day', models.DateField(verbose_name='day')),
            ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='consult.task', verbose_name='task')),
        ],
        options={
            'verbose_name': 'reminder',
            'verbose_name_plural': 'reminders',
        },
    ),
    migrations.AddField(
        model_name='notification',
        name='task',
        field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to='consult.task', verbose_name='task'),
    ),
    migrations.CreateModel(
        name='TaxTerms',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('percent', models.DecimalField(decimal_places=2, default=Decimal('10'), max_digits=4, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(50)], verbose_name='tax withheld, in percent')),
            ('threshold', models.PositiveIntegerField(default=2000000, verbose_name='from how many đồng per payment')),
            ('union', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='tax_terms', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'terms of tax',
            'verbose_name_plural': 'terms of tax',
        },
    ),
    migrations.CreateModel(
        name='TemplateRendering',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('file', models.FileField(blank=True, max_length=300, upload_to=consult.models.template.rendering_path, verbose_name='file')),
            ('size', models.PositiveBigIntegerField(default=0, verbose_name='size in bytes')),
            ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
            ('pages', models.PositiveIntegerField(default=0, verbose_name='pages')),
            ('places', models.JSONField(blank=True, default=dict, verbose_name='places')),
            ('lost', models.JSONField(blank=True, default=list, verbose_name='words that are missing')),
            ('warnings', models.JSONField(blank=True, default=list, verbose_name='faults of layout')),
            ('asked_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='asked for')),
            ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='made')),
            ('template', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renderings', to='consult.documenttemplate', verbose_name='Word template')),
            ('version', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rendering', to='consult.documentversion', verbose_name='document')),
        ],
        options={
            'verbose_name': 'rendering of a template',
            'verbose_name_plural': 'renderings of templates',
            'ordering': ['id'],
        },
    ),
    migrations.CreateModel(
        name='Job',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(max_length=10, verbose_name='kind')),
            ('key', models.CharField(max_length=100, unique=True, verbose_name='key')),
            ('state', models.CharField(default='waiting', max_length=10, verbose_name='state')),
            ('run_after', models.DateTimeField(default=consult.clock.now, verbose_name='not before')),
            ('dispatched_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='a worker was called')),
            ('attempts', models.PositiveIntegerField(default=0, verbose_name='attempts')),
            ('tried_since', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='failing since')),
            ('error', models.TextField(blank=True, verbose_name='last error')),
            ('created_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='created')),
            ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
            ('seconds', models.FloatField(blank=True, editable=False, null=True, verbose_name='seconds it took')),
            ('delivery', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='job', to='consult.delivery', verbose_name='delivery')),
            ('dossier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='jobs', to='consult.dossier', verbose_name='dossier')),
            ('plan', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='job', to='consult.councilplan', verbose_name='plan of councils')),
            ('version', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='job', to='consult.documentversion', verbose_name='document')),
            ('notification', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='job', to='consult.notification', verbose_name='notice')),
            ('reading_copy', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='job', to='consult.readingcopy', verbose_name='reading copy')),
            ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='jobs', to='consult.task', verbose_name='step that waits for it')),
            ('rendering', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='job', to='consult.templaterendering', verbose_name='template')),
        ],
        options={
            'verbose_name': 'job',
            'verbose_name_plural': 'jobs',
            'ordering': ['id'],
        },
    ),
    migrations.CreateModel(
        name='Tie',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(max_length=20, verbose_name='kind')),
            ('body', models.CharField(max_length=300, verbose_name='body')),
            ('until', models.DateField(blank=True, help_text='Of a former employment.', null=True, verbose_name='last day')),
            ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
            ('declared_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='declared')),
            ('declared_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='declared by')),
            ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties', to='consult.expert', verbose_name='expert')),
            ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='consult.organisation', verbose_name='body, if registered here')),
            ('union', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'tie',
            'verbose_name_plural': 'ties',
            'ordering': ['-id'],
        },
    ),
    migrations.CreateModel(
        name='TrustedRoot',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('pem', models.TextField(verbose_name='certificate (PEM)')),
            ('subject', models.CharField(max_length=300, verbose_name='certificate of')),
            ('fingerprint', models.CharField(max_length=64, verbose_name='SHA-256')),
            ('not_after', models.DateTimeField(verbose_name='valid to')),
            ('added_at', models.DateTimeField(default=consult.clock.now, editable=False, verbose_name='added')),
            ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
            ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trusted_roots', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': 'trusted root',
            'verbose_name_plural': 'trusted roots',
            'ordering': ['subject'],
        },
    ),
    migrations.CreateModel(
        name='UnionJudgement',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('invited', models.BooleanField(default=True, verbose_name='may be invited into councils')),
            ('note', models.TextField(blank=True, verbose_name='note')),
            ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='judgements', to='consult.expert', verbose_name='expert')),
            ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consult.organisation', verbose_name='union')),
        ],
        options={
            'verbose_name': "union's own judgement",
            'verbose_name_plural': "unions' own judgements",
        },
    ),
    migrations.CreateModel(
        name='Address',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('address', models.CharField(max_length=100, verbose_name='address')),
            ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='consult.channel', verbose_name='channel')),
        ],
        options={
            'verbose_name': 'address on a channel',
            'verbose_name_plural': 'addresses on channels',
            'constraints': [models.UniqueConstraint(fields=('channel', 'person'), name='address_one_per_person')],
        },
    ),
    migrations.AddIndex(
        model_name='documentversion',
        index=models.Index(condition=models.Q(('renew_on__isnull', False)), fields=['renew_on'], name='document_version_to_renew'),
    ),
    migrations.AddConstraint(
        model_name='documentversion',
        constraint=models.UniqueConstraint(fields=('document', 'version'), name='document_version_one_per_version'),
    ),
    migrations.AddConstraint(
        model_name='documentsignature',
        constraint=models.UniqueConstraint(fields=('version', 'place'), name='document_signature_one_per_place'),
    ),
    migrations.AddConstraint(
        model_name='confidentialaccess',
        constraint=models.UniqueConstraint(fields=('dossier', 'person', 'hour', 'page', 'what'), name='confidential_access_one_per_hour'),
    ),
    migrations.AddConstraint(
        model_name='attachment',
        constraint=models.UniqueConstraint(fields=('dossier', 'item', 'version'), name='attachment_one_per_version'),
    ),
    migrations.AddConstraint(
        model_name='draft',
        constraint=models.UniqueConstraint(fields=('dossier', 'kind', 'revision'), name='draft_one_per_revision'),
    ),
    migrations.AddConstraint(
        model_name='absence',
        constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='absence_first_day_before_last'),
    ),
    migrations.AddConstraint(
        model_name='extrawork',
        constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='extra_work_quantity_from_one'),
    ),
    migrations.AddConstraint(
        model_name='meeting',
        constraint=models.UniqueConstraint(fields=('council', 'sequence'), name='meeting_one_per_sequence'),
    ),
    migrations.AddConstraint(
        model_name='meeting',
        constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['called', 'open', 'adjourned'])), fields=('council',), name='meeting_one_live_per_council'),
    ),
    migrations.AddConstraint(
        model_name='motion',
        constraint=models.UniqueConstraint(condition=models.Q(('is_final', True)), fields=('meeting',), name='motion_one_final_per_meeting'),
    ),
    migrations.AddConstraint(
        model_name='motion',
        constraint=models.CheckConstraint(condition=models.Q(('present__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('votes_for'), '+', models.F('votes_against')), '+', models.F('abstentions')))), name='motion_votes_within_present'),
    ),
    migrations.AddConstraint(
        model_name='delivery',
        constraint=models.UniqueConstraint(fields=('notification', 'channel'), name='delivery_one_per_channel'),
    ),
    migrations.AddConstraint(
        model_name='membership',
        constraint=models.UniqueConstraint(fields=('person', 'organisation', 'role'), name='membership_one_per_role'),
    ),
    migrations.AddConstraint(
        model_name='membership',
        constraint=models.CheckConstraint(condition=models.Q(('since', None), ('until', None), ('since__lte', models.F('until')), _connector='OR'), name='membership_ends_after_it_begins', violation_error_message='The last day is before the first.'),
    ),
    migrations.AddIndex(
        model_name='lostfile',
        index=models.Index(condition=models.Q(('good_at', None)), fields=['-id'], name='lost_file_still_lost'),
    ),
    migrations.AddConstraint(
        model_name='legalground',
        constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='legal_ground_dates_in_order', violation_error_message='The last day cannot be before the first.'),
    ),
    migrations.AddConstraint(
        model_name='legalground',
        constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('union', 'key'), name='legal_ground_one_per_key'),
    ),
    migrations.AddConstraint(
        model_name='historyhead',
        constraint=models.UniqueConstraint(condition=models.Q(('dossier', None)), fields=('union',), name='history_head_one_of_a_union'),
    ),
    migrations.AddConstraint(
        model_name='event',
        constraint=models.UniqueConstraint(fields=('dossier', 'position'), name='event_one_per_position'),
    ),
    migrations.AddConstraint(
        model_name='event',
        constraint=models.UniqueConstraint(condition=models.Q(('dossier', None)), fields=('union', 'position'), name='event_one_per_position_of_a_union'),
    ),
    migrations.AddConstraint(
        model_name='dossierkind',
        constraint=models.UniqueConstraint(fields=('union', 'code'), name='dossier_kind_one_per_code'),
    ),
    migrations.AddConstraint(
        model_name='documentwording',
        constraint=models.UniqueConstraint(fields=('union', 'kind'), name='document_wording_one_per_kind'),
    ),
    migrations.AddConstraint(
        model_name='documenttemplate',
        constraint=models.UniqueConstraint(fields=('union', 'kind', 'version'), name='document_template_one_per_version'),
    ),
    migrations.AddConstraint(
        model_name='documenttemplate',
        constraint=models.UniqueConstraint(condition=models.Q(('in_use', True)), fields=('union', 'kind'), name='document_template_one_in_use'),
    ),
    migrations.AddConstraint(
        model_name='dayoff',
        constraint=models.UniqueConstraint(fields=('organisation', 'day'), name='day_off_one_per_day'),
    ),
    migrations.AddConstraint(
        model_name='channel',
        constraint=models.UniqueConstraint(fields=('union', 'kind', 'address'), name='channel_one_per_address'),
    ),
    migrations.AddIndex(
        model_name='accessrequest',
        index=models.Index(condition=models.Q(('decided_at', None)), fields=['union', '-id'], name='access_waiting'),
    ),
    migrations.AddConstraint(
        model_name='person',
        constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='person_one_per_email'),
    ),
    migrations.AddConstraint(
        model_name='person',
        constraint=models.CheckConstraint(condition=models.Q(models.Q(('quiet_from', None), ('quiet_until', None)), models.Q(('quiet_from__isnull', False), ('quiet_until__isnull', False)), _connector='OR'), name='person_both_quiet_hours_or_none', violation_error_message='Give both times, or neither.'),
    ),
    migrations.AddConstraint(
        model_name='paymentline',
        constraint=models.UniqueConstraint(fields=('document', 'position'), name='payment_line_one_per_position'),
    ),
    migrations.AddConstraint(
        model_name='payout',
        constraint=models.UniqueConstraint(condition=models.Q(('corrects', None)), fields=('line',), name='payout_one_first_per_line'),
    ),
    migrations.AddConstraint(
        model_name='payout',
        constraint=models.CheckConstraint(condition=models.Q(('corrects', None), models.Q(('reason', ''), _negated=True), _connector='OR'), name='payout_corrected_with_a_reason'),
    ),
    migrations.AddConstraint(
        model_name='procedure',
        constraint=models.UniqueConstraint(fields=('kind', 'version'), name='procedure_one_per_version'),
    ),
    migrations.AddConstraint(
        model_name='rate',
        constraint=models.UniqueConstraint(fields=('union', 'act', 'seat'), name='rate_one_per_act'),
    ),
    migrations.AddConstraint(
        model_name='register',
        constraint=models.UniqueConstraint(fields=('union', 'kind', 'first_day'), name='register_one_per_series'),
    ),
    migrations.AddConstraint(
        model_name='register',
        constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='register_days_in_order'),
    ),
    migrations.AddConstraint(
        model_name='numberedkind',
        constraint=models.UniqueConstraint(fields=('register', 'document'), name='numbered_kind_once_per_register'),
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
        model_name='incomingletter',
        constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='incoming_letter_number_from_one'),
    ),
    migrations.AddConstraint(
        model_name='registerentry',
        constraint=models.UniqueConstraint(fields=('register', 'number', 'suffix'), name='register_entry_one_per_number'),
    ),
    migrations.AddConstraint(
        model_name='registerentry',
        constraint=models.CheckConstraint(condition=models.Q(('suffix', ''), models.Q(('suffix_reason', ''), _negated=True), _connector='OR'), name='register_entry_suffix_with_a_reason'),
    ),
    migrations.AddConstraint(
        model_name='registerentry',
        constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='register_entry_number_from_one'),
    ),
    migrations.AddConstraint(
        model_name='opinion',
        constraint=models.UniqueConstraint(fields=('dossier', 'version'), name='opinion_one_per_version'),
    ),
    migrations.AddConstraint(
        model_name='response',
        constraint=models.UniqueConstraint(fields=('dossier', 'round'), name='response_one_per_round'),
    ),
    migrations.AddConstraint(
        model_name='retention',
        constraint=models.UniqueConstraint(fields=('union', 'what'), name='retention_one_per_kind'),
    ),
    migrations.AddConstraint(
        model_name='reviewremark',
        constraint=models.UniqueConstraint(fields=('review', 'key'), name='review_remark_one_per_key'),
    ),
    migrations.AddConstraint(
        model_name='reviewremark',
        constraint=models.CheckConstraint(condition=models.Q(models.Q(('height', None), ('left', None), ('top', None), ('width', None)), models.Q(('height__gt', 0), ('height__isnull', False), ('height__lte', 1), ('left__gte', 0), ('left__isnull', False), ('left__lte', django.db.models.expressions.CombinedExpression(models.Value(1), '-', models.F('width'))), ('page__gte', 1), ('top__gte', 0), ('top__isnull', False), ('top__lte', django.db.models.expressions.CombinedExpression(models.Value(1), '-', models.F('height'))), ('width__gt', 0), ('width__isnull', False), ('width__lte', 1)), _connector='OR'), name='review_remark_region_within_its_page'),
    ),
    migrations.AddConstraint(
        model_name='review',
        constraint=models.UniqueConstraint(fields=('seat', 'round'), name='review_one_per_round'),
    ),
    migrations.AddConstraint(
        model_name='ballot',
        constraint=models.UniqueConstraint(fields=('motion', 'seat'), name='ballot_one_per_seat'),
    ),
    migrations.AddConstraint(
        model_name='attendance',
        constraint=models.UniqueConstraint(fields=('meeting', 'seat'), name='attendance_one_per_seat'),
    ),
    migrations.AddConstraint(
        model_name='seenpreview',
        constraint=models.UniqueConstraint(fields=('person', 'dossier', 'kind', 'title'), name='seen_preview_one_per_document'),
    ),
    migrations.AddConstraint(
        model_name='signatory',
        constraint=models.UniqueConstraint(fields=('union', 'person'), name='signatory_one_per_person'),
    ),
    migrations.AddConstraint(
        model_name='signercertificate',
        constraint=models.UniqueConstraint(fields=('union', 'fingerprint'), name='signer_certificate_one_per_fingerprint'),
    ),
    migrations.AddConstraint(
        model_name='signingkey',
        constraint=models.UniqueConstraint(fields=('union', 'person'), name='signing_key_one_per_person'),
    ),
    migrations.AddConstraint(
        model_name='signingkey',
        constraint=models.UniqueConstraint(condition=models.Q(('person', None)), fields=('union',), name='signing_key_one_of_the_union'),
    ),
    migrations.AddConstraint(
        model_name='slot',
        constraint=models.UniqueConstraint(fields=('council', 'starts_at'), name='slot_one_per_time'),
    ),
    migrations.AddConstraint(
        model_name='availability',
        constraint=models.UniqueConstraint(fields=('slot', 'seat'), name='availability_one_per_seat'),
    ),
    migrations.AddConstraint(
        model_name='subjectarea',
        constraint=models.UniqueConstraint(fields=('parent', 'name'), name='subject_area_one_per_parent_and_name'),
    ),
    migrations.AddConstraint(
        model_name='subjectarea',
        constraint=models.UniqueConstraint(condition=models.Q(('parent', None)), fields=('name',), name='subject_area_one_root_per_name'),
    ),
    migrations.AddConstraint(
        model_name='seat',
        constraint=models.UniqueConstraint(condition=models.Q(('released_at', None)), fields=('council', 'person'), name='seat_one_per_person'),
    ),
    migrations.AddConstraint(
        model_name='seat',
        constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['chair', 'secretary']), ('released_at', None)), fields=('council', 'kind'), name='seat_one_chair_and_one_secretary'),
    ),
    migrations.AddConstraint(
        model_name='groupreport',
        constraint=models.UniqueConstraint(fields=('council', 'group'), name='group_report_one_per_group'),
    ),
    migrations.AddIndex(
        model_name='expert',
        index=models.Index(fields=['name_key'], name='expert_by_name'),
    ),
    migrations.AddIndex(
        model_name='dossier',
        index=models.Index(fields=['union', 'stage', 'due_on'], name='dossier_by_stage'),
    ),
    migrations.AddIndex(
        model_name='dossier',
        index=models.Index(fields=['proposer', '-id'], name='dossier_by_proposer'),
    ),
    migrations.AddIndex(
        model_name='dossier',
        index=models.Index(fields=['union', 'title_key'], name='dossier_same_project'),
    ),
    migrations.AddConstraint(
        model_name='dossier',
        constraint=models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('union', 'code'), name='dossier_one_per_code'),
    ),
    migrations.AddConstraint(
        model_name='dossier',
        constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'closed'), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('stage', 'closed'), _negated=True), ('outcome', '')), _connector='OR'), name='dossier_closed_with_an_outcome'),
    ),
    migrations.AddConstraint(
        model_name='supplementrequest',
        constraint=models.UniqueConstraint(fields=('dossier', 'round'), name='supplement_request_one_per_round'),
    ),
    migrations.AddIndex(
        model_name='task',
        index=models.Index(fields=['actor', 'status', 'dossier'], name='task_inbox'),
    ),
    migrations.AddIndex(
        model_name='task',
        index=models.Index(fields=['assignee', 'status'], name='task_of_person'),
    ),
    migrations.AddIndex(
        model_name='task',
        index=models.Index(condition=models.Q(('next_reminder_on__isnull', False)), fields=['next_reminder_on'], name='task_reminders'),
    ),
    migrations.AddConstraint(
        model_name='task',
        constraint=models.UniqueConstraint(condition=models.Q(('status', 'NEW'), models.Q(('node', ''), _negated=True)), fields=('process', 'node'), name='task_one_open_per_step'),
    ),
    migrations.AddConstraint(
        model_name='reminderletter',
        constraint=models.UniqueConstraint(fields=('task', 'day'), name='reminder_letter_one_per_day'),
    ),
    migrations.AddConstraint(
        model_name='reminder',
        constraint=models.UniqueConstraint(fields=('task', 'kind', 'day'), name='reminder_one_per_day'),
    ),
    migrations.AddIndex(
        model_name='notification',
        index=models.Index(fields=['person', 'read_at'], name='notification_unread'),
    ),
    migrations.AddIndex(
        model_name='job',
        index=models.Index(condition=models.Q(('state__in', ['waiting', 'running'])), fields=['run_after'], name='job_to_do'),
    ),
    migrations.AddIndex(
        model_name='job',
        index=models.Index(condition=models.Q(('state', 'failed')), fields=['-id'], name='job_given_up'),
    ),
    migrations.AddIndex(
        model_name='job',
        index=models.Index(fields=['finished_at'], name='job_finished'),
    ),
    migrations.AddConstraint(
        model_name='tie',
        constraint=models.UniqueConstraint(condition=models.Q(('union', None)), fields=('expert', 'kind', 'body'), name='tie_once_for_all'),
    ),
    migrations.AddConstraint(
        model_name='tie',
        constraint=models.UniqueConstraint(fields=('expert', 'kind', 'body', 'union'), name='tie_once_for_a_union'),
    ),
    migrations.AddConstraint(
        model_name='trustedroot',
        constraint=models.UniqueConstraint(fields=('union', 'fingerprint'), name='trusted_root_one_per_fingerprint'),
    ),
    migrations.AddConstraint(
        model_name='unionjudgement',
        constraint=models.UniqueConstraint(fields=('expert', 'union'), name='union_judgement_one_per_union'),
    ),
]


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("consult", "0001_initial"),
        ("consult", "0002_papers_and_signing"),
        ("consult", "0003_office_data"),
        ("consult", "0004_no_position"),
        ("consult", "0005_kept_history"),
        ("consult", "0006_sealed_history"),
        ("consult", "0007_guards"),
        ("consult", "0008_experts_and_ties"),
        ("consult", "0009_fill_keys"),
        ("consult", "0010_declarations_time_and_meetings"),
        ("consult", "0011_meetings_at_a_desk"),
        ("consult", "0012_votes_of_held_meetings"),
        ("consult", "0013_remarks_on_papers"),
        ("consult", "0014_quiet_hours"),
        ("consult", "0015_thematic_groups"),
        ("consult", "0016_channels"),
        ("consult", "0017_files_of_reviews"),
        ("consult", "0018_presence_before_an_interruption"),
        ("consult", "0019_who_keeps_accounts_and_bodies"),
        ("consult", "0020_one_account_an_address"),
        ("consult", "0021_openings_once_an_hour"),
        ("consult", "0022_broken_off_votes_and_declarations"),
        ("consult", "0023_whose_facts_of_experts"),
        ("consult", "0024_kept_whole"),
        ("consult", "0026_lost_files"),
        ("consult", "0028_jobs_by_one_clock"),
        ("consult", "0029_hours_of_mails"),
        ("consult", "0030_mails_tried_since"),
        ("consult", "0033_terms_of_steps"),
        ("consult", "0034_plain_names"),
        ("consult", "0035_names_of_constraints"),
        ("consult", "0036_state_in_rows"),
        ("consult", "0037_what_must_never_be"),
        ("consult", "0038_histories_of_unions"),
        ("consult", "0039_payment_lines"),
        ("consult", "0040_rounds"),
        ("consult", "0041_ties_once"),
        ("consult", "0042_series"),
        ("consult", "0043_grounds_of_steps"),
        ("consult", "0044_remarks_of_reviews"),
        ("consult", "0045_revision_of_a_description"),
        ("consult", "0046_codes_are_text"),
        ("consult", "0047_documents_attachments_letters"),
        ("consult", "0048_words_in_rows"),
        ("consult", "0049_plain_words"),
        ("consult", "0050_order_of_names"),
        ("consult", "0051_fill_order_of_names"),
        ("consult", "0052_invitation_of_a_meeting"),
        ("consult", "0053_invitations_of_called_meetings"),
        ("consult", "0054_plans_of_councils"),
        ("consult", "0055_regions_of_remarks"),
        ("consult", "0056_forms_of_papers"),
        ("consult", "0057_title_of_a_circular"),
        ("consult", "0058_signatures_and_their_certificates"),
        ("consult", "0059_closer_lines"),
        ("consult", "0060_payments"),
        ("consult", "0061_registers_of_the_decree"),
        ("consult", "0062_guard_of_payouts"),
        ("consult", "0063_seen_previews"),
        ("consult", "0065_reading_copies_of_attachments"),
        ("consult", "0066_word_templates"),
        ("consult", "0070_offices_set_up_in_the_browser"),
        ("consult", "0071_nightly_backups"),
        ("consult", "0072_roles_from_until"),
        ("consult", "0073_kinds_of_dossier_in_rows"),
        ("consult", "0074_numbers_given_on_paper"),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        CreateAll(STEPS),
        *[migrations.RunPython(guard, migrations.RunPython.noop) for guard in GUARDS],
    ]
