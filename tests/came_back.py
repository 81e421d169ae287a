"""Mails that came in, in the shapes of the servers that write them; ``OURS`` stands for the Message-ID of ours.

Written here after what Postfix, Exim, Exchange and Gmail send; names and addresses are invented.
"""

from __future__ import annotations

from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

ORIGINAL = """From: =?utf-8?b?TGnDqm4gaGnhu4dwIEjhu5lp?= <consult@lhh.test>
To: =?utf-8?b?VFMuIE5ndXnhu4VuIFRo4buLIELDrWNoIEjhuqFuaA==?= <bichhanh@truong.test>
Subject: =?utf-8?b?TeG7nWkgcGjhuqNuIGJp4buHbg==?=
Message-ID: OURS
"""


def report(action: str, status: str, diagnostic: str, *, words: str, whole: bool = False, **headers: str) -> str:
    """A report of delivery (RFC 3464) with the headers of the mail, or all of it."""
    returned = (
        f"Content-Type: message/rfc822\n\n{ORIGINAL}\nKính gửi bà Hạnh\n"
        if whole
        else f"Content-Type: text/rfc822-headers\n\n{ORIGINAL}"
    )
    lines = {
        "From": "MAILER-DAEMON@mx.truong.test (Mail Delivery System)",
        "To": "consult@lhh.test",
        "Subject": "Undelivered Mail Returned to Sender",
        "Auto-Submitted": "auto-replied",
        "MIME-Version": "1.0",
        "Content-Type": 'multipart/report; report-type=delivery-status; boundary="ranh"',
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "\n".join(f"{name}: {value}" for name, value in lines.items())
    return f"""{head}

--ranh
Content-Type: text/plain; charset=utf-8

{words}

--ranh
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.truong.test
Arrival-Date: Sat, 28 Nov 2026 08:00:00 +0700 (+07)

Final-Recipient: rfc822; bichhanh@truong.test
Original-Recipient: rfc822;bichhanh@truong.test
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}

--ranh
{returned}
--ranh--
"""


POSTFIX = report(
    "failed", "5.1.1",
    "smtp; 550 5.1.1 <bichhanh@truong.test>:\n    Recipient address rejected: User unknown in virtual mailbox table",
    words="This is the mail system at host mx.truong.test.\n\nI'm sorry to have to inform you that your message could not\n"
    "be delivered to one or more recipients.",
)  # fmt: skip
POSTFIX_LATE = report(
    "delayed", "4.4.1", "X-Postfix; connect to mx.truong.test[192.0.2.7]:25: Connection timed out",
    words="THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE.", Subject="Delayed Mail (still being retried)",
)  # fmt: skip
POSTFIX_GIVEN_UP = report(
    "failed", "4.4.1", "X-Postfix; connect to mx.truong.test[192.0.2.7]:25: Connection timed out", words="given up",
)  # fmt: skip
FULL = report("failed", "5.2.2", "smtp; 552 5.2.2 Hộp thư đã đầy", words="Hộp thư người nhận đã đầy", whole=True)
EXIM = report(
    "failed", "5.0.0", "smtp; 550 No Such User Here", whole=True,
    words="A message that you sent could not be delivered to one or more of its recipients.",
    From="Mail Delivery System <Mailer-Daemon@exim.truong.test>", X_Failed_Recipients="bichhanh@truong.test",
)  # fmt: skip
# Before it wrote reports, Exim told in words.
EXIM_OLD = f"""Return-path: <>
From: Mail Delivery System <Mailer-Daemon@exim.truong.test>
To: consult@lhh.test
Subject: Mail delivery failed: returning message to sender
X-Failed-Recipients: bichhanh@truong.test
Auto-Submitted: auto-replied

This message was created automatically by mail delivery software.
  bichhanh@truong.test
    SMTP error from remote mail server after RCPT TO:<bichhanh@truong.test>:
    550 5.1.1 Không có người dùng này

------ This is a copy of the message, including all the headers. ------

{ORIGINAL}
"""
EXCHANGE = report(
    "failed", "5.1.10", "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    words="Your message to bichhanh@truong.test couldn't be delivered.", whole=True,
    From="Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@truong.test>",
    Subject="Undeliverable: =?utf-8?b?TeG7nWkgcGjhuqNuIGJp4buHbg==?=", In_Reply_To="OURS", References="OURS",
)  # fmt: skip
GMAIL = report(
    "failed", "5.1.1", "smtp; 550-5.1.1 The email account that you tried to reach does not exist.",
    words="** Address not found **\n\nYour message wasn't delivered to bichhanh@truong.test", whole=True,
    From="Mail Delivery Subsystem <mailer-daemon@googlemail.test>", X_Failed_Recipients="bichhanh@truong.test",
    References="OURS", In_Reply_To="OURS",
)  # fmt: skip
DELIVERED = report("delivered", "2.0.0", "smtp; 250 OK", words="delivered", Subject="Delivery report")

AWAY = """From: "TS. Nguyễn Thị Bích Hạnh" <bichhanh@truong.test>
To: consult@lhh.test
Subject: Trả lời tự động: Mời phản biện
Auto-Submitted: auto-replied
In-Reply-To: OURS
References: OURS

Tôi đi công tác đến hết ngày 05/12. Tôi đồng ý phản biện thì sẽ trả lời sau.
"""
AWAY_OUTLOOK = AWAY.replace(
    "Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated"
)
AWAY_OLD = AWAY.replace("Auto-Submitted: auto-replied", "Precedence: bulk\nX-Autoreply: yes")
# Somebody writes what looks like a report, without a Message-ID that was ever ours.
FORGED = POSTFIX.replace("OURS\n", "<notice-1.00000000000000000000@localhost>\n")


def letter(
    files: dict[str, bytes] | None = None, *, answers: str = "", subject: str = "V/v đề nghị phản biện"
) -> bytes:
    """A letter of a department with files, by hand."""
    mail = MIMEMultipart()
    mail["From"] = "Sở Xây dựng <vanthu@sxd.test>"
    mail["To"] = "vanthu@lhh.test"
    mail["Subject"] = subject
    mail["Date"] = "Sat, 28 Nov 2026 08:00:00 +0700"
    mail["Message-ID"] = f"<{abs(hash((subject, answers)))}@sxd.test>"
    if answers:
        mail["In-Reply-To"] = answers
    mail.attach(MIMEText("Kính gửi Liên hiệp Hội,\nĐề nghị xem Công văn đính kèm.", "plain", "utf-8"))
    for name, content in (files or {}).items():
        part = MIMEApplication(content)
        part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
        mail.attach(part)
    return mail.as_bytes()


def html_letter() -> bytes:
    """A letter that is HTML alone, with a script and a picture from elsewhere."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Công ty <a@b.test>", "Hồ sơ"
    mail.set_content(
        "<html><head><title>x</title><style>p{}</style></head><body><p>Kính gửi</p><script>alert(1)</script>"
        "<p>Đính kèm&nbsp;hồ sơ</p><img src='https://theo-doi.test/a.png'></body></html>",
        subtype="html",
    )
    return mail.as_bytes()


def about(shape: str, message_id: str) -> bytes:
    """A shape as the answer to one mail."""
    return shape.replace("OURS", message_id).encode()
