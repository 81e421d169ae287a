"""Secrets change, and what was encrypted stays readable: by the fallbacks first, then by the newest secret alone."""

from __future__ import annotations

import struct
from collections import Counter
from io import StringIO

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper

from consult import crypto
from consult.actions import rotation
from consult.actions.mailbox import place_of
from consult.actions.meetings import ballot_box
from consult.actions.notifications import channels
from consult.actions.payees import details_of, save_details
from consult.crypto import NoSecretError, Purpose, UnreadableError
from consult.demo import certificates
from consult.libraries.signing import vault
from consult.models import Channel, Mailbox, Motion, PayeeDetails, SigningKey

# Kept by the version before this module, under OLD.
OLD = "the secret under which these were kept, of this test alone"
KEPT = {
    Purpose.SECOND_FACTOR: (
        b"gAAAAABrCHKhGx4_3Esw83PwCSEr07Frt_DF4oCHsriMwnHBHekfIhCfaLIGEMgwVS5APmMGDXc3t8xiicdUgi6VwZI628ZTzgNKfeoZCg7SCmDGzv33jZI="
    ),
    Purpose.CHANNEL: b"gAAAAABrCHKhu1CfxMjMmPQQ_Zr-EsMOhCh9RedMfxQJjNK2eXRwjCStAHMIBMptziU4lu3FIKDVxQlQMGPhqGlpqjtrtEHPgQ==",
    Purpose.BALLOT_BOX: (
        b"gAAAAAAAAAAAwgWzMlpODDOsC-fCPfrCIYu9_OXpsusR3hAskj6mBnHFs1KRNQ648HPyVqOLBcK1qPgYTqCgD2XNY4Y2cOtoJjottQf5i9KTwMdRHv9Oy2A="
    ),
    Purpose.SIGNING_KEY: (
        b"gAAAAABrCHKhug1xdLChxW4upfZiVsCiFfOg1mqqFdFZj9FKTu_BS3lG0OqwimwPwdIXTV9wptls83_a2s6G7EZZsQCGFzfNt90RVdqW5Vi8gbjD3yOasPXCKRz9"
        b"Vvg4KqHEpqBy2sX7"
    ),
}
READ = {
    Purpose.SECOND_FACTOR: b"JBSWY3DPEHPK3PXP",
    Purpose.CHANNEL: "bí mật".encode(),
    Purpose.BALLOT_BOX: struct.pack(">QIII", 7, 3, 2, 1),
}


@pytest.mark.parametrize("newest", [True, False])
def test_what_earlier_versions_encrypted_stays_readable(settings, newest):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = (OLD, []) if newest else ("new", ["other", OLD])
    settings.SIGNING_SECRET, settings.SIGNING_SECRET_FALLBACKS = (OLD, []) if newest else ("new", ["other", OLD])
    for purpose, content in READ.items():
        assert crypto.decrypt(purpose, KEPT[purpose]) == content
    assert vault.unlock(KEPT[Purpose.SIGNING_KEY]) == (b"pkcs12", "mat-khau")


def test_each_purpose_has_keys_of_its_own(settings):
    settings.SIGNING_SECRET = settings.SECRET_KEY
    tokens = {purpose: crypto.encrypt(purpose, b"x") for purpose in Purpose}
    for purpose in Purpose:
        for other, token in tokens.items():
            if other is purpose:
                assert crypto.decrypt(purpose, token) == b"x"
            else:
                with pytest.raises(UnreadableError):
                    crypto.decrypt(purpose, token)


