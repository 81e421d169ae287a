"""Fields of a procedure's lines: several short texts, what a line hangs on, what only certain kinds of question have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.rules.questions import Question, Section
from consult.rules.text import normal

from .dossier import answer_choices
from .ordered_rows import OrderedRow


class LinesField(forms.CharField):
    """Several short texts, a line each."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 5}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        return [line for line in map(normal, (super().to_python(value) or "").splitlines()) if line]


class ConditionsField(forms.MultipleChoiceField):
    """Answers of which any lets a line be asked for, each as "code:answer". Which there are, the rules judge."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: Any) -> None:
        return None

    def prepare_value(self, value: Any) -> Any:
        return [f"{one['question']}:{one['answer']}" if isinstance(one, dict) else one for one in value or ()]

    def clean(self, value: Any) -> Any:
        told = (one.partition(":") for one in super().clean(value))
        return [{"question": code, "answer": answer} for code, _colon, answer in told]


class ConditionalRow(OrderedRow):
    """A row that may hang on answers; ``sources`` are the lines whose answers it may hang on."""

    asked_if = ConditionsField(
        label=_("Asked for only after one of these answers"), required=False,
        help_text=_("With nothing ticked it is always asked for."),
    )  # fmt: skip

    def __init__(self, *args: Any, sources: Sequence[Question | Section] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = str(self["code"].value() or "")
        choices = [
            (f"{one.code}:{answer}", f"{one.title} – {label}")
            for one in sources if one.code != own for answer, label in answer_choices(one)
        ]  # fmt: skip
        known = {value for value, _label in choices}
        # What is no longer there is shown, so that it can be taken away.
        gone = [str(one) for one in self["asked_if"].value() or () if str(one) not in known]
        choices += [(one, _("no longer there: %(answer)s") % {"answer": one.partition(":")[2]}) for one in gone]
        self.fields["asked_if"].choices = choices  # type: ignore[attr-defined]

    @property
    def conditions(self) -> str:
        chosen = [str(one) for one in self["asked_if"].value() or ()]
        return "; ".join(str(label) for value, label in self.fields["asked_if"].choices if value in chosen)  # type: ignore[attr-defined]


class KindRow(OrderedRow):
    """A row with a ``kind``; ``ONLY_OF`` says of which kinds a field is, others do not show it."""

    ONLY_OF: ClassVar[dict[str, tuple[str, ...]]] = {}

    @property
    def of_kinds(self) -> list[tuple[forms.BoundField, list[dict[str, str]]]]:
        """Those fields, each with the values of ``kind`` that let it be shown, for the script of the page."""
        name = self.add_prefix("kind")
        return [
            (self[field], [{"field": name, "answer": kind} for kind in kinds]) for field, kinds in self.ONLY_OF.items()
        ]

    def of_kind(self) -> dict[str, Any]:
        """What stands in those fields; nothing in those of other kinds."""
        told = self.cleaned_data
        return {
            name: told[name] if told["kind"] in kinds else type(told[name])() for name, kinds in self.ONLY_OF.items()
        }
