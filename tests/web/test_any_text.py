"""Whatever letters stand in whatever field, every page, export, document, mail and calendar file can be made of them."""

from __future__ import annotations

import io
import os
import random
import unicodedata

import pytest
from django.apps import apps
from django.core import mail
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from consult import tasks
from consult.documents import pdf, word
from consult.exports.expert_table import read_table
from consult.forms.base import StyledForm, forms
from consult.models import DocumentVersion, Event, Expert, Meeting, Organisation
from consult.models.fields import CodeField, PrintableMixin
from consult.rules.text import printable, printable_values

ODD = "\x00\x01\x08\x0b\x0c\x1b\x1f\x7f\x85\x9f\ud800\udfff\ufffe\uffff\u2028\u202e\u200d\u0301\U0001f469\U000f0000²½\t\n\r"
# What names something to the program: codes, keys, hashes, places of files. Nobody types into these.
TECHNICAL = frozenset(
    [
        "key",
        "code",
        "node",
        "sha256",
        "digest",
        "media_type",
        "verb",
        "actor",
        "status",
        "flow_task",
        "flow_task_type",
        "password",
        "uid",
        "hash",
        "token",
        "artifact_object_id",
        "flow_class",
        "tel",
        "answer_code",
        "check_in_code",
        "item",
        "decision",
        "outcome",
        "capacity",
        "from_state",
        "to_state",
        "language",
        "secret",
        "ballot_box",
        "queue",
        "problem",
        "external_task_id",
        "owner_permission",
        "owner_permission_obj_pk",
    ]
)
WHOLE = 12


def nasty(chance: random.Random, length: int) -> str:
    """Words with odd letters among them, as long as ``length`` at most."""
    words = ["Ngữ", "Đắk", "=1+1", "<b>", "{title}", "%s", "&#11;", "𝒳", *ODD]
    return " ".join(chance.choice(words) for _ in range(40))[:length] or "x"


def texts_of(model: type[models.Model]) -> list[models.Field]:
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, PrintableMixin)
        and isinstance(field, (models.CharField, models.TextField))
        and not isinstance(field, (CodeField, models.URLField))
        and not field.choices
        and not field.unique
        and field.name not in TECHNICAL
    ]


@pytest.mark.django_db
def test_every_text_column_of_ours_is_cleaned_at_its_door():
    for model in apps.get_app_config("consult").get_models():
        for field in model._meta.local_fields:
            if isinstance(field, (models.CharField, models.TextField, models.JSONField)) and not field.remote_field:
                known = isinstance(field, (PrintableMixin, models.FileField, models.EmailField, models.SlugField))
                assert known or field.model.__module__.startswith("viewflow") or field.name in TECHNICAL, field


@given(st.text())
def test_printable_text_is_what_files_may_hold(text):
    cleaned = printable(text)
    kinds = {unicodedata.category(letter) for letter in cleaned if letter not in "\n\t"}
    assert not kinds & {"Cc", "Cs"}
    assert not set("\ufffe\uffff") & set(cleaned)
    assert printable(cleaned) == cleaned
    cleaned.encode()
    kept = [letter for letter in text.replace("\r\n", "\n").replace("\r", "\n") if letter in cleaned]
    assert "".join(kept) == cleaned


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8))
def test_whatever_lies_within_is_cleaned_too(value):
    cleaned = printable_values(value)
    assert printable_values(cleaned) == cleaned


def test_a_form_takes_nothing_unprintable_and_shows_what_will_be_kept():
    class Form(StyledForm):
        text = forms.CharField(widget=forms.Textarea)

    form = Form(QueryDict("text=M%E1%BB%99t%0Bhai%0D%0Aba%00"))
    assert form.is_valid()
    assert form.cleaned_data["text"] == form["text"].value() == "Mộthai\nba"


@pytest.mark.django_db
def test_a_history_with_odd_letters_stays_provable(walk, as_person):
    leader = as_person(walk.office.leader)
    leader.post(reverse("cancel", args=[walk.dossier.pk]), {"reason": "Vì\x0b lý do\ud800".encode("utf-8", "replace")})
    event = Event.objects.get(dossier=walk.dossier, verb="cancelled")
    assert "\x0b" not in event.reason
    from consult.queries.history import history_faults  # noqa: PLC0415

    assert list(history_faults(type(walk.dossier).objects.all())) == []


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(int(os.environ.get("ODD_TEXTS", "2"))))
def test_odd_letters_in_every_field_break_no_page_export_document_mail_or_calendar_file(seed, issued, as_person):
    chance = random.Random(seed)
    for model in apps.get_app_config("consult").get_models():
        for field in texts_of(model):
            length = min(field.max_length or 400, 400)
            for row in model._default_manager.all()[:WHOLE]:
                if getattr(row, field.attname):
                    model._default_manager.filter(pk=row.pk).update(**{field.name: nasty(chance, length)})
    for expert in Expert.objects.all():
        expert.person.refresh_from_db()
        assert printable(expert.biography) == expert.biography
    office, dossier = issued.office, issued.dossier
    pages = [
        reverse("dossier", args=[dossier.pk]), reverse("reviews", args=[dossier.pk]),
        reverse("versions", args=[dossier.pk, "opinion"]),
        reverse("dossiers"), reverse("my_work"), reverse("experts"), reverse("registers"), reverse("incoming"),
        reverse("register_file", args=["out", "pdf"]), reverse("register_file", args=["out", "xlsx"]),
        reverse("fees", args=[dossier.pk]), reverse("office_history"),
    ]  # fmt: skip
    officer = as_person(office.officer)
    people = [officer, *map(as_person, (office.clerk, office.leader, office.administrator))]
    for page in pages:
        answers = {who.get(page).status_code for who in people}
        assert 200 in answers, page
        assert max(answers) < 500, page
    table = officer.get(reverse("expert_table"))
    assert len(read_table(io.BytesIO(table.getvalue()))) == Expert.objects.count()
    for meeting in Meeting.objects.all():
        assert officer.get(reverse("meeting_calendar", args=[meeting.pk])).status_code == 200
    again_from_data(dossier)
    mail.outbox.clear()
    tasks.work_off()
    assert mail.outbox
    assert Organisation.objects.exclude(name="").exists()


def again_from_data(dossier) -> None:
    """Each document from data in which every text is odd, as older versions may have frozen it."""
    chance = random.Random(7)

    def odd(value: object) -> object:
        if isinstance(value, str) and len(value) > 12 and not value.startswith(("data:", "http")):
            return value[:6] + nasty(chance, 60) + value[6:]
        if isinstance(value, list):
            return [odd(one) for one in value]
        if isinstance(value, dict):
            return {name: odd(one) for name, one in value.items()}
        return value

    for version in DocumentVersion.objects.filter(document__dossier=dossier).select_related("document"):
        data = odd(version.data)
        made = pdf.render(version.document.kind, version.document.title, data)
        assert made.content.startswith(b"%PDF")
        assert word.render(version.document.kind, version.document.title, data)[:2] == b"PK"
