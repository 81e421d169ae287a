"""What people are paid as rows; until now only the frozen data of payment lists said it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def fill(apps, _editor):
    """The lines of each list that name their people, from its newest version."""
    version, line = apps.get_model("consult", "DocumentVersion"), apps.get_model("consult", "PaymentLine")
    people = set(apps.get_model("consult", "Person").objects.values_list("pk", flat=True))
    seen = set()
    newest = version.objects.filter(document__kind="payment_list").order_by("document_id", "-version")
    for one in newest.iterator():
        if one.document_id in seen:
            continue
        seen.add(one.document_id)
        line.objects.bulk_create(
            line(
                document_id=one.document_id, position=position, person_id=said["person"], name=said["name"][:300],
                reason=said["reason"][:300], amount=said["dong"],
            )
            for position, said in enumerate(one.data.get("lines", []), start=1)
            if said.get("person") in people and "dong" in said
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("consult", "0038_histories_of_unions")]
    operations = [
        migrations.CreateModel(
            name="PaymentLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(verbose_name="order")),
                ("act", models.CharField(blank=True, max_length=20, verbose_name="act")),
                ("seat", models.CharField(blank=True, max_length=20, verbose_name="seat")),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("reason", models.CharField(max_length=300, verbose_name="for")),
                ("amount", models.PositiveBigIntegerField(verbose_name="amount")),
                ("document", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="payment_lines",
                    to="consult.document", verbose_name="document")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="payment_lines",
                    to=settings.AUTH_USER_MODEL, verbose_name="person")),
            ],
            options={
                "verbose_name": "line of a payment list",
                "verbose_name_plural": "lines of payment lists",
                "ordering": ["document", "position"],
            },
        ),
        migrations.AddConstraint(
            "paymentline",
            models.UniqueConstraint(fields=("document", "position"), name="payment_line_one_per_position"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]  # fmt: skip
