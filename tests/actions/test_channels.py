"""Other channels than mail, against servers on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django import forms
from django.core import mail
from django.db import models
from django.urls import reverse
from django.utils import timezone

from consult import clock, tasks
from consult.actions.notifications import channels
from consult.actions.notifications.digest import ask_digests
from consult.actions.notifications.notices import notify
from consult.forms.access_requests import AskAccessForm
from consult.forms.data_requests import EnterForm
from consult.forms.office_bodies import BodyForm
from consult.forms.office_channels import ChannelAddressForm
from consult.forms.office_people import AddPersonForm, ColleagueForm, EditPersonForm
from consult.forms.people import CorrectForm
from consult.forms.responsible import DivisionFormSet
from consult.forms.standing import StandingCouncilForm
from consult.forms.subordination import AskUpperForm
from consult.libraries.channels import ChannelFaultError, Webhook, ZaloOfficialAccount, base
from consult.libraries.channels.webhook import signature_of
from consult.models import (
    AccessRequest,
    Address,
    Channel,
    DataRequest,
    Delivery,
    Division,
    Dossier,
    Event,
    Job,
    Membership,
    Organisation,
    Person,
    StandingCouncil,
)
from tests.refusals import refused
from tests.servers import silent_server

pytestmark = pytest.mark.django_db


class Server:
    """Answers with what ``answers`` holds for a path, the last for ever, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answers: dict[str, list[tuple[int, Any]]] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.asked.append({"path": self.path, "headers": dict(self.headers), "body": body})
                waiting = outer.answers.get(self.path, [(200, {})])
                status, answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
                content = json.dumps(answer).encode()
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_args: Any) -> None:
                return

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture
def server(settings) -> Iterator[Server]:
    started = Server()
    settings.CHANNEL_HOSTS = [urlsplit(started.url).netloc]
    yield started
    started.http.shutdown()
    started.http.server_close()


def make(walk, kind: str, address: str, secret: str) -> Channel:
    channel = Channel(union=walk.office.union, kind=kind, address=address)
    channels.save_secret(channel, secret)
    channel.save()
    return channel


def zalo_keys(server: Server) -> str:
    return json.dumps(
        {"app_id": "1", "app_secret": "s", "access_token": "old", "refresh_token": "r1", "oauth": server.url}
    )


def say(walk, *people, key: str = "1") -> None:
    notify(people, "reviews_in", dossier=walk.dossier, key=key)


def work() -> None:
    """Let the channels' jobs run, and those alone."""
    for pk in Job.objects.filter(kind="channel", state="waiting").values_list("pk", flat=True):
        tasks.run_job(pk)


def test_a_webhook_gets_each_notice_once_signed(walk, server):
    make(walk, "webhook", f"{server.url}/hook", "bí mật")
    officer = walk.office.officer
    say(walk, officer)
    say(walk, officer)
    work()
    work()
    (asked,) = server.asked
    assert asked["headers"]["X-Consult-Signature"] == signature_of("bí mật", asked["body"])
    told = json.loads(asked["body"])
    assert (told["email"], told["dossier"], told["kind"]) == (officer.email, walk.dossier.code, "reviews_in")
    assert told["url"].endswith(reverse("dossier", args=[walk.dossier.pk]))
    assert walk.dossier.title in told["subject"]
    assert Delivery.objects.get().delivered_at is not None
    assert Job.objects.get(kind="channel").state == "done"


def test_no_link_that_sets_a_password_leaves_by_a_channel(walk, server):
    make(walk, "webhook", f"{server.url}/hook", "x")
    officer = walk.office.officer
    officer.set_unusable_password()
    officer.save()
    say(walk, officer)
    work()
    assert "password" not in server.asked[0]["body"].decode()


