"""The pages on which an office says of itself what it needs to begin. What cannot be, ``rules.office_setup`` says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.models import Membership
from consult.problem_text import problem_text
from consult.rules.numbering import NAMES, symbol
from consult.rules.office_setup import MOST, NEEDED_ROLES, ROLES, SERIES
from consult.rules.problem import Problem
from consult.rules.procedure_file import shipped_kinds
from consult.rules.provinces import PROVINCES, Province, heading_lines, union_name

from .base import StyledForm, printable_data

Answers = dict[str, Any]
UNIT = "TVPB"
MOST_PEOPLE = 30


class CodeForm(StyledForm):
    """The one-time code."""

    on_paper = False
    code = forms.CharField(
        label=_("Set-up code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class PageForm(StyledForm):
    """One page of the set-up. ``kept`` are its answers as they were kept, ``province`` the one that was chosen."""

    def __init__(
        self, *args: Any, kept: Mapping[str, Any], province: Province | None, union_symbol: str, **kwargs: Any
    ) -> None:
        self.kept, self.chosen, self.union_symbol = kept, province, union_symbol
        super().__init__(*args, initial=self.begin(), **kwargs)

    def begin(self) -> dict[str, Any]:
        """What stands in the fields before anybody types."""
        return dict(self.kept)

    @property
    def answers(self) -> Answers:
        """What is kept, as JSON."""
        return dict(self.cleaned_data)

    def tell(self, problems: Iterable[Problem]) -> None:
        """Say each problem at its field, or above the form."""
        for problem in problems:
            place = self.field_of(problem.where)
            self.add_error(place if place in self.fields else None, problem_text(problem))

    def field_of(self, where: str) -> str:
        return where


def _provinces() -> list[tuple[Any, Any]]:
    former = sorted((old, f"{old} → {one.name}") for one in PROVINCES for old in one.formed_of)
    return [
        ("", _("Choose …")),
        (_("The 34 provinces and cities"), [(one.name, one.full_name) for one in PROVINCES]),
        (_("Provinces until 30 June 2025, and what they became part of"), former),
    ]


class ProvinceForm(PageForm):
    province = forms.ChoiceField(
        label=_("Province or city"),
        choices=_provinces,
        help_text=_("Whoever looks for a province that was merged finds it at the end of the list."),
    )


class LetterheadForm(PageForm):
    superior = forms.CharField(
        label=_("Superior body"), max_length=MOST["superior"], required=False,
        help_text=_("The upper line of the heading on documents; most unions have none."),
    )  # fmt: skip
    name = forms.CharField(label=_("Name of the union"), max_length=MOST["name"])
    heading = forms.CharField(
        label=_("The name in the heading, line by line"),
        max_length=MOST["heading"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One line of the heading per line; left empty, the name breaks where the column ends."),
    )
    symbol = forms.CharField(label=_("Symbol"), max_length=MOST["symbol"], help_text=_("As in “05/QĐ-LHH”."))
    address = forms.CharField(label=_("Address"), max_length=MOST["address"], required=False)

    def begin(self) -> dict[str, Any]:
        assert self.chosen is not None
        usual = {"name": union_name(self.chosen), "heading": list(heading_lines(self.chosen)), "symbol": "LHH"}
        # An own name is not broken where the usual one is.
        if self.kept.get("name", usual["name"]) != usual["name"]:
            usual["heading"] = []
        begun = {**usual, **self.kept}
        return {**begun, "heading": "\n".join(begun["heading"])}

    @property
    def answers(self) -> Answers:
        """What is the province's own is not kept: it changes with the province."""
        assert self.chosen is not None
        told = {**self.cleaned_data, "heading": self.cleaned_data["heading"].splitlines()}
        if told["name"] != union_name(self.chosen):
            return told
        told.pop("name")
        if told["heading"] == list(heading_lines(self.chosen)):
            told.pop("heading")
        return told


