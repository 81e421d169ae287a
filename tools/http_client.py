"""Somebody who uses Consult by HTTP: signs in, fills in forms, uploads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import requests

SECONDS = 40
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class HttpClient:
    """A browser without a window. Every answer is followed to its end, except where a form was sent."""

    def __init__(self, site: str, certificate: Path) -> None:
        self.site = site
        self.session = requests.Session()
        # Of the environment neither a proxy nor another bundle of certificates.
        self.session.trust_env = False
        self.session.verify = str(certificate)
        self.token = ""

    def get(self, path: str, **options: Any) -> requests.Response:
        answer = self.session.get(self.site + path, timeout=SECONDS, **options)
        found = TOKEN.search(answer.text) if "html" in answer.headers.get("Content-Type", "") else None
        if found:
            self.token = found[1]
        return answer

    def post(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        files: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> requests.Response:
        """Send a form. The answer is not followed, so that a redirect says that it was taken."""
        return self.session.post(
            self.site + path,
            data={"csrfmiddlewaretoken": self.token, **(data or {})},
            files=files,
            headers={"Referer": self.site + path, **(headers or {})},
            timeout=SECONDS,
            allow_redirects=False,
        )

    def sign_in(self, email: str, password: str) -> None:
        """Raises ``AssertionError`` when it does not work."""
        self.get("/sign-in/")
        answer = self.post("/sign-in/", {"login": email, "password": password})
        assert answer.status_code == 302, f"{email} could not sign in: {answer.status_code}"
        # A token is bound to the session that it was given in.
        self.get("/notices/")