def test_a_server_that_fails_is_asked_again_with_the_same_id(walk, server):
    make(walk, "webhook", f"{server.url}/hook", "x")
    server.answers["/hook"] = [(503, {}), (200, {})]
    say(walk, walk.office.officer)
    work()
    job = Job.objects.get(kind="channel")
    assert (job.state, job.error) == ("waiting", "ChannelFaultError: HTTP 503")
    Job.objects.update(run_after=timezone.now() - timedelta(seconds=1))
    work()
    assert len({asked["headers"]["X-Consult-Id"] for asked in server.asked}) == 1
    assert len(server.asked) == 2
    job.refresh_from_db()
    assert job.state == "done"


@pytest.mark.parametrize(("status", "state"), [(410, "failed"), (302, "waiting"), (404, "waiting")])
def test_gone_is_for_good_and_no_redirect_is_followed(walk, server, status, state):
    make(walk, "webhook", f"{server.url}/hook", "x")
    server.answers["/hook"] = [(status, {})]
    say(walk, walk.office.officer)
    work()
    assert Job.objects.get(kind="channel").state == state
    assert len(server.asked) == 1


def test_a_host_that_the_operator_does_not_allow_is_not_called(walk, server, settings):
    make(walk, "webhook", f"{server.url}/hook", "x")
    settings.CHANNEL_HOSTS = []
    say(walk, walk.office.officer)
    work()
    assert server.asked == []
    assert Job.objects.get(kind="channel").state == "failed"


def test_https_is_asked_for_beyond_this_machine(settings):
    settings.CHANNEL_HOSTS = ["example.test"]
    with refused("address_not_https"):
        channels.require_allowed(Webhook("http://example.test/hook", "x"))
    channels.require_allowed(Webhook("https://example.test/hook", "x"))


def test_a_server_that_says_nothing_is_a_fault_to_be_tried_again(monkeypatch):
    monkeypatch.setattr(base, "SECONDS", 0.3)
    with silent_server() as port, pytest.raises(ChannelFaultError) as fault:
        Webhook(f"http://127.0.0.1:{port}/", "x").send(
            channels.Message("n", "k", "s", "t", "u", "Người", "a@b.test", "")
        )
    assert not fault.value.for_good


def test_nobody_who_answers_is_a_fault_to_be_tried_again():
    with pytest.raises(ChannelFaultError) as fault:
        Webhook("http://127.0.0.1:1/", "x").send(channels.Message("n", "k", "s", "t", "u", "Người", "a@b.test", ""))
    assert not fault.value.for_good


def test_zalo_reaches_only_those_with_an_address_and_renews_its_token(walk, server):
    channel = make(walk, "zalo", server.url, zalo_keys(server))
    officer, leader = walk.office.officer, walk.office.leader
    Address.objects.create(channel=channel, person=officer, address="8421")
    server.answers["/v3.0/oa/message/cs"] = [(200, {"error": -216, "message": "invalid"}), (200, {"error": 0})]
    server.answers["/v4/oa/access_token"] = [(200, {"access_token": "new", "refresh_token": "r2"})]
    say(walk, officer, leader)
    work()
    first, renewal, second = server.asked
    assert first["headers"]["access_token"] == "old"
    assert parse_qs(renewal["body"].decode())["refresh_token"] == ["r1"]
    assert second["headers"]["access_token"] == "new"
    sent = json.loads(second["body"])
    assert sent["recipient"] == {"user_id": "8421"}
    assert walk.dossier.title in sent["message"]["text"]
    assert Delivery.objects.count() == 1
    say(walk, officer, key="2")
    work()
    assert server.asked[-1]["headers"]["access_token"] == "new"


def test_a_renewed_token_is_kept_even_if_the_message_then_fails(walk, server):
    channel = make(walk, "zalo", server.url, zalo_keys(server))
    Address.objects.create(channel=channel, person=walk.office.officer, address="8421")
    server.answers["/v3.0/oa/message/cs"] = [(200, {"error": -216}), (200, {"error": -213, "message": "not followed"})]
    server.answers["/v4/oa/access_token"] = [(200, {"access_token": "new", "refresh_token": "r2"})]
    say(walk, walk.office.officer)
    work()
    assert Job.objects.get(kind="channel").state == "failed"
    channel.refresh_from_db()
    way = channels.way_of(channel)
    assert isinstance(way, ZaloOfficialAccount)
    assert way.keys["refresh_token"] == "r2"


