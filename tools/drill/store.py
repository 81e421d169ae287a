"""A store that fails when it is told to: stands before the real one and passes everything on, or not.

Run by ``python -m tools.drill.store PORT TARGET_PORT FILE``; the file says ``ok``, ``error``, ``hang`` or ``full``.
"""

from __future__ import annotations

import http.client
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HANG_SECONDS = 40
REFUSALS = {
    "error": (500, "InternalError"),
    "full": (507, "InsufficientStorage"),
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    target = 0
    mode = Path()

    def _pass_on(self) -> None:
        body = self._body()
        mode = self.mode.read_text().strip()
        if mode == "hang":
            time.sleep(HANG_SECONDS)
            self.close_connection = True
            return
        if mode == "error" or (mode == "full" and self.command == "PUT"):
            self._refuse(*REFUSALS[mode])
            return
        connection = http.client.HTTPConnection("127.0.0.1", self.target, timeout=30)
        headers = {
            k: v for k, v in self.headers.items() if k.lower() not in ("connection", "transfer-encoding", "expect")
        }
        headers["Content-Length"] = str(len(body))
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                self.send_header(name, value)
        length = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(content))
        self.send_header("Content-Length", length or "0")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        connection.close()

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass_on  # noqa: N815

    def _body(self) -> bytes:
        if self.headers.get("Expect", "").lower() == "100-continue":
            self.send_response_only(100)
            self.end_headers()
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _refuse(self, status: int, code: str) -> None:
        text = f"<Error><Code>{code}</Code><Message>as the drill wants it</Message></Error>".encode()
        self.send_response_only(status)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    def log_message(self, *_args: object) -> None:
        """Nothing: there are thousands."""


def main(port: int, target: int, mode: Path) -> None:
    Handler.target, Handler.mode = target, mode
    ThreadingHTTPServer.request_queue_size = 128
    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
