"""A mailbox on loopback that speaks as much of IMAP (RFC 3501) as a reader needs: literals, numbers of mails, validity."""

from __future__ import annotations

import base64
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.servers import listening

USER, PASSWORD = "vanthu@lhh.test", "mật khẩu 123"


@dataclass
class ImapServer:
    """The mails of one folder by their numbers. ``said`` is what a reader asked, without its password."""

    mails: dict[int, bytes] = field(default_factory=dict)
    validity: int = 7
    next_uid: int = 1
    port: int = 0
    password: str = PASSWORD
    plain: bool = True
    said: list[str] = field(default_factory=list)
    # After so many fetched mails the line breaks.
    breaks_after: int = -1

    def put(self, content: bytes) -> int:
        """A mail arrives."""
        uid = self.next_uid
        self.mails[uid] = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        self.next_uid += 1
        return uid


def _converse(connection: socket.socket, server: ImapServer) -> None:
    with connection, connection.makefile("rwb") as stream, suppress(OSError):

        def say(line: bytes | str) -> None:
            stream.write((line.encode() if isinstance(line, str) else line) + b"\r\n")
            stream.flush()

        say("* OK ready")
        while line := stream.readline().rstrip(b"\r\n"):
            while literal := re.search(rb"\{(\d+)\}$", line):
                say("+ go on")
                line = line[: literal.start()] + b'"' + stream.read(int(literal.group(1))) + b'"'
                line += stream.readline().rstrip(b"\r\n")
            tag, word, rest = (line.decode() + "  ").split(" ", 2)
            word, rest = word.upper(), rest.strip()
            server.said.append(word if word == "LOGIN" else f"{word} {rest}".strip())
            if word == "CAPABILITY":
                say("* CAPABILITY IMAP4rev1" + (" AUTH=PLAIN" if server.plain else ""))
            elif word == "AUTHENTICATE":
                say("+ ")
                given = base64.b64decode(stream.readline()).decode().split("\0")
                if given[1:] != [USER, server.password]:
                    say(f"{tag} NO [AUTHENTICATIONFAILED] no")
                    continue
            elif word == "LOGIN":
                if rest != f'"{USER}" "{server.password}"':
                    say(f"{tag} NO [AUTHENTICATIONFAILED] no")
                    continue
            elif word in ("SELECT", "EXAMINE"):
                if rest not in ('"INBOX"', '"&ARAevw-n"'):
                    say(f"{tag} NO no such folder")
                    continue
                say(f"* {len(server.mails)} EXISTS")
                say(f"* OK [UIDVALIDITY {server.validity}] numbers hold")
                say(f"* OK [UIDNEXT {server.next_uid}] next")
            elif word == "UID" and rest.upper().startswith("SEARCH"):
                first = int(re.findall(r"(\d+):\*", rest)[0])
                found = {uid for uid in server.mails if uid >= first} | ({max(server.mails)} if server.mails else set())
                say("* SEARCH " + " ".join(map(str, sorted(found))))
            elif word == "UID" and rest.upper().startswith("FETCH"):
                uid = int(rest.split()[1])
                content = server.mails[uid]
                place = sorted(server.mails).index(uid) + 1
                if "RFC822.SIZE" in rest:
                    say(f"* {place} FETCH (UID {uid} RFC822.SIZE {len(content)})")
                else:
                    if server.breaks_after == 0:
                        return
                    server.breaks_after -= 1
                    part = content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if "HEADER" in rest else content
                    say(f"* {place} FETCH (UID {uid} BODY[] {{{len(part)}}}".encode() + b"\r\n" + part + b")")
            elif word == "LOGOUT":
                say("* BYE")
                say(f"{tag} OK bye")
                return
            say(f"{tag} OK done")


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    """A mailbox that holds nothing yet."""
    server = ImapServer()
    with listening(lambda connection: _converse(connection, server)) as port:
        server.port = port
        yield server
