"""Titles of signers and legal grounds become rows of their own; minutes become rich text."""

from html import escape

from django.db import migrations

AUTHORITIES = ("TM", "KT", "TL", "Q", "TUQ")


def signatory_of(position):
    """Authority, principal and title from "KT. Chủ tịch|Phó Chủ tịch"."""
    lines = [line.strip() for line in position.split("|")]
    authority, dot, rest = lines[0].partition(". ")
    if dot and authority in AUTHORITIES:
        return (authority, "", rest) if len(lines) == 1 else (authority, rest, " ".join(lines[1:]))
    return "", "", " ".join(lines)


def forwards(apps, schema_editor):
    membership, signatory, procedure, ground, meeting = (
        apps.get_model("consult", name) for name in ("Membership", "Signatory", "Procedure", "LegalGround", "Meeting")
    )
    for row in membership.objects.exclude(position="").order_by("pk"):
        authority, principal, title = signatory_of(row.position)
        signatory.objects.get_or_create(
            union_id=row.organisation_id,
            person_id=row.person_id,
            defaults={"authority": authority, "principal": principal, "title": title},
        )
    for row in procedure.objects.order_by("version"):
        for position, found in enumerate(row.config.pop("grounds", []), start=1):
            ground.objects.update_or_create(
                union_id=row.union_id,
                text=found["text"].rstrip(".;"),
                defaults={
                    "valid_from": found.get("valid_from") or None,
                    "valid_to": found.get("valid_to") or None,
                    "position": position,
                },
            )
        row.save()
    for row in meeting.objects.exclude(minutes=""):
        row.minutes = "".join(f"<p>{escape(line.strip())}</p>" for line in row.minutes.splitlines() if line.strip())
        row.save()


def backwards(apps, schema_editor):
    membership, signatory, procedure, ground = (
        apps.get_model("consult", name) for name in ("Membership", "Signatory", "Procedure", "LegalGround")
    )
    for row in signatory.objects.all():
        first = f"{row.authority}. {row.principal or row.title}" if row.authority else row.title
        position = f"{first}|{row.title}" if row.principal else first
        membership.objects.filter(organisation_id=row.union_id, person_id=row.person_id).update(position=position[:100])
    for row in procedure.objects.all():
        row.config["grounds"] = [
            {
                "text": found.text,
                **({"valid_from": str(found.valid_from)} if found.valid_from else {}),
                **({"valid_to": str(found.valid_to)} if found.valid_to else {}),
            }
            for found in ground.objects.filter(union_id=row.union_id).order_by("position")
        ]
        row.save()


class Migration(migrations.Migration):
    dependencies = [("consult", "0002_papers_and_signing")]
    operations = [migrations.RunPython(forwards, backwards)]