def test_a_channel_switched_off_sends_nothing_more(walk, server):
    channel = make(walk, "webhook", f"{server.url}/hook", "x")
    say(walk, walk.office.officer)
    channel.active = False
    channel.save()
    say(walk, walk.office.leader)
    work()
    assert server.asked == []
    assert list(Job.objects.filter(kind="channel").values_list("state", flat=True)) == ["cancelled"]


def test_another_unions_channel_hears_nothing(walk, server):
    channel = make(walk, "webhook", f"{server.url}/hook", "x")
    other = type(walk.office.union).objects.create(kind="union", name="LHH khác", symbol="LHHK")
    Channel.objects.filter(pk=channel.pk).update(union=other)
    say(walk, walk.office.officer)
    work()
    assert server.asked == []


def test_secrets_are_locked_in_the_database(walk, server, settings):
    channel = make(walk, "webhook", f"{server.url}/hook", "rất bí mật")
    assert "rất bí mật".encode() not in bytes(Channel.objects.get().locked)
    settings.SECRET_KEY = "another"
    with pytest.raises(ChannelFaultError):
        channels.way_of(channel)


def test_the_administrator_makes_a_channel_and_never_sees_its_secret(walk, server, as_person, settings):
    client = as_person(walk.office.administrator)
    settings.REQUIRE_SECOND_FACTOR = False
    address = reverse("add_channel")
    data = {"kind": "webhook", "secret": "x1y2z3", "active": "on"}
    assert list(
        client.post(address, {**data, "secret": "", "address": f"{server.url}/hook"}).context["form"].errors
    ) == ["secret"]
    refused = client.post(address, {**data, "address": "https://khac.test/hook"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["address"])
    assert "CHANNEL_HOSTS" in refused.content.decode()
    assert not Channel.objects.exists()
    client.post(address, {**data, "address": f"{server.url}/hook"})
    channel = Channel.objects.get()
    page = client.get(reverse("edit_channel", args=[channel.pk])).content.decode()
    assert "x1y2z3" not in page
    client.post(reverse("edit_channel", args=[channel.pk]), {**data, "secret": "", "address": f"{server.url}/b"})
    channel.refresh_from_db()
    assert channel.address.endswith("/b")
    assert channels.way_of(channel).secret == "x1y2z3"
    people = reverse("channel_people", args=[channel.pk])
    assert list(client.post(people, {"email": "la@khac.test", "address": "1"}).context["form"].errors) == ["email"]
    client.post(people, {"email": walk.office.officer.email.upper(), "address": "123"})
    (row,) = channel.people.all()
    assert (row.person, row.address) == (walk.office.officer, "123")
    client.post(reverse("remove_channel_person", args=[row.pk]))
    assert not channel.people.exists()
    client.post(reverse("remove_channel", args=[channel.pk]))
    assert not Channel.objects.exists()
    verbs = (
        Event.objects.filter(union=walk.office.union, dossier=None).order_by("position").values_list("verb", flat=True)
    )
    assert list(verbs)[-5:] == ["channel_changed"] * 4 + ["channel_removed"]


def test_another_unions_administrator_reaches_no_channel(walk, server, as_person):
    channel = make(walk, "webhook", f"{server.url}/hook", "x")
    row = channel.people.create(person=walk.office.officer, address="1")
    other = type(walk.office.union).objects.create(kind="union", name="LHH khác", symbol="LHHK")
    theirs = Person.objects.create_user("qt@khac.test", None, name="Quản trị khác", keeper=other)
    Membership.objects.create(person=theirs, organisation=other, role="administrator")
    client = as_person(theirs)
    assert server.url not in client.get(reverse("channels")).content.decode()
    for name, key in (("edit_channel", channel.pk), ("channel_people", channel.pk), ("remove_channel", channel.pk),
                      ("remove_channel_person", row.pk)):  # fmt: skip
        assert client.post(reverse(name, args=[key]), {"address": "1", "email": theirs.email}).status_code == 404, name
    assert Channel.objects.get().people.get() == row


def test_the_days_message_tells_one_unions_channel_nothing_of_another_union(walk, new_walk, server):
    foreign = new_walk("Dự án của liên hiệp hội khác")
    other = type(walk.office.union).objects.create(kind="union", name="LHH khác", symbol="LHHK")
    officer = walk.office.officer
    Membership.objects.create(person=officer, organisation=other, role="officer")
    Dossier.objects.filter(pk=foreign.dossier.pk).update(union=other)
    make(walk, "webhook", f"{server.url}/hook", "x")
    ask_digests([officer], clock.today(), walk.office.union.pk)
    work()
    (told,) = (json.loads(asked["body"]) for asked in server.asked)
    assert walk.dossier.title in told["text"]
    assert foreign.dossier.title not in told["text"]
    tasks.run_job(Job.objects.get(kind="mail", notification__kind="waiting").pk)
    assert foreign.dossier.title in mail.outbox[-1].body


GOOD = {"kind": "webhook", "address": "https://a.test/x", "active": "on", "secret": "s"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "address"),
        ({"kind": "zalo", "secret": "5"}, "secret"),
        ({"kind": "zalo", "secret": '["a"]'}, "secret"),
        ({"kind": "zalo", "secret": '{"oauth": 5}'}, "secret"),
        ({"kind": "zalo", "secret": '{"oauth": "https://[x"}'}, "secret"),
        ({"kind": "zalo", "secret": '{"oauth": "https://khac.test"}'}, "secret"),
        ({"address": "https://khac.test/x"}, "address"),
    ],
)
def test_what_makes_no_channel_is_said_at_its_field(office, as_person, settings, changes, field):
    settings.CHANNEL_HOSTS = ["a.test"]
    client = as_person(office.administrator)
    assert client.post(reverse("add_channel"), GOOD).status_code == 302
    page = client.post(reverse("add_channel"), GOOD | changes)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert Channel.objects.count() == 1


