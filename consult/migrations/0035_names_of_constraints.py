import consult.models.meeting
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('consult', '0034_plain_names'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='confidentialaccess',
            options={'ordering': ['-id'], 'verbose_name': 'access to a confidential dossier', 'verbose_name_plural': 'access log of confidential dossiers'},
        ),
        migrations.AlterModelOptions(
            name='heartbeat',
            options={'verbose_name': 'heartbeat', 'verbose_name_plural': 'heartbeats'},
        ),
        migrations.AlterModelOptions(
            name='motion',
            options={'ordering': ['is_final', 'position', 'id'], 'verbose_name': 'motion', 'verbose_name_plural': 'motions'},
        ),
        migrations.RemoveConstraint(
            model_name='absence',
            name='absence_in_order',
        ),
        migrations.RemoveConstraint(
            model_name='address',
            name='one_address_a_person',
        ),
        migrations.RemoveConstraint(
            model_name='attachment',
            name='one_attachment_a_version',
        ),
        migrations.RemoveConstraint(
            model_name='attendance',
            name='one_attendance_a_seat',
        ),
        migrations.RemoveConstraint(
            model_name='availability',
            name='one_answer_a_seat',
        ),
        migrations.RemoveConstraint(
            model_name='ballot',
            name='one_ballot_a_seat',
        ),
        migrations.RemoveConstraint(
            model_name='channel',
            name='one_channel_an_address',
        ),
        migrations.RemoveConstraint(
            model_name='confidentialaccess',
            name='one_opening_an_hour',
        ),
        migrations.RemoveConstraint(
            model_name='dayoff',
            name='one_entry_a_day_off',
        ),
        migrations.RemoveConstraint(
            model_name='delivery',
            name='one_delivery_a_channel',
        ),
        migrations.RemoveConstraint(
            model_name='documentversion',
            name='one_rendering_a_version',
        ),
        migrations.RemoveConstraint(
            model_name='draft',
            name='one_draft_a_revision',
        ),
        migrations.RemoveConstraint(
            model_name='event',
            name='one_event_a_place',
        ),
        migrations.RemoveConstraint(
            model_name='groupreport',
            name='one_report_a_group',
        ),
        migrations.RemoveConstraint(
            model_name='incomingpaper',
            name='no_arrival_twice',
        ),
        migrations.RemoveConstraint(
            model_name='meeting',
            name='one_meeting_a_sequence',
        ),
        migrations.RemoveConstraint(
            model_name='membership',
            name='one_membership_a_role',
        ),
        migrations.RemoveConstraint(
            model_name='opinion',
            name='one_opinion_a_version',
        ),
        migrations.RemoveConstraint(
            model_name='papertext',
            name='one_wording_a_kind',
        ),
        migrations.RemoveConstraint(
            model_name='person',
            name='one_account_an_address',
        ),
        migrations.RemoveConstraint(
            model_name='procedure',
            name='one_procedure_a_version',
        ),
        migrations.RemoveConstraint(
            model_name='rate',
            name='one_rate_an_act',
        ),
        migrations.RemoveConstraint(
            model_name='register',
            name='one_register_a_series',
        ),
        migrations.RemoveConstraint(
            model_name='registerentry',
            name='no_number_twice',
        ),
        migrations.RemoveConstraint(
            model_name='reminder',
            name='one_reminder_a_day',
        ),
        migrations.RemoveConstraint(
            model_name='retention',
            name='one_retention_a_kind',
        ),
        migrations.RemoveConstraint(
            model_name='seat',
            name='one_seat_a_person',
        ),
        migrations.RemoveConstraint(
            model_name='signatory',
            name='one_signatory_a_person',
        ),
        migrations.RemoveConstraint(
            model_name='signingkey',
            name='one_key_a_person',
        ),
        migrations.RemoveConstraint(
            model_name='signingkey',
            name='one_key_a_union',
        ),
        migrations.RemoveConstraint(
            model_name='slot',
            name='one_slot_a_time',
        ),
        migrations.RemoveConstraint(
            model_name='subjectarea',
            name='one_name_a_branch',
        ),
        migrations.RemoveConstraint(
            model_name='trustedroot',
            name='one_root_once',
        ),
        migrations.RemoveConstraint(
            model_name='unionjudgement',
            name='one_standing_a_union',
        ),
        migrations.RenameIndex(
            model_name='lostfile',
            new_name='lost_file_still_lost',
            old_name='file_still_lost',
        ),
        migrations.RenameIndex(
            model_name='notification',
            new_name='notification_unread',
            old_name='notice_unread',
        ),
        migrations.AlterField(
            model_name='confidentialaccess',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access_log', to='consult.dossier', verbose_name='dossier'),
        ),
        migrations.AlterField(
            model_name='meeting',
            name='check_in_code',
            field=models.CharField(default=consult.models.meeting.new_check_in_code, editable=False, max_length=20, verbose_name='code at the door'),
        ),
        migrations.AlterField(
            model_name='unionjudgement',
            name='expert',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='judgements', to='consult.expert', verbose_name='expert'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='absence_first_day_before_last'),
        ),
        migrations.AddConstraint(
            model_name='address',
            constraint=models.UniqueConstraint(fields=('channel', 'person'), name='address_one_per_person'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(fields=('dossier', 'item', 'version'), name='attachment_one_per_version'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('meeting', 'seat'), name='attendance_one_per_seat'),
        ),
        migrations.AddConstraint(
            model_name='availability',
            constraint=models.UniqueConstraint(fields=('slot', 'seat'), name='availability_one_per_seat'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.UniqueConstraint(fields=('motion', 'seat'), name='ballot_one_per_seat'),
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.UniqueConstraint(fields=('union', 'kind', 'address'), name='channel_one_per_address'),
        ),
        migrations.AddConstraint(
            model_name='confidentialaccess',
            constraint=models.UniqueConstraint(fields=('dossier', 'person', 'hour', 'page', 'what'), name='confidential_access_one_per_hour'),
        ),
        migrations.AddConstraint(
            model_name='dayoff',
            constraint=models.UniqueConstraint(fields=('organisation', 'day'), name='day_off_one_per_day'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('notification', 'channel'), name='delivery_one_per_channel'),
        ),
        migrations.AddConstraint(
            model_name='documentversion',
            constraint=models.UniqueConstraint(fields=('document', 'version'), name='document_version_one_per_version'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(fields=('dossier', 'kind', 'revision'), name='draft_one_per_revision'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(fields=('dossier', 'position'), name='event_one_per_position'),
        ),
        migrations.AddConstraint(
            model_name='groupreport',
            constraint=models.UniqueConstraint(fields=('council', 'group'), name='group_report_one_per_group'),
        ),
        migrations.AddConstraint(
            model_name='incomingpaper',
            constraint=models.UniqueConstraint(fields=('register', 'number'), name='incoming_paper_one_per_number'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(fields=('council', 'sequence'), name='meeting_one_per_sequence'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('person', 'organisation', 'role'), name='membership_one_per_role'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.UniqueConstraint(condition=models.Q(('is_final', True)), fields=('meeting',), name='motion_one_final_per_meeting'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.UniqueConstraint(fields=('dossier', 'version'), name='opinion_one_per_version'),
        ),
        migrations.AddConstraint(
            model_name='papertext',
            constraint=models.UniqueConstraint(fields=('union', 'kind'), name='paper_text_one_per_kind'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='person_one_per_email'),
        ),
        migrations.AddConstraint(
            model_name='procedure',
            constraint=models.UniqueConstraint(fields=('union', 'kind', 'version'), name='procedure_one_per_version'),
        ),
        migrations.AddConstraint(
            model_name='rate',
            constraint=models.UniqueConstraint(fields=('union', 'act', 'seat'), name='rate_one_per_act'),
        ),
        migrations.AddConstraint(
            model_name='register',
            constraint=models.UniqueConstraint(fields=('union', 'kind', 'year'), name='register_one_per_series'),
        ),
        migrations.AddConstraint(
            model_name='registerentry',
            constraint=models.UniqueConstraint(fields=('register', 'number'), name='register_entry_one_per_number'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('task', 'kind', 'day'), name='reminder_one_per_day'),
        ),
        migrations.AddConstraint(
            model_name='retention',
            constraint=models.UniqueConstraint(fields=('union', 'what'), name='retention_one_per_kind'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(condition=models.Q(('released_at', None)), fields=('council', 'person'), name='seat_one_per_person'),
        ),
        migrations.AddConstraint(
            model_name='signatory',
            constraint=models.UniqueConstraint(fields=('union', 'person'), name='signatory_one_per_person'),
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
            model_name='subjectarea',
            constraint=models.UniqueConstraint(fields=('parent', 'name'), name='subject_area_one_per_parent_and_name'),
        ),
        migrations.AddConstraint(
            model_name='trustedroot',
            constraint=models.UniqueConstraint(fields=('union', 'fingerprint'), name='trusted_root_one_per_fingerprint'),
        ),
        migrations.AddConstraint(
            model_name='unionjudgement',
            constraint=models.UniqueConstraint(fields=('expert', 'union'), name='union_judgement_one_per_union'),
        ),
        migrations.AlterField(
            model_name='papertext',
            name='recipients',
            field=models.TextField(blank=True, help_text='One per line.', verbose_name='recipients'),
        ),
    ]
