"""Remarks of reviews are rows that know their file; until now a list in the review named its number."""

import django.db.models.deletion
from django.db import migrations, models


def fill(apps, _editor):
    remark, files = apps.get_model("consult", "ReviewRemark"), apps.get_model("consult", "Attachment").objects
    reviews = apps.get_model("consult", "Review").objects.exclude(listed=[])
    for review in reviews.iterator():
        there = set(files.filter(dossier_id=review.dossier_id).values_list("pk", flat=True))
        remark.objects.bulk_create(
            remark(
                review=review, position=position, key=said["id"], page=said["page"], quote=said["quote"], text=said["text"],
                attachment_id=said["file"] if said["file"] in there else None,
            )
            for position, said in enumerate(review.listed, start=1)
        )  # fmt: skip


def empty(apps, _editor):
    remarks = apps.get_model("consult", "ReviewRemark").objects.order_by("review", "position")
    for one in remarks.select_related("review"):
        one.review.listed.append(
            {"id": one.key, "file": one.attachment_id, "page": one.page, "quote": one.quote, "text": one.text}
        )
        one.review.save(update_fields=["listed"])


class Migration(migrations.Migration):
    dependencies = [("consult", "0043_grounds_of_steps")]
    operations = [
        migrations.RenameField("review", "remarks", "listed"),
        migrations.CreateModel(
            name="ReviewRemark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(verbose_name="order")),
                ("key", models.CharField(max_length=40)),
                ("page", models.PositiveIntegerField(default=0, verbose_name="page")),
                ("quote", models.TextField(blank=True, verbose_name="passage")),
                ("text", models.TextField(verbose_name="remark")),
                ("attachment", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT,
                    related_name="+", to="consult.attachment", verbose_name="attachment")),
                ("review", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="remarks",
                    to="consult.review", verbose_name="review")),
            ],
            options={
                "verbose_name": "remark on a paper",
                "verbose_name_plural": "remarks on papers",
                "ordering": ["review", "position"],
            },
        ),
        migrations.AddConstraint(
            "reviewremark", models.UniqueConstraint(fields=("review", "key"), name="review_remark_one_per_key")
        ),
        migrations.RunPython(fill, empty),
        migrations.RemoveField("review", "listed"),
    ]  # fmt: skip