def test_an_address_longer_than_is_kept_is_refused(office, as_person, settings):
    settings.CHANNEL_HOSTS = ["a.test"]
    client = as_person(office.administrator)
    client.post(reverse("add_channel"), GOOD)
    people = reverse("channel_people", args=[Channel.objects.get().pk])
    assert client.post(people, {"email": office.officer.email, "address": "x" * 150}).status_code == 422
    assert client.post(people, {"email": office.officer.email, "address": "x" * 100}).status_code == 302


@pytest.mark.parametrize(
    ("form", "model"),
    [
        (ChannelAddressForm, Address), (EnterForm, DataRequest), (AskAccessForm, AccessRequest), (AddPersonForm, Person),
        (ColleagueForm, Person), (EditPersonForm, Person), (CorrectForm, Person), (BodyForm, Organisation),
        (StandingCouncilForm, StandingCouncil), (DivisionFormSet.form, Division), (AskUpperForm, Organisation),
    ],
)  # fmt: skip
def test_no_form_takes_more_than_its_column_keeps(form, model):
    columns = {one.name: one.max_length for one in model._meta.concrete_fields if isinstance(one, models.CharField)}
    fields = {name: getattr(field, "max_length", None) for name, field in form.base_fields.items()}
    typed = {name for name, field in form.base_fields.items() if isinstance(field, forms.CharField)}
    shared = typed & columns.keys()
    assert shared
    assert [name for name in shared if fields[name] is None or fields[name] > columns[name]] == []
