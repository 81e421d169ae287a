"""Time stamps are renewed before they end: another file, nothing before it changed; what is not due costs nothing."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from cryptography import x509
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pyhanko.pdf_utils.reader import PdfFileReader

from config.settings import CELERY_BEAT_SCHEDULE
from consult import clock, tasks
from consult.actions import signing
from consult.demo.certificates import Authority
from consult.models import DocumentVersion, Heartbeat
from consult.polling import Clock
from consult.rules.renewal import renew_on
from tests.documents.archival import faults
from tests.signatures.conftest import revocation_list, time_stamper
from tests.signatures.test_proofs import content_of, issue


@pytest.fixture(params=["stamped", "lasting"])
def stamped(request, drafted, rekeyed, serve, settings) -> DocumentVersion:
    """An issued opinion with time stamps, or with everything that makes them last."""
    made: dict[str, Authority] = {}
    extra = []
    if request.param == "lasting":
        lists = serve(lambda _path, _body: ("application/pkix-crl", revocation_list(made["root"])))
        place = [x509.UniformResourceIdentifier(f"{lists}/root.crl")]
        extra = [x509.CRLDistributionPoints([x509.DistributionPoint(place, None, None, None)])]
    made["root"] = Authority("Gốc thử nghiệm", *extra)
    answer = time_stamper(made["root"])
    settings.TIME_STAMP_URL = serve(lambda _path, body: ("application/timestamp-reply", answer(body)))
    settings.FETCH_REVOCATION = request.param == "lasting"
    rekeyed(made["root"])
    return issue(drafted)


def newest(version: DocumentVersion) -> DocumentVersion:
    return version.document.versions.latest("version")


def stamps(version: DocumentVersion) -> int:
    return len(PdfFileReader(BytesIO(content_of(version))).embedded_timestamp_signatures)


def test_a_stamp_is_renewed_on_its_day_and_not_before(stamped):
    # The certificate of the server of the tests is good for three years.
    assert timedelta(days=800) < stamped.renew_on - clock.today() < timedelta(days=850)
    now = clock.now()
    with clock.at(now + (stamped.renew_on - clock.today()) - timedelta(days=1)):
        assert tasks.renew() == 0
    with clock.at(now + (stamped.renew_on - clock.today())):
        assert tasks.renew() == 1
        assert tasks.renew() == 0
    renewed = newest(stamped)
    stamped.refresh_from_db()
    assert (renewed.version, renewed.source, stamped.renew_on) == (2, stamped.source, None)
    assert content_of(renewed).startswith(content_of(stamped))
    assert stamps(renewed) == stamps(stamped) + 1
    assert all(one.good and one.trusted and one.stamped for one in signing.facts_of(renewed))
    assert [row.subject for row in renewed.signatures.all()] == [row.subject for row in stamped.signatures.all()]
    assert faults(content_of(renewed)) == []
    assert stamped.document.dossier.events.filter(verb="time_stamp_renewed").count() == 1


def test_a_server_that_is_away_costs_a_day_and_no_file(stamped, settings):
    settings.TIME_STAMP_URL = "http://127.0.0.1:9/"
    DocumentVersion.objects.filter(pk=stamped.pk).update(renew_on=clock.today())
    assert tasks.renew() == 0
    assert newest(stamped) == stamped
    stamped.refresh_from_db()
    assert stamped.renew_on == clock.today() + timedelta(days=1)


def test_what_has_no_stamp_is_never_due_and_what_is_due_is_found_by_its_index(issued, settings):
    settings.TIME_STAMP_URL = "http://127.0.0.1:9/"
    assert not DocumentVersion.objects.exclude(renew_on=None).exists()
    due = DocumentVersion.objects.filter(renew_on__lte=clock.today()).order_by("renew_on", "pk")
    assert "document_version_to_renew" in due.explain()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert tasks.renew() == 0
    assert sum("documentversion" in query["sql"] for query in asked) == 1


def test_it_is_asked_for_with_a_broker_and_without(db):
    assert CELERY_BEAT_SCHEDULE["renew"]["task"] == tasks.renew.name
    Heartbeat.objects.create(name=Heartbeat.Name.RENEW, at=clock.now() - timedelta(hours=2))
    alone = Clock()
    while alone.run_due():
        pass
    assert clock.now() - Heartbeat.objects.get(name=Heartbeat.Name.RENEW).at < timedelta(minutes=5)


@pytest.mark.parametrize(
    ("ends", "due"),
    [(date(2030, 1, 1), date(2029, 1, 1)), (date(2026, 1, 3), date(2026, 1, 2)), (date(2025, 1, 1), date(2026, 1, 2))],
)
def test_it_is_due_before_the_end_and_never_today(ends, due):
    assert abs(renew_on(date(2026, 1, 1), ends) - due) <= timedelta(days=1)
    assert renew_on(date(2026, 1, 1), ends) > date(2026, 1, 1)
