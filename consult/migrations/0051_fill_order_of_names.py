"""The keys of names that are there, and texts of searches as keyboards write what Word writes."""

from typing import Any

from django.db import migrations

from ._rules import sort_key, sort_key_of_person

BATCH = 500
AS_TYPED = {"’‘‛ʼ´`′": "'", "“”„«»″": '"', "‐‑‒–—―−": "-"}


def fill(apps: Any, _editor: Any) -> None:
    for name, key_of in (("Person", sort_key_of_person), ("Organisation", sort_key), ("SubjectArea", sort_key)):
        model = apps.get_model("consult", name)
        batch = []
        for row in model._base_manager.only("pk", "name").iterator(chunk_size=BATCH):
            row.sort_key = key_of(row.name)
            batch.append(row)
            if len(batch) == BATCH:
                model._base_manager.bulk_update(batch, ["sort_key"])
                batch = []
        model._base_manager.bulk_update(batch, ["sort_key"])


def fold_marks(apps: Any, editor: Any) -> None:
    """The marks that Word writes, in what is searched already; ``rebuild_search`` brings what is new in it."""
    for table in ("consult_dossier", "consult_expert", "consult_organisation"):
        for marks, typed in AS_TYPED.items():
            for mark in marks:
                editor.execute(
                    f"UPDATE {table} SET search_text = replace(search_text, %s, %s) WHERE search_text LIKE %s",
                    [mark, typed, f"%{mark}%"],
                )


class Migration(migrations.Migration):
    dependencies = [("consult", "0050_order_of_names")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(fold_marks, migrations.RunPython.noop),
    ]
