"""Servers of the tests on loopback: one speaks SMTP as it is told, one searches for viruses, one takes all and is silent."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class MailServer:
    """Answers RCPT with ``reply``, a code and a text, other words with ``replies``, and keeps whose mails it took."""

    reply: str = "250 OK"
    replies: dict[str, str] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    port: int = 0


def _converse(connection: socket.socket, server: MailServer) -> None:
    with connection, connection.makefile("rwb") as stream, suppress(OSError):

        def say(line: str) -> None:
            stream.write(f"{line}\r\n".encode())
            stream.flush()

        say("220 test")
        while line := stream.readline().decode():
            word = line[:4].upper()
            if word in server.replies:
                say(server.replies[word])
            elif word == "RCPT":
                say(server.reply)
            elif word == "DATA":
                say("354 go on")
                while stream.readline() not in (b".\r\n", b""):
                    pass
                server.taken.append(line)
                say("250 OK")
            elif word == "QUIT":
                say("221 bye")
                return
            else:
                say("250 OK")


@contextmanager
def listening(serve) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _address = listener.accept()
                    threading.Thread(target=serve, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


@contextmanager
def mail_server(reply: str = "250 OK") -> Iterator[MailServer]:
    """A mail server that answers as ``reply`` says, which may be changed."""
    server = MailServer(reply)
    with listening(lambda connection: _converse(connection, server)) as port:
        server.port = port
        yield server


@contextmanager
def silent_server() -> Iterator[int]:
    """The port of a server that accepts and never answers."""
    held: list[socket.socket] = []
    with listening(held.append) as port:
        yield port
        for connection in held:
            connection.close()


def _search(connection: socket.socket, found: Callable[[], str]) -> None:
    with connection, connection.makefile("rwb") as stream, suppress(OSError):
        assert stream.read(len(b"nINSTREAM\n"))[1:-1] == b"INSTREAM"
        while size := int.from_bytes(stream.read(4)):
            stream.read(size)
        stream.write(f"stream: {found()}\n".encode())


@contextmanager
def virus_scanner(found: Callable[[], str]) -> Iterator[str]:
    """The address of a clamd that speaks INSTREAM. Having heard a file out it answers what ``found`` returns, such as "OK"."""
    with listening(lambda connection: _search(connection, found)) as port:
        yield f"127.0.0.1:{port}"