def test_turning_keeps_the_time_and_happens_once(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [OLD]
    box = crypto.rotated(Purpose.BALLOT_BOX, KEPT[Purpose.BALLOT_BOX])
    # The time in the seal of every ballot box is the same: nothing tells when the last vote fell.
    assert box is not None
    assert box[:11] == KEPT[Purpose.BALLOT_BOX][:11]
    assert len(box) == len(KEPT[Purpose.BALLOT_BOX])
    assert crypto.rotated(Purpose.BALLOT_BOX, box) is None
    with pytest.raises(UnreadableError):
        crypto.rotated(Purpose.CHANNEL, box)


def test_without_a_secret_nothing_is_encrypted(settings):
    settings.SIGNING_SECRET, settings.SIGNING_SECRET_FALLBACKS = "", [OLD]
    with pytest.raises(NoSecretError):
        crypto.encrypt(Purpose.SIGNING_KEY, b"x")


# ---------------------------------------------------------------- a whole installation
@pytest.fixture
def encrypted(reviewed) -> None:
    """One of everything that is kept encrypted, beside the demo's signing keys."""
    reviewed.call_meeting()
    officer, person = reviewed.office.officer, reviewed.office.leader
    adapter = get_adapter()
    Authenticator.objects.create(user=person, type="totp", data={"secret": adapter.encrypt("JBSWY3DPEHPK3PXP")})
    Authenticator.objects.create(
        user=person, type="recovery_codes", data={"seed": adapter.encrypt("seed"), "used_mask": 5}
    )
    Authenticator.objects.create(
        user=officer, type="recovery_codes", data={"migrated_codes": [adapter.encrypt("one"), adapter.encrypt("two")]}
    )
    Authenticator.objects.create(user=officer, type="webauthn", data={"name": "Khóa", "credential": {"id": "gAAAAAx"}})
    channel = Channel(union=reviewed.office.union, kind="webhook", address="https://example.test/hook")
    channels.save_secret(channel, "bí mật")
    channel.save()
    locked = crypto.encrypt(Purpose.MAILBOX, b"mat khau")
    Mailbox.objects.create(union=reviewed.office.union, host="imap.test", user="a", locked=locked)
    save_details(person=person, by=person, tax_code="0123456789")
    seats = list(reviewed.dossier.council.seats.filter(released_at=None).select_related("person"))
    for seat in seats:
        reviewed.act_in_session("presence", officer, seat=seat.pk, mode="room")
    reviewed.act_in_session("open", officer)
    reviewed.act_in_session("motion", officer, text="Bỏ phiếu kín", secret=True)
    motion = Motion.objects.latest("pk")
    reviewed.act_in_session("put", officer, motion=motion.pk)
    reviewed.act_in_session("vote", seats[0].person, motion=motion.pk, choice="for")


def everything() -> dict[str, object]:
    """What is kept encrypted, read. Raises when one of them cannot be."""
    adapter = get_adapter()
    codes: list[object] = []
    for row in Authenticator.objects.order_by("pk").exclude(type="webauthn"):
        data = row.data
        tokens = [data.get("secret"), data.get("seed"), *data.get("migrated_codes", [])]
        codes += [adapter.decrypt(token) for token in tokens if token]
        codes.append(data.get("used_mask"))
    motion = Motion.objects.exclude(ballot_box=b"").get()
    return {
        "codes": codes,
        "webauthn": Authenticator.objects.get(type="webauthn").data,
        "payee": [*details_of(PayeeDetails.objects.values_list("person", flat=True)).values()],
        "channel": channels.way_of(Channel.objects.get()).secret,
        "mailbox": place_of(Mailbox.objects.get()).password,
        "votes": ballot_box.opened(motion.pk, motion.ballot_box),
        "keys": [vault.unlock(key.secret) for key in SigningKey.objects.order_by("pk")],
    }


def rotate() -> str:
    out = StringIO()
    call_command("rotate_secrets", stdout=OutputWrapper(out))
    return out.getvalue()


@pytest.mark.django_db
def test_all_is_readable_after_a_change_and_after_the_old_secrets_are_gone(encrypted, settings, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    before = everything()
    assert before["codes"] == ["JBSWY3DPEHPK3PXP", None, "seed", 5, "one", "two", None]
    assert before["votes"] == Counter({"for": 1, "against": 0, "abstain": 0})
    assert {password for _file, password in before["keys"]} == {certificates.PASSWORD}
    assert len(before["keys"]) > 2
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [settings.SECRET_KEY]
    settings.SIGNING_SECRET, settings.SIGNING_SECRET_FALLBACKS = "m" * 60, [settings.SIGNING_SECRET]
    assert everything() == before
    told = rotate().splitlines()
    keys = len(before["keys"])
    assert told[:7] == [
        "second factors: 3 encrypted anew, 0 were already, 0 unreadable",
        "secrets of channels: 1 encrypted anew, 0 were already, 0 unreadable",
        "passwords of mailboxes: 1 encrypted anew, 0 were already, 0 unreadable",
        "ballot boxes: 1 encrypted anew, 0 were already, 0 unreadable",
        f"signing keys: {keys} encrypted anew, 0 were already, 0 unreadable",
        "tax codes and accounts: 1 encrypted anew, 0 were already, 0 unreadable",
        # Of payment lists; none was made.
        "tax codes and accounts: 0 encrypted anew, 0 were already, 0 unreadable",
    ]
    assert everything() == before
    settings.SECRET_KEY_FALLBACKS = settings.SIGNING_SECRET_FALLBACKS = []
    assert everything() == before
    assert "0 encrypted anew, 3 were already" in rotate()


@pytest.mark.django_db
def test_what_no_secret_opens_stays_as_it_is_and_is_told(encrypted, settings):
    locked = bytes(Channel.objects.get().locked)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "n" * 60
    with pytest.raises(CommandError, match="7 cannot be read"):
        rotate()
    assert bytes(Channel.objects.get().locked) == locked
    settings.SECRET_KEY_FALLBACKS = [old]
    rotate()
    settings.SECRET_KEY_FALLBACKS = []
    assert everything()["channel"] == "bí mật"
