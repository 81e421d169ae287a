import secrets
from collections import Counter
from datetime import datetime

from django.db import migrations

WHOLE = "Thông qua ý kiến tư vấn, phản biện của Hội đồng về hồ sơ"
PRESIDES = ("chair", "deputy")


def keep_results(apps, _editor):
    """Every held meeting gets its vote on the whole as a row; every open one a code of its own for its door."""
    meeting_model, motion_model = apps.get_model("consult", "Meeting"), apps.get_model("consult", "Motion")
    for meeting in meeting_model.objects.filter(state="called"):
        meeting.door = secrets.token_urlsafe(9)
        meeting.save(update_fields=["door"])
    for meeting in meeting_model.objects.filter(state="held"):
        rows = [(row.seat.kind, row.vote) for row in meeting.attendances.exclude(mode="absent").select_related("seat")]
        count = Counter(vote for _kind, vote in rows)
        tie = count["for"] == count["against"] > 0
        presider = next((vote for kind in PRESIDES for seat, vote in rows if seat == kind), "")
        motion_model.objects.create(
            meeting=meeting, decisive=True, position=999, text=WHOLE, state="closed", present=len(rows),
            votes_for=count["for"], votes_against=count["against"],
            abstentions=len(rows) - count["for"] - count["against"], passed=meeting.passed,
            tie_broken=tie and presider in ("for", "against"), closed_at=meeting.starts_at,
        )


def keep_questions(apps, _editor):
    """Every letter to a department becomes a question that can be answered."""
    request_model = apps.get_model("consult", "DepartmentRequest")
    for letter in apps.get_model("consult", "Document").objects.filter(kind="department_letter"):
        data = letter.versions.order_by("version").values_list("data", flat=True).first() or {}
        try:
            due_on = datetime.strptime(data["answer_by"], "%d/%m/%Y").date()
        except (KeyError, ValueError):
            continue
        request_model.objects.create(
            dossier_id=letter.dossier_id, letter=letter, department=data.get("department", "")[:300],
            question="\n".join(data.get("questions", [])), asked_at=letter.made_at, due_on=due_on,
            code=secrets.token_urlsafe(18),
        )


class Migration(migrations.Migration):
    dependencies = [("consult", "0011_meetings_at_a_desk")]

    operations = [
        migrations.RunPython(keep_results, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(keep_questions, migrations.RunPython.noop, elidable=True),
    ]
