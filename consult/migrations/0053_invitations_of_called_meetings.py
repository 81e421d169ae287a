"""Meetings that are called know their invitation, so that moving one replaces it."""

from typing import Any

from django.db import migrations


def find(apps: Any, _editor: Any) -> None:
    documents = apps.get_model("consult", "Document").objects.filter(kind="meeting_invitation", revoked_at=None)
    for meeting in apps.get_model("consult", "Meeting").objects.filter(state="called", invitation=None):
        newest = documents.filter(dossier=meeting.council.dossier_id).order_by("-pk").first()
        if newest is not None:
            meeting.invitation = newest
            meeting.save(update_fields=["invitation"])


class Migration(migrations.Migration):
    dependencies = [("consult", "0052_invitation_of_a_meeting")]
    operations = [migrations.RunPython(find, migrations.RunPython.noop)]
