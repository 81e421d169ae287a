from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0094_mails_registered_as_letters'),
    ]

    operations = [
        migrations.AddField(
            model_name='paperentry',
            name='disputed',
            field=models.TextField(blank=True, verbose_name='what is not as its author wrote it'),
        ),
    ]
