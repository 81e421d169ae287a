"""Reviews, meetings, opinions and responses are each of one round of consultation; so far there was one."""

import django.db.models.deletion
from django.db import migrations, models

OF_A_ROUND = ("dossier", "review", "meeting", "opinion", "response")


class Migration(migrations.Migration):
    dependencies = [("consult", "0039_payment_lines")]
    operations = [
        *[
            migrations.AddField(
                name, "round", models.PositiveIntegerField(default=1, verbose_name="round of consultation")
            )
            for name in OF_A_ROUND
        ],
        migrations.AlterField(
            "review", "seat",
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="consult.seat",
                verbose_name="seat"),
        ),
        migrations.AlterField(
            "response", "dossier",
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="responses",
                to="consult.dossier", verbose_name="dossier"),
        ),
        migrations.AddConstraint(
            "review", models.UniqueConstraint(fields=("seat", "round"), name="review_one_per_round")
        ),
        migrations.AddConstraint(
            "response", models.UniqueConstraint(fields=("dossier", "round"), name="response_one_per_round")
        ),
    ]  # fmt: skip
