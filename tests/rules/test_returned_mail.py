"""What a mail that came in is, in the shapes of many servers."""

from email import message_from_bytes

import pytest

from consult.rules.returned_mail import Kind, read
from tests import came_back

OURS = "<notice-7.0123456789abcdef0123@lhh.test>"
SHAPES = {
    "Postfix": (came_back.POSTFIX, Kind.RETURNED, "5.1.1"),
    "Postfix, late": (came_back.POSTFIX_LATE, Kind.DELAYED, "4.4.1"),
    "Postfix, given up": (came_back.POSTFIX_GIVEN_UP, Kind.RETURNED, "4.4.1"),
    "full": (came_back.FULL, Kind.RETURNED, "5.2.2"),
    "Exim": (came_back.EXIM, Kind.RETURNED, "5.0.0"),
    "Exim in words": (came_back.EXIM_OLD, Kind.RETURNED, "5.1.1"),
    "Exchange": (came_back.EXCHANGE, Kind.RETURNED, "5.1.10"),
    "Gmail": (came_back.GMAIL, Kind.RETURNED, "5.1.1"),
    "delivered": (came_back.DELIVERED, Kind.DELIVERED, ""),
    "away": (came_back.AWAY, Kind.AUTOMATIC, ""),
    "away, Outlook": (came_back.AWAY_OUTLOOK, Kind.AUTOMATIC, ""),
    "away, of before": (came_back.AWAY_OLD, Kind.AUTOMATIC, ""),
}


@pytest.mark.parametrize("name", SHAPES)
def test_each_shape_says_what_it_is_and_of_which_mail(name):
    shape, kind, status = SHAPES[name]
    arrived = read(message_from_bytes(came_back.about(shape, OURS)))
    assert (arrived.kind, arrived.status) == (kind, status)
    assert OURS in arrived.about
    assert arrived.passing == status.startswith("4")
    if kind == Kind.RETURNED:
        assert arrived.reply
        assert "\n" not in arrived.reply


def test_what_a_server_said_is_kept_in_its_own_words():
    arrived = read(message_from_bytes(came_back.about(came_back.FULL, OURS)))
    assert arrived.reply == "552 5.2.2 Hộp thư đã đầy"


def test_a_letter_and_an_answer_to_a_mail_are_letters():
    assert read(message_from_bytes(came_back.letter())).kind == Kind.LETTER
    answered = read(message_from_bytes(came_back.letter(answers=OURS)))
    assert (answered.kind, answered.about) == (Kind.LETTER, (OURS,))
    # A person who writes of a fault is no server.
    told = b"From: A <a@b.test>\nSubject: 550 5.1.1\n\nMail server said 550 5.1.1 of <x@y.test>"
    assert read(message_from_bytes(told)).kind == Kind.LETTER


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff", b"Content-Type: message/delivery-status\n\n", b"From: x\n" * 2000]
)
def test_whatever_comes_is_something(content):
    assert read(message_from_bytes(content)).kind in Kind
