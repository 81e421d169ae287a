"""A vote may be broken off; what people declared of themselves goes from where others than its readers see it.

Nothing is lost: every explanation stands with its review.
"""

from datetime import timedelta

from django.db import migrations, models

DECLARED = ("review_conflicted", "review_declined")
# Ties were written down in the same act as the answer.
ACT = timedelta(minutes=1)


def withdraw_copies(apps, _schema_editor):
    Event, Seat = apps.get_model("consult", "Event"), apps.get_model("consult", "Seat")
    Review, Tie = apps.get_model("consult", "Review"), apps.get_model("consult", "Tie")
    for event in Event.objects.filter(verb__in=DECLARED).exclude(reason="").iterator():
        seats = Seat.objects.filter(council__dossier=event.dossier_id, person=event.person_id)
        seats.filter(release_reason=event.reason).update(release_reason="")
    reviews = Review.objects.exclude(ties=[]).exclude(answered_at=None)
    for review in reviews.select_related("seat", "dossier").iterator():
        ties = Tie.objects.filter(
            expert__person=review.seat.person_id,
            organisation=review.dossier.proposer_id,
            declared_by=review.seat.person_id,
            declared_at__range=(review.answered_at, review.answered_at + ACT),
        )
        if review.dossier.confidential:
            ties.delete()
        else:
            ties.update(note="")


class Migration(migrations.Migration):

    dependencies = [
        ("consult", "0021_openings_once_an_hour"),
    ]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="verb",
            field=models.CharField(
                choices=[
                    ("opened", "Opened"),
                    ("came", "Came"),
                    ("left", "Left"),
                    ("point", "Point of the agenda"),
                    ("spoke", "Spoke"),
                    ("decided", "Decided"),
                    ("broken_off", "Vote broken off"),
                    ("adjourned", "Interrupted"),
                    ("resumed", "Went on"),
                    ("closed", "Ended"),
                ],
                max_length=10,
                verbose_name="what happened",
            ),
        ),
        migrations.RunPython(withdraw_copies, migrations.RunPython.noop),
    ]
