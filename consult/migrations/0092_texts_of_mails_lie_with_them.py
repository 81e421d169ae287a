"""What was sent lies with the mail, no longer with the notice. Apart from the one before, since PostgreSQL alters no table that was just filled."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0091_mails_and_what_became_of_them'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='notification',
            name='mail_subject',
        ),
        migrations.RemoveField(
            model_name='notification',
            name='mail_text',
        ),
    ]
