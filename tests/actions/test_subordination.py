"""A union may be under another: by its own wish, confirmed by the upper one, which sees what the lower one says and no more."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult import clock
from consult.actions.notifications.mails import notice_path
from consult.actions.subordination import A_DAY, ask_upper, confirm_lower, drop_lower, leave_upper, set_shows
from consult.demo.walk import Walk
from consult.models import Dossier, Event, Membership, Notification, Organisation, Person, Subordination
from consult.queries.subordination import figures_of, lower_unions, shown_dossiers
from tests.access.people import anew
from tests.refusals import refused
from tests.unions import second_office

pytestmark = pytest.mark.django_db
SECRET = "Dự án Kín Của Tỉnh Dưới"


@pytest.fixture
def pair(office):
    """The upper union's office, and the lower one's."""
    lower, _people = second_office(office)
    return office, lower


def under(pair, shows: str = "nothing") -> Subordination:
    """The lower union is under the upper one, and shows so much."""
    upper, lower = pair
    row = ask_upper(union=lower.union, name=upper.union.name.upper(), by=lower.leader)
    confirm_lower(row=row, by=upper.leader)
    set_shows(union=lower.union, shows=shows, by=lower.leader)
    row.refresh_from_db()
    return row


def sent(lower, title: str = SECRET, **changes) -> Dossier:
    """A dossier that the lower union has received."""
    walk = Walk(lower, lambda _dossier: None)
    walk.submit(by=lower.investor_person, procedure=lower.investment, title=title, location="Xã Thử")
    Dossier.objects.filter(pk=walk.dossier.pk).update(**changes)
    return walk.dossier


def verbs(union: Organisation) -> list[str]:
    return list(Event.objects.filter(union=union, dossier=None).order_by("position").values_list("verb", flat=True))


# ---------------------------------------------------------------- asking, confirming, leaving
def test_the_lower_one_asks_the_upper_one_confirms_and_both_histories_say_so(pair):
    upper, lower = pair
    row = ask_upper(
        union=lower.union, name="lien hiep cac hoi khoa hoc va ky thuat tinh dak lak", by=lower.administrator
    )
    assert (row.upper, row.confirmed_at, row.shows) == (upper.union, None, "nothing")
    assert list(lower_unions(upper.union)) == []
    told = Notification.objects.filter(kind="lower_asked").values_list("person", flat=True)
    assert set(told) == {upper.leader.pk, upper.second_leader.pk}
    with refused("role"):
        confirm_lower(row=row, by=lower.leader)
    with refused("role"):
        confirm_lower(row=row, by=upper.officer)
    confirm_lower(row=row, by=upper.leader)
    with refused("confirmed_already"):
        confirm_lower(row=row, by=upper.leader)
    assert verbs(lower.union)[-2:] == ["upper_asked", "upper_confirmed"]
    assert verbs(upper.union)[-1] == "lower_confirmed"
    assert Notification.objects.filter(kind="upper_confirmed", person=lower.leader).exists()
    assert [one.lower for one in lower_unions(upper.union)] == [lower.union]


def test_nobody_hangs_a_union_under_another_but_its_own_leader_and_administrator(pair):
    upper, lower = pair
    for who in (lower.officer, lower.clerk, upper.leader, upper.administrator):
        for act in (
            lambda by: ask_upper(union=lower.union, name=upper.union.name, by=by),
            lambda by: set_shows(union=lower.union, shows="dossiers", by=by),
            lambda by: leave_upper(union=lower.union, by=by),
        ):
            with refused("role"):
                act(who)
    for name, code in (
        ("Không có", "unknown_union"),
        (lower.union.name, "itself"),
        (upper.investor.name, "unknown_union"),
    ):
        with refused(code):
            ask_upper(union=lower.union, name=name, by=lower.leader)


def test_one_upper_union_and_no_circles(pair):
    upper, lower = pair
    under(pair)
    with refused("has_upper"):
        ask_upper(union=lower.union, name=upper.union.name, by=lower.leader)
    with refused("circle"):
        ask_upper(union=upper.union, name=lower.union.name, by=upper.leader)
    # Two requests that would close a circle: the second is noticed when it is confirmed.
    leave_upper(union=lower.union, by=lower.leader)
    down = ask_upper(union=upper.union, name=lower.union.name, by=upper.leader)
    up = ask_upper(union=lower.union, name=upper.union.name, by=lower.leader)
    confirm_lower(row=up, by=upper.leader)
    with refused("circle"):
        confirm_lower(row=down, by=lower.leader)


def test_either_ends_it_and_the_other_is_told(pair):
    upper, lower = pair
    under(pair, "dossiers")
    leave_upper(union=lower.union, by=lower.leader)
    assert verbs(lower.union)[-1] == "upper_left"
    assert Notification.objects.filter(kind="lower_left", person=upper.leader).exists()
    with refused("no_upper"):
        set_shows(union=lower.union, shows="figures", by=lower.leader)
    row = ask_upper(union=lower.union, name=upper.union.name, by=lower.leader)
    # A new request shows nothing of what an earlier one did.
    assert row.shows == "nothing"
    with refused("role"):
        drop_lower(row=row, by=upper.officer)
    drop_lower(row=row, by=upper.leader)
    assert (verbs(lower.union)[-1], verbs(upper.union)[-1]) == ("upper_dropped", "lower_dropped")
    assert Notification.objects.filter(kind="upper_dropped", person=lower.leader).exists()
    with refused("gone"):
        drop_lower(row=row, by=upper.leader)


def test_the_history_of_the_lower_one_says_who_changed_what_is_shown(pair, as_person):
    under(pair, "figures")
    event = Event.objects.filter(union=pair[1].union, dossier=None).latest("position")
    assert (event.verb, event.person, event.data["shows"]) == ("upper_shows_changed", pair[1].leader, "figures")
    before = len(verbs(pair[1].union))
    set_shows(union=pair[1].union, shows="figures", by=pair[1].leader)
    assert len(verbs(pair[1].union)) == before
    assert pair[0].union.name in as_person(pair[1].leader).get(reverse("office_history")).content.decode()


# ---------------------------------------------------------------- what the upper one sees
@pytest.mark.parametrize(("shows", "figures", "titles"), [("nothing", 0, 0), ("figures", 1, 0), ("dossiers", 1, 1)])
def test_it_sees_what_the_lower_one_says_and_no_more(pair, as_person, shows, figures, titles):
    upper, lower = pair
    row = under(pair, shows)
    dossier = sent(lower)
    hidden = sent(lower, "Tên Mật Tuyệt Đối", confidential=True)
    Dossier.objects.filter(pk=dossier.pk).update(summary="Nội dung kín", contact="Liên hệ kín")
    for who in (upper.officer, upper.leader):
        client = as_person(anew(who))
        page = client.get(reverse("lower_unions"))
        (shown,) = page.context["figures"]
        assert (shown.total, shown.shown) == (2 * figures, bool(figures))
        assert SECRET not in page.content.decode()
        listed = client.get(reverse("lower_dossiers", args=[row.pk]))
        assert listed.status_code == (200 if titles else 404)
        text = listed.content.decode()
        assert (SECRET in text) is bool(titles)
        assert (hidden.code in text) is bool(titles)
        for word in ("Tên Mật Tuyệt Đối", "Nội dung kín", "Liên hệ kín", lower.investor.name, lower.officer.name):
            assert word not in text, word
        # Nothing leads further: the dossier itself, the lists, the search and the counters are the lower union's own.
        assert client.get(reverse("dossier", args=[dossier.pk])).status_code == 404
        assert SECRET not in client.get(reverse("dossiers"), {"text": "Kín"}).content.decode()
        assert SECRET not in client.get(reverse("my_work"), {"whose": "all"}).content.decode()
    for who in (upper.clerk, upper.administrator, upper.investor_person, upper.experts[0]):
        assert as_person(anew(who)).get(reverse("lower_dossiers", args=[row.pk])).status_code == 404


def test_what_is_taken_back_is_not_shown_any_more(pair, as_person):
    row = under(pair, "dossiers")
    sent(pair[1])
    client, address = as_person(pair[0].leader), reverse("lower_dossiers", args=[row.pk])
    assert client.get(address).status_code == 200
    set_shows(union=pair[1].union, shows="figures", by=pair[1].administrator)
    assert client.get(address).status_code == 404
    set_shows(union=pair[1].union, shows="dossiers", by=pair[1].administrator)
    Subordination.objects.update(confirmed_at=None)
    assert client.get(address).status_code == 404
    assert client.get(reverse("lower_unions")).context["figures"] == []


def test_it_sees_no_further_down_and_nothing_sideways(pair, as_person):
    under(pair, "dossiers")
    sent(pair[1])
    top = Organisation.objects.create(kind="union", name="LHH trên cùng")
    boss = Person.objects.create_user("tren@tren.vn", "x", name="Người Trên")
    boss.memberships.create(organisation=top, role="leader")
    row = ask_upper(union=pair[0].union, name=top.name, by=pair[0].leader)
    confirm_lower(row=row, by=boss)
    set_shows(union=pair[0].union, shows="dossiers", by=pair[0].leader)
    client = as_person(boss)
    assert [one.row.lower for one in client.get(reverse("lower_unions")).context["figures"]] == [pair[0].union]
    below = Subordination.objects.get(lower=pair[1].union)
    assert client.get(reverse("lower_dossiers", args=[below.pk])).status_code == 404
    assert SECRET not in client.get(reverse("lower_dossiers", args=[row.pk])).content.decode()
    # The lower one sees nothing of the upper one by it.
    assert as_person(pair[1].leader).get(reverse("lower_unions")).context["figures"] == []


def test_figures_tell_kinds_and_states_of_the_year(pair):
    row = under(pair, "figures")
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    sent(pair[1], kind="critique", submitted_at=datetime(2026, 1, 1, 0, 3, tzinfo=zone))
    sent(
        pair[1],
        kind="advice",
        stage="closed",
        outcome="archived",
        submitted_at=datetime(2026, 12, 31, 23, 58, tzinfo=zone),
    )
    sent(pair[1], submitted_at=datetime(2027, 1, 1, 0, 3, tzinfo=zone))
    sent(pair[1], submitted_at=datetime(2025, 12, 31, 23, 58, tzinfo=zone))
    sent(pair[1], stage="draft", submitted_at=datetime(2026, 5, 5, tzinfo=zone))
    (figures,) = figures_of([row], 2026)
    assert figures.total == 2
    assert dict(figures.kinds) == {"critique": 1, "advice": 1}
    assert dict(figures.states) == {"intake": 1, "archived": 1}
    assert [one.submitted_at.astimezone(zone).year for one in shown_dossiers(row, 2027)] == [2027]


def test_as_many_queries_for_many_as_for_few(pair, as_person):
    upper, lower = pair
    row = under(pair, "dossiers")
    sent(lower)
    client = as_person(upper.leader)

    def asked() -> list[int]:
        counts = []
        for address in (reverse("lower_unions"), reverse("lower_dossiers", args=[row.pk])):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    asked()
    few = asked()
    for number in range(25):
        below = Organisation.objects.create(kind="union", name=f"Liên hiệp hội xã {number}")
        Subordination.objects.create(
            lower=below, upper=upper.union, shows="dossiers", asked_by=lower.leader, confirmed_at=clock.now()
        )
        sent(lower, f"Dự án {number}")
    assert asked() == few


# ---------------------------------------------------------------- pages
def test_pages_ask_confirm_set_and_leave(pair, as_person):
    upper, lower = pair
    low, high = as_person(lower.administrator), as_person(upper.leader)
    address = reverse("upper_union")
    assert upper.union.name in low.get(address).content.decode()
    wrong = low.post(address, {"name": "Không có"})
    assert (wrong.status_code, "name" in wrong.context["form"].errors) == (422, True)
    assert "Không có" in wrong.content.decode()
    assert low.post(address, {"name": upper.union.name}).status_code == 302
    row = Subordination.objects.get()
    assert lower.union.name in high.get(reverse("lower_unions")).content.decode()
    assert low.post(reverse("confirm_lower", args=[row.pk])).status_code == 404
    assert high.post(reverse("confirm_lower", args=[row.pk])).status_code == 302
    assert low.post(address, {"shows": "all"}).status_code == 422
    assert low.post(address, {"shows": "figures"}).status_code == 302
    row.refresh_from_db()
    assert (row.shows, row.confirmed_by) == ("figures", upper.leader)
    assert low.post(reverse("leave_upper")).status_code == 302
    assert not Subordination.objects.exists()


def test_a_union_is_not_asked_without_end_and_the_notice_opens_where_it_is_decided(pair, as_person):
    upper, lower = pair
    for _ in range(A_DAY):
        ask_upper(union=lower.union, name=upper.union.name, by=lower.administrator)
        leave_upper(union=lower.union, by=lower.administrator)
    with refused("asked_enough"):
        ask_upper(union=lower.union, name=upper.union.name, by=lower.administrator)
    assert Notification.objects.filter(kind="lower_asked", person=upper.leader).count() == A_DAY
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        row = ask_upper(union=lower.union, name=upper.union.name, by=lower.administrator)
    notice = Notification.objects.filter(kind="lower_asked", person=upper.leader).latest("pk")
    assert notice_path(notice) == reverse("lower_unions")
    client = as_person(upper.leader)
    assert reverse("confirm_lower", args=[row.pk]) in client.get(notice_path(notice)).content.decode()
    confirm_lower(row=row, by=upper.leader)
    answer = Notification.objects.get(kind="upper_confirmed", person=lower.leader)
    assert notice_path(answer) == reverse("upper_union")
    Membership.objects.filter(person=upper.leader).delete()
    notice.person = anew(upper.leader)
    assert notice_path(notice) == "", "nowhere for who has left"


def test_whoever_has_a_page_under_office_has_it_in_the_menu(office, as_person):
    for who, start in (
        (office.clerk, "office"), (office.administrator, "office"), (office.leader, "divisions"),
        (office.officer, "office_hours"),
    ):  # fmt: skip
        page = as_person(who).get(reverse("my_work")).content.decode()
        assert f'<a class="nav-link" href="{reverse(start)}">' in page
        assert as_person(who).get(reverse(start)).status_code == 200
    outside = as_person(office.investor_person).get(reverse("my_work")).content.decode()
    assert 'href="/office/' not in outside
