"""What pages may fetch and run, and what a script may that runs by itself beside a page: it has the policy of its own file."""

from __future__ import annotations

import re
from wsgiref.headers import Headers

from csp.constants import NONCE

PAGES = {
    "default-src": ["'none'"],
    # The editor's import map can only stand in the page: it carries a nonce of that one answer.
    "script-src": ["'self'", NONCE],
    # The one style sheet that the editor (Tiptap, as django-prose-editor packs it) puts into the page, by its hash.
    "style-src": ["'self'", "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    # The editor, pdf.js and the preview of documents draw pictures and fonts that they hold in memory.
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'", "data:"],
    "worker-src": ["'self'", "blob:"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}
# pdf.js takes PDFs apart here. Its decoders for the pictures of scanners are WebAssembly, which no page itself may run.
PDF_WORKER = re.compile(r"/vendor/pdfjs/pdf\.worker\.min(\.[0-9a-f]{12})?\.mjs$")
PDF_WORKER_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; font-src data:; img-src data: blob:"
)


def add_headers(headers: Headers, path: str, url: str) -> None:
    """Called by WhiteNoise for each static file."""
    if PDF_WORKER.search(url):
        headers["Content-Security-Policy"] = PDF_WORKER_POLICY
