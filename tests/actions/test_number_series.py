"""How an office numbers: each pattern on real documents, changed from the next number on, nothing given twice."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from consult import clock
from consult.actions.documents import number_for
from consult.actions.number_series import save_style
from consult.actions.registers import enter_late, next_number, reserve_number
from consult.documents import DEFINITIONS, example
from consult.forms.number_series import OWN
from consult.models import DocumentKind, Event, Register, RegisterEntry
from consult.queries.history import register_faults
from consult.queries.number_series import next_numbers, style_of
from consult.queries.registers import series_of as series_shown
from consult.refusals import ActionError
from consult.rules.number_series import FORMS, LETTER_FORMS, NUMBERED, TOGETHER, Style
from tests.refusals import refused
from tests.states import WAYS
from tests.unions import second_office

pytestmark = pytest.mark.django_db
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DECREE, DASHED, YEARLY, BARE = FORMS


def given(walk, *kinds: str) -> list[str]:
    more = {"department": "Sở", "addressee": "x", "work": "x"}
    return [number_for(DocumentKind(kind), walk.dossier, walk.office.clerk, **more).symbol for kind in kinds]


def change(office, together: bool, form: str = DECREE, letter_form: str = LETTER_FORMS[0]) -> None:
    save_style(union=office.union, by=office.clerk, style=Style(together, form, letter_form))


def all_symbols() -> list[str]:
    return list(RegisterEntry.objects.exclude(register__kind="PTN").values_list("symbol", flat=True))


DOCUMENTS = ("council_decision", "opinion", "supplement_request", "council_decision", "reviewer_invitation")


@pytest.mark.parametrize(
    ("together", "form", "letter_form", "wanted"),
    [
        (False, DECREE, LETTER_FORMS[0], ["01/QĐ-LHH", "01/BC-LHH", "01/LHH-TVPB", "02/QĐ-LHH", "01/GM-LHH"]),
        (False, DASHED, LETTER_FORMS[1], ["01-QĐ/LHH", "01-BC/LHH", "01/CV-LHH", "02-QĐ/LHH", "01-GM/LHH"]),
        (True, DECREE, LETTER_FORMS[0], ["01/QĐ-LHH", "02/BC-LHH", "03/LHH-TVPB", "04/QĐ-LHH", "05/GM-LHH"]),
        (True, DASHED, LETTER_FORMS[2], ["01-QĐ/LHH", "02-BC/LHH", "03-CV/LHH", "04-QĐ/LHH", "05-GM/LHH"]),
        (True, BARE, LETTER_FORMS[3], ["01/LHH", "02/LHH", "03/LHH", "04/LHH", "05/LHH"]),
        (False, "{number}-{year}/{kind}", "{number}/{union}", ["01-{y}/QĐ", "01-{y}/BC", "01/LHH", "02-{y}/QĐ", "01-{y}/GM"]),
    ],
)  # fmt: skip
def test_documents_are_numbered_by_each_pattern(office, walk, together, form, letter_form, wanted):
    change(office, together, form, letter_form)
    assert style_of(office.union) == Style(together, form, letter_form)
    assert given(walk, *DOCUMENTS) == [one.replace("{y}", str(clock.today().year)) for one in wanted]
    assert list(register_faults()) == []


def test_a_dossier_comes_to_its_opinion_under_one_series(office, walk):
    change(office, True, DASHED)
    for way in WAYS.values():
        way(walk)
    numbered = RegisterEntry.objects.filter(register__kind=TOGETHER).order_by("number")
    symbols = list(numbered.values_list("symbol", flat=True))
    assert symbols[0] == "01-QĐ/LHH"
    assert symbols[-1].endswith("-BC/LHH")
    assert [one.number for one in numbered] == list(range(1, len(symbols) + 1))
    assert Register.objects.get(kind="PTN").last == 1
    assert not Register.objects.exclude(kind__in=("PTN", TOGETHER)).filter(last__gt=0).exists()


def test_a_change_begins_with_the_next_number_and_leaves_what_was_given(office, issued):
    before = list(RegisterEntry.objects.order_by("pk").values_list("pk", "symbol"))
    last = Register.objects.get(kind="QĐ").last
    change(office, False, DASHED)
    assert given(issued, "council_decision") == [f"{last + 1:02d}-QĐ/LHH"]
    assert list(RegisterEntry.objects.order_by("pk").values_list("pk", "symbol"))[: len(before)] == before
    event = Event.objects.get(verb="series_changed")
    assert (event.person, event.data) == (office.clerk, {"together": False, "symbol": "01-QĐ/LHH"})


def test_nothing_is_given_twice_by_whoever_goes_over_to_one_series_and_back(office, walk):
    assert given(walk, *["council_decision"] * 3, *["reviewer_invitation"] * 5)[-1] == "05/GM-LHH"
    assert set(next_numbers(office.union, Style(True)).values()) == {6}
    change(office, True)
    assert given(walk, "council_decision", "opinion") == ["06/QĐ-LHH", "07/BC-LHH"]
    change(office, False)
    assert next_numbers(office.union, Style()) == dict.fromkeys(NUMBERED, 8)
    assert given(walk, "council_decision", "opinion") == ["08/QĐ-LHH", "08/BC-LHH"]
    assert len(set(all_symbols())) == len(all_symbols()) == 12
    assert list(register_faults()) == []
    # A second time on one day the series would have to begin twice.
    with refused("changed_today"):
        change(office, True)


def test_a_change_that_was_a_mistake_is_taken_back_at_once(office, walk):
    given(walk, "council_decision", "council_decision", "reviewer_invitation")
    change(office, True)
    change(office, False)
    assert given(walk, "council_decision") == ["03/QĐ-LHH"]


def by_hand(office, kind: str = "QĐ") -> RegisterEntry:
    return reserve_number(union=office.union, kind=kind, subject="Viết tay", by=office.clerk)


def late(office, number: int, day: date, kind: str = "QĐ") -> RegisterEntry:
    return enter_late(union=office.union, kind=kind, number=number, day=day, subject="Cũ", by=office.clerk)


def test_a_series_taken_back_numbers_everything_as_before(office, walk, any_hour):
    """By hand and by the system, on the day of the change, whatever its hour, and on the days after it."""
    given(walk, "council_decision", "reviewer_invitation", "reviewer_invitation")
    change(office, True)
    change(office, False, DASHED)
    assert style_of(office.union) == Style(False, DASHED)
    assert [by_hand(office).symbol, *given(walk, "council_decision", "opinion")] == [
        "02-QĐ/LHH", "03-QĐ/LHH", "01-BC/LHH",
    ]  # fmt: skip
    for days in (1, 40):
        with clock.at(any_hour + timedelta(days=days)):
            symbols = [by_hand(office).symbol, *given(walk, "council_decision", "reviewer_invitation")]
            assert len({*symbols}) == 3
            assert not style_of(office.union).together
    assert list(register_faults()) == []
    kinds = set(RegisterEntry.objects.exclude(register__kind="PTN").values_list("register__kind", flat=True))
    assert kinds == {"QĐ", "GM", "BC"}


def test_one_series_is_taken_up_again_where_it_was_left(office, walk):
    with clock.at(datetime(2026, 3, 2, 9, tzinfo=VIETNAM)):
        change(office, True)
        given(walk, "council_decision", "opinion")
    with clock.at(datetime(2026, 3, 9, 9, tzinfo=VIETNAM)):
        change(office, False)
        assert next_numbers(office.union, Style(True)) == dict.fromkeys(NUMBERED, 3)
    with clock.at(datetime(2026, 4, 9, 9, tzinfo=VIETNAM)):
        change(office, True)
        assert style_of(office.union).together
        assert [by_hand(office, "GM").symbol, *given(walk, "opinion")] == ["03/GM-LHH", "04/BC-LHH"]
        change(office, False)
        assert [by_hand(office).symbol, by_hand(office, "GM").symbol] == ["05/QĐ-LHH", "05/GM-LHH"]
    assert list(register_faults()) == []


def test_a_change_on_the_last_day_of_the_year_is_taken_back(office, walk):
    with clock.at(datetime(2026, 12, 31, 9, tzinfo=VIETNAM)):
        given(walk, "council_decision")
        change(office, True)
        change(office, False)
    with clock.at(datetime(2027, 1, 1, 0, 3, tzinfo=VIETNAM)):
        assert [by_hand(office).symbol, *given(walk, "council_decision")] == ["01/QĐ-LHH", "02/QĐ-LHH"]
        assert not style_of(office.union).together


@pytest.mark.parametrize("together", [True, False])
def test_late_entries_of_before_a_change_stop_where_the_new_series_began(office, together):
    day = date(2026, 6, 10)
    with clock.at(datetime(2026, 6, 10, 9, tzinfo=VIETNAM)):
        change(office, not together)
        by_hand(office, "" if together else "QĐ")
    with clock.at(datetime(2026, 6, 12, 9, tzinfo=VIETNAM)):
        change(office, together)
        assert by_hand(office).symbol == "02/QĐ-LHH"
        if together:
            assert late(office, 1, day).symbol == "01/QĐ-LHH"
        with refused("series_left"):
            late(office, 2, day)
        assert late(office, 3, date(2026, 6, 12)).symbol == "03/QĐ-LHH"
        # A kind that had no series before the change has none to go on in either.
        with refused("series_left"):
            late(office, 2, day, "GM")
    assert list(register_faults()) == []


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_changed_and_given_no_symbol_is_given_twice(office, walk, seed):
    """Changes, numbers by hand and by the system and late entries in any order, over New Year."""
    chosen = random.Random(seed)
    moment = datetime(2026, 12, 22, 9, tzinfo=VIETNAM)
    for _ in range(40):
        moment += chosen.choice([timedelta(), timedelta(hours=1), timedelta(hours=19), timedelta(days=2)])
        with clock.at(moment):
            act = chosen.randrange(5)
            if act == 0:
                with suppress(ActionError):
                    change(office, chosen.random() < 0.5, letter_form=LETTER_FORMS[1])
            elif act == 1:
                shown = style_of(office.union)
                kind = chosen.choice(["QĐ", "GM", ""])
                following = next_numbers(office.union, shown)[kind]
                assert by_hand(office, kind).symbol == shown.written(following, kind, "LHH", "VP", clock.today().year)
            elif act == 2:
                given(walk, chosen.choice(["council_decision", "reviewer_invitation", "supplement_request"]))
            else:
                day = clock.today() - timedelta(days=chosen.randrange(9))
                for number in range(1, 12):
                    with suppress(ActionError), transaction.atomic():
                        late(office, number, day, chosen.choice(["QĐ", "GM"]))
                        break
    assert list(register_faults()) == []


def test_a_symbol_given_twice_is_told(office):
    first = by_hand(office)
    assert list(register_faults()) == []
    other = next_number(union=office.union, kind="TB", abbreviation="QĐ", unit="", subject="x", by=office.clerk)
    assert other.symbol == first.symbol
    assert list(register_faults()) == [(other.register, "twice", 1, 1)]
    with pytest.raises(CommandError):
        call_command("verify_history", stderr=StringIO())


def test_a_series_that_was_taken_back_is_not_shown(office, walk):
    given(walk, "council_decision")
    change(office, True)
    change(office, False)
    assert TOGETHER not in {one.register.kind for one in series_shown([office.union.pk], clock.today().year)}


def test_one_series_goes_on_in_the_new_year_and_by_hand(office, walk):
    with clock.at(datetime(2026, 12, 30, 9, tzinfo=VIETNAM)):
        change(office, True, DECREE, LETTER_FORMS[1])
        entry = reserve_number(union=office.union, kind="TB", subject="Nghỉ lễ", by=office.clerk)
        assert (entry.symbol, entry.register.kind) == ("01/TB-LHH", TOGETHER)
        day = clock.today()
        late = enter_late(union=office.union, kind="", number=2, day=day, subject="Cũ", by=office.clerk)
        assert late.symbol == "02/CV-LHH"
    with clock.at(datetime(2027, 1, 4, 9, tzinfo=VIETNAM)):
        assert style_of(office.union).together
        assert given(walk, "council_decision", "supplement_request") == ["01/QĐ-LHH", "02/CV-LHH"]
        letter = reserve_number(union=office.union, kind="", subject="Thư", by=office.clerk)
        assert letter.symbol == "03/CV-LHH"


@pytest.mark.parametrize(
    ("style", "code", "where"),
    [
        (Style(False, "{number}/{union}"), "kind_missing", "form"),
        (Style(True, "{kind}-{union}"), "number_once", "form"),
        (Style(True, "{number}/{office}"), "unknown_place", "form"),
        (Style(True, "{number}{year}"), "number_runs_on", "form"),
        (Style(True, "{year}{number}/{kind}"), "number_runs_on", "form"),
        (Style(False, "{number}0/{kind}-{union}"), "number_runs_on", "form"),
        (Style(False, "1{number}/{kind}-{union}"), "number_runs_on", "form"),
        (Style(False, "{number}a/{kind}-{union}"), "number_runs_on", "form"),
        (Style(False, "\u0661{number}/{kind}"), "number_runs_on", "form"),
        (Style(False, "{number}/{kind}\u202e"), "unseen_sign", "form"),
        (Style(False, "{number}\u200b/{kind}"), "unseen_sign", "form"),
        (Style(False, "{number}/{kind}\u0335"), "unseen_sign", "form"),
        (Style(False, "{number}/{kind}\u3164"), "unseen_sign", "form"),
        (Style(False, DECREE, "\u2066{number}/{union}"), "unseen_sign", "letter_form"),
        (Style(False, DECREE, "{number}/QĐ-{union}"), "letter_like_others", "letter_form"),
        (Style(True, "{number}/{kind}" + "-{union}" * 6), "symbol_long", "form"),
        (Style(False, DECREE, "{number}/{kind}-{union}"), "letter_with_kind", "letter_form"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(office, style, code, where):
    with pytest.raises(ActionError) as refusal:
        save_style(union=office.union, by=office.clerk, style=style)
    assert [(part.code, part.where) for part in refusal.value.parts] == [(code, where)]
    assert not Event.objects.filter(verb="series_changed").exists()


def test_another_unions_series_stay_as_they_are(office, walk):
    other, people = second_office(office)
    before = list(Register.objects.filter(union=other.union).values())
    change(office, True)
    assert style_of(other.union) == Style()
    assert list(Register.objects.filter(union=other.union).values()) == before
    with refused("role"):
        save_style(union=office.union, by=people["clerk"], style=Style())


def test_a_page_shows_the_next_numbers_before_anything_is_kept(office, walk, as_person):
    given(walk, "council_decision")
    clerk = as_person(office.clerk)
    page = clerk.get(reverse("office_series"))
    assert [one.symbol for one in page.context["samples"]][:2] == ["02/QĐ-LHH", "01/BC-LHH"]
    sent = {
        "together": "True",
        "symbol_form": DASHED,
        "own_symbol_form": "",
        "letter_form": "own",
        "own_letter_form": "{number}/LT-{union}",
    }
    shown = clerk.post(reverse("series_samples"), sent)
    assert [one.symbol for one in shown.context["samples"]][-2:] == ["02-BB/LHH", "02/LT-LHH"]
    assert not style_of(office.union).together
    assert clerk.post(reverse("office_series"), sent).status_code == 302
    assert given(walk, "opinion", "supplement_request") == ["02-BC/LHH", "03/LT-LHH"]
    page = clerk.get(reverse("office_series"))
    assert page.context["form"]["own_letter_form"].value() == "{number}/LT-{union}"
    for changes, field in (
        ({"symbol_form": "own"}, "own_symbol_form"), ({"symbol_form": "own", "own_symbol_form": "{x}"}, "own_symbol_form"),
        ({"together": "False", "symbol_form": BARE}, "symbol_form"), ({"together": "?"}, "together"),
    ):  # fmt: skip
        answer = clerk.post(reverse("office_series"), {**sent, **changes})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


@pytest.mark.parametrize("kind", ["symbol", "letter"])
def test_whoever_types_a_form_of_their_own_chooses_it(office, as_person, kind):
    clerk, page = as_person(office.clerk), reverse("office_series")
    own, field = f"own_{kind}_form", f"{kind}_form"
    typed = {"symbol": "{number}-{kind}.{union}", "letter": "{number}.{union}"}[kind]
    sent = {"together": "False", "symbol_form": DECREE, "own_symbol_form": "", "letter_form": LETTER_FORMS[0],
            "own_letter_form": ""}  # fmt: skip
    in_use = {"symbol": lambda: style_of(office.union).form, "letter": lambda: style_of(office.union).letter_form}[kind]
    shown = clerk.post(reverse("series_samples"), {**sent, own: typed})
    assert any(symbol.symbol in ("01-QĐ.LHH", "01.LHH") for symbol in shown.context["samples"])
    # What is wrong in it is said where it was typed, and it stands chosen there.
    answer = clerk.post(page, {**sent, own: "{x}"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [own])
    assert answer.context["form"][field].value() == OWN
    # Typed, and another one chosen as well: nobody can know which is meant.
    other = {"symbol": DASHED, "letter": LETTER_FORMS[2]}[kind]
    answer = clerk.post(page, {**sent, field: other, own: typed})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [own])
    assert answer.context["form"][own].value() == typed
    assert clerk.post(page, {**sent, own: typed}).status_code == 302
    assert in_use() == typed
    # What stands there from before is not typed: another choice replaces it.
    assert clerk.post(page, {**sent, field: other, own: typed}).status_code == 302
    assert in_use() == other


def test_examples_of_documents_bear_the_number_as_the_office_writes_it(office):
    def number(kind: str) -> str:
        return example(DEFINITIONS[kind], office.union, clock.today())["heading"]["number"]

    kinds = ("council_decision", "supplement_request", "receipt")
    assert [number(kind) for kind in kinds] == ["05/QĐ-LHH", "05/LHH-TVPB", "05/PTN-LHH"]
    for together in (False, True):
        change(office, together, "{number}/{year}/{kind}", "{number}/CV-{union}")
        year = clock.today().year
        assert [number(kind) for kind in kinds] == [f"05/{year}/QĐ", "05/CV-LHH", "05/PTN-LHH"]
    answer = example(DEFINITIONS["response"], office.union, clock.today())
    assert answer["opinion_symbol"] == f"05/{year}/BC"


def test_every_number_lies_beside_its_series(office, walk):
    given(walk, *DOCUMENTS)
    change(office, True)
    given(walk, *DOCUMENTS)
    assert not RegisterEntry.objects.filter(number__gt=F("register__last")).exists()
