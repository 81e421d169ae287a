import consult.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


RETURNS = {
    "council_sent_back": "approve_council",
    "minutes_sent_back": "sign_minutes",
    "opinion_sent_back": "approve_opinion",
    "signature_refused": "sign_opinion",
}


def fill(apps, _editor):
    """What was read back from histories until now, as rows. A person who is not in the history is not invented."""

    def model(name):
        return apps.get_model("consult", name)

    def events(*verbs):
        return model("Event").objects.filter(verb__in=verbs).order_by("dossier_id", "pk").iterator()

    for event in events(*RETURNS):
        if event.person_id is None:
            continue
        meeting = model("Meeting").objects.filter(
            council__dossier_id=event.dossier_id, sequence=event.data.get("sequence")
        )
        model("StepReturn").objects.create(
            dossier_id=event.dossier_id, node=RETURNS[event.verb], remarks=event.reason, by_id=event.person_id, at=event.at,
            meeting=meeting.first() if event.verb == "minutes_sent_back" else None,
        )  # fmt: skip
    requests = model("SupplementRequest").objects
    for event in events("supplement_asked", "supplemented"):
        if event.verb == "supplement_asked":
            requests.get_or_create(
                dossier_id=event.dossier_id, round=event.data.get("round", 1),
                defaults={"remarks": event.reason, "asked_by_id": event.person_id, "asked_at": event.at},
            )  # fmt: skip
        else:
            newest = requests.filter(dossier_id=event.dossier_id).order_by("-round").values("pk")[:1]
            requests.filter(pk__in=list(newest.values_list("pk", flat=True))).update(
                answer=event.reason, answered_by_id=event.person_id, answered_at=event.at
            )
    for event in events("reminder_letter_sent"):
        if model("Task").objects.filter(pk=event.data.get("task")).exists() and event.data.get("day"):
            model("ReminderLetter").objects.get_or_create(task_id=event.data["task"], day=event.data["day"])
    for event in events("opinion_numbered"):
        if model("RegisterEntry").objects.filter(pk=event.data.get("entry")).exists():
            issued = (
                model("Opinion").objects.filter(dossier_id=event.dossier_id, entry=None).order_by("-version").first()
            )
            if issued is not None:
                issued.entry_id = event.data["entry"]
                issued.save(update_fields=["entry"])


class Migration(migrations.Migration):
    dependencies = [
        ("consult", "0035_names_of_constraints"),
    ]

    operations = [
        migrations.AddField(
            model_name="opinion",
            name="entry",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opinion",
                to="consult.registerentry",
                verbose_name="number",
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="released_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="released by",
            ),
        ),
        migrations.CreateModel(
            name="StepReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("node", models.CharField(max_length=50, verbose_name="step")),
                ("remarks", models.TextField(verbose_name="remarks")),
                ("at", models.DateTimeField(default=consult.clock.now, verbose_name="time")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent back by",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="returns",
                        to="consult.dossier",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="returns",
                        to="consult.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "return",
                "verbose_name_plural": "returns",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ReminderLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                (
                    "document",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="consult.document",
                        verbose_name="document",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminder_letters",
                        to="consult.task",
                        verbose_name="task",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter of reminder",
                "verbose_name_plural": "letters of reminder",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("task", "day"), name="reminder_letter_one_per_day")],
            },
        ),
        migrations.CreateModel(
            name="SupplementRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveIntegerField(verbose_name="round")),
                ("remarks", models.TextField(blank=True, verbose_name="remarks")),
                ("asked_at", models.DateTimeField(default=consult.clock.now, verbose_name="asked")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supplement_requests",
                        to="consult.dossier",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for a supplement",
                "verbose_name_plural": "requests for supplements",
                "ordering": ["round"],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "round"), name="supplement_request_one_per_round")
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
