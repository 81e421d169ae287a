"""A meeting knows its invitation; those before this one keep what they have."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consult", "0051_fill_order_of_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="invitation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="consult.document",
                verbose_name="letter of invitation",
            ),
        ),
    ]
