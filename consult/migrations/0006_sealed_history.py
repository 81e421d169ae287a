"""Histories that an installation has already get their chain."""

from datetime import UTC

from django.db import migrations

from ._rules import link_hash


def seal_all(apps, schema_editor):
    Event = apps.get_model("consult", "Event")
    HistoryHead = apps.get_model("consult", "HistoryHead")
    # A draft's history begins when it is submitted.
    Event.objects.filter(dossier__stage="draft").delete()
    dossiers = Event.objects.order_by("dossier_id").values_list("dossier_id", flat=True).distinct()
    for dossier_id in list(dossiers):
        length, last = 0, ""
        events = list(Event.objects.filter(dossier_id=dossier_id).order_by("pk"))
        for event in events:
            facts = {
                "dossier": event.dossier_id,
                "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "verb": event.verb,
                "person": event.person_id,
                "capacity": event.capacity,
                "from": event.from_state,
                "to": event.to_state,
                "reason": event.reason,
                "data": event.data,
                "own_draft": event.own_draft,
            }
            length += 1
            event.position, event.previous = length, last
            event.hash = last = link_hash(last, length, facts)
        Event.objects.bulk_update(events, ["position", "previous", "hash"], batch_size=500)
        HistoryHead.objects.create(dossier_id=dossier_id, length=length, hash=last)


class Migration(migrations.Migration):
    dependencies = [("consult", "0005_kept_history")]
    operations = [migrations.RunPython(seal_all, migrations.RunPython.noop)]