class NumbersForm(PageForm):
    """The last number of each series."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = self.kept.get("numbers", {})
        for name, kind in SERIES.items():
            following = symbol(last.get(name, 0) + 1, kind, self.union_symbol, UNIT)
            self.fields[name] = forms.IntegerField(
                label=NAMES[kind],
                required=False,
                min_value=0,
                max_value=99_999,
                initial=last.get(name, 0),
                widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
                help_text=_("The next one here is then %(symbol)s.") % {"symbol": following},
            )

    @property
    def answers(self) -> Answers:
        return {"numbers": {name: last for name, last in self.cleaned_data.items() if last}}

    def field_of(self, where: str) -> str:
        return where.removeprefix("numbers.")


class ColleagueForm(StyledForm):
    """Somebody of the office; a row without name and address is nobody."""

    name = forms.CharField(label=_("Full name"), max_length=150, required=False)
    email = forms.CharField(
        label=_("E-mail"), max_length=254, required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    title = forms.CharField(
        label=_("Title under which they sign"), max_length=100, required=False,
        help_text=_("As in “Phó Chủ tịch”, which signs for the head (KT.); left empty, “Chủ tịch” or “Chuyên viên”."),
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role, Membership.Role(role).label) for role in ROLES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @property
    def nobody(self) -> bool:
        said = getattr(self, "cleaned_data", {})
        return not (said.get("name") or said.get("email")) and not self.errors


class _ColleagueRows(forms.BaseFormSet):
    def __init__(self, data: Any = None, *, kept: Mapping[str, Any], **_more: Any) -> None:
        people = kept.get("people") or [{"roles": [role]} for role in NEEDED_ROLES]
        super().__init__(printable_data(data), prefix="people", initial=people)

    @property
    def answers(self) -> Answers:
        return {"people": [form.cleaned_data for form in self._somebody()]}

    def one_more(self) -> _ColleagueRows:
        """The same rows, whether anybody stands in them or not, and an empty one."""
        rows = [form.cleaned_data for form in self.forms]
        return type(self)(kept={"people": [*rows, {}][:MOST_PEOPLE]})

    def _somebody(self) -> list[Any]:
        return [form for form in self.forms if not form.nobody]

    def tell(self, problems: Iterable[Problem]) -> None:
        """Say each problem at the row and field that it is about, or above all rows."""
        rows = self._somebody()
        for problem in problems:
            _people, _dot, place = problem.where.partition(".")
            row, _dot, field = place.partition(".")
            if row.isdecimal():
                rows[int(row)].add_error(field, problem_text(problem))
            else:
                self._non_form_errors.append(_in_words(problem))  # type: ignore[attr-defined]


def _in_words(problem: Problem) -> str:
    if "role" not in problem.values:
        return problem_text(problem)
    role = str(Membership.Role(str(problem.values["role"])).label)
    return problem_text(Problem(problem.code, problem.message, {"role": role}, problem.where))


PeopleFormSet = forms.formset_factory(
    ColleagueForm, formset=_ColleagueRows, extra=0, max_num=MOST_PEOPLE, absolute_max=MOST_PEOPLE
)


class DaysField(forms.CharField):
    """Days, one a line: 31/12/2026."""

    def to_python(self, value: Any) -> Any:
        lines = (super().to_python(value) or "").split()
        try:
            return [_day(line) for line in lines]
        except (ValueError, OverflowError):
            raise forms.ValidationError(_("Write one day per line, as in 31/12/2026.")) from None


def _day(text: str) -> date:
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


class WorkForm(PageForm):
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of dossier that are taken in"),
        choices=[(one.code, one.name) for one in shipped_kinds().values()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their checklists, review forms and days are suggestions, which the office changes under Office."),
    )
    names_responsible = forms.BooleanField(
        label=_("Each dossier has a responsible officer, for whom the office's steps wait"),
        required=False,
        help_text=_("For offices with several officers. Otherwise steps wait for all of them. Changed under Office."),
    )
    mails_from = forms.TimeField(
        label=_("Mails go out from"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    mails_until = forms.TimeField(
        label=_("Mails go out until"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Two equal times mean at any hour."),
    )
    days_off = DaysField(
        label=_("Days off of the office's own"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One per line, as in 31/12/2026. The country's holidays are known."),
    )

    def begin(self) -> dict[str, Any]:
        begun = {"kinds": list(shipped_kinds()), "mails_from": "07:00", "mails_until": "17:00", **self.kept}
        days = [date.fromisoformat(day) for day in begun.get("days_off", [])]
        times = {name: time.fromisoformat(begun[name]) for name in ("mails_from", "mails_until")}
        return {**begun, **times, "days_off": "\n".join(f"{day:%d/%m/%Y}" for day in days)}

    @property
    def answers(self) -> Answers:
        said = self.cleaned_data
        times = {name: said[name].isoformat("minutes") for name in ("mails_from", "mails_until")}
        naming = said["names_responsible"]
        days = [day.isoformat() for day in said["days_off"]]
        return {"kinds": said["kinds"], "names_responsible": naming, **times, "days_off": days}


class MailForm(PageForm):
    address = forms.EmailField(
        label=_("Your e-mail address"), required=False,
        help_text=_("A mail is sent to it at once; this takes up to half a minute where the server does not answer."),
    )  # fmt: skip

    @property
    def answers(self) -> Answers:
        """What was tried stays told for the address that it was tried with."""
        address = self.cleaned_data["address"]
        return dict(self.kept) if self.kept.get("address") == address else {"address": address}


class FinishForm(StyledForm):
    """Who sets up the office, of its administrators."""

    myself = forms.ChoiceField(label=_("I am"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: Iterable[Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (one["email"], f"{one['name']} ({one['email']})") for one in people if "administrator" in one["roles"]
        ]
        field = self.fields["myself"]
        field.choices = [*choices, ("", _("none of them: everybody sets their password by the mail that they get"))]  # type: ignore[attr-defined]
        field.initial = choices[0][0] if choices else ""
