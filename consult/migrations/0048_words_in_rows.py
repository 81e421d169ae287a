"""Rows name steps, notices, faults and frozen data by the words that the program uses now. Histories stay as they were written."""

from typing import Any

from django.db import migrations

STEP = ("opinion_paper", "opinion_document")
NOTICES = (("paper_failed", "document_failed"), ("paper_lost", "document_lost"))
FAULT = ("PaperRefusedError", "RenderRefusedError")
# The key in the data of which rows, before and now.
VERSIONS = (("receipt", "papers", "attachments"), ("archive_cover", "papers", "documents"))


def rename_key(editor: Any, table: str, where: str, old: str, new: str) -> None:
    """Give a key of ``data`` another name in the rows that ``where`` holds for and that have it."""
    if editor.connection.vendor == "postgresql":
        data = f"(data - '{old}') || jsonb_build_object('{new}', data -> '{old}')"
        has = f"jsonb_exists(data, '{old}')"
    else:
        data = f"json_set(json_remove(data, '$.{old}'), '$.{new}', json_extract(data, '$.{old}'))"
        has = f"json_type(data, '$.{old}') IS NOT NULL"
    # Without parameters, so that no sign of the statement is taken for a place of one.
    editor.execute(f"UPDATE {table} SET data = {data} WHERE {has} AND {where}", params=None)


def rename(apps: Any, editor: Any) -> None:
    old, new = STEP
    apps.get_model("consult", "Dossier").objects.filter(step=old).update(step=new)
    apps.get_model("consult", "Task").objects.filter(node=old).update(node=new)
    moved = f"UPDATE consult_task SET flow_task = replace(flow_task, '.{old}', '.{new}') WHERE flow_task LIKE '%.{old}'"
    editor.execute(moved, params=None)
    for old, new in NOTICES:
        apps.get_model("consult", "Notification").objects.filter(kind=old).update(kind=new)
        rename_key(editor, "consult_notification", f"kind = '{new}'", "paper", "document")
    old, new = FAULT
    editor.execute(f"UPDATE consult_job SET error = replace(error, '{old}', '{new}') WHERE error LIKE '{old}%'", params=None)
    for kind, old, new in VERSIONS:
        of_kind = f"document_id IN (SELECT id FROM consult_document WHERE kind = '{kind}')"
        rename_key(editor, "consult_documentversion", of_kind, old, new)


class Migration(migrations.Migration):

    dependencies = [
        ("consult", "0047_documents_attachments_letters"),
    ]

    operations = [
        migrations.RunPython(rename, migrations.RunPython.noop),
    ]
