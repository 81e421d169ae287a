"""What the answer of a mail server says of an address: that it takes nothing, or nothing of it.

SMTP, RFC 5321: what begins with 4 may pass, what begins with 5 will be the same each time. RFC 3463: the code after it says
what it is about; 5.1 the address, 5.2 its mailbox, 5.4 the way there, 5.7 that somebody is not let in, which is us.
"""

from __future__ import annotations

import re

RECIPIENT, DATA = "SMTPRecipientsRefused", "SMTPDataError"
# Beside what smtplib calls its errors: a server took the mail, and sent it back later.
RETURNED = "Returned"

ANSWER = re.compile(r"(?P<code>\d{3})[ -]*(?P<detailed>\d\.\d{1,3}\.\d{1,3})?(?P<words>.*)", re.DOTALL)
OF_ADDRESS = re.compile(r"5\.(1|2|4)\.")
# Within what is about addresses: the sender's.
OF_SENDER = {"5.1.7", "5.1.8"}
# Codes that say nothing in detail come from servers that answer in words.
VAGUE = re.compile(r"5\.(0|5)\.")
# Mailbox not to be had, not here, full, wrongly written; domain that takes no mail.
BARE = {"501", "550", "551", "552", "553", "556"}
OF_US = re.compile(
    r"relay|authenti|log ?in|block|blacklist|denylist|reputation|spam|\b(rbl|dnsbl|spf|dkim|dmarc|ip|ptr|tls|helo|ehlo)\b",
    re.IGNORECASE,
)


def refuses_address(stage: str, answer: str) -> bool:
    """Whether ``answer``, given at ``stage``, says that this address will never take a mail.

    Anything else is about the sender, the server or the mail: another day or another hand may mend it, and the address is
    not to be doubted.
    """
    found = ANSWER.match(answer.strip())
    if found is None or stage not in (RECIPIENT, DATA) or not found["code"].startswith("5"):
        return False
    detailed = found["detailed"] or ""
    if OF_ADDRESS.match(detailed):
        return detailed not in OF_SENDER
    if detailed and not VAGUE.match(detailed):
        return False
    # Once a mail itself is refused, a bare code is about the mail.
    return stage == RECIPIENT and found["code"] in BARE and not OF_US.search(found["words"])
