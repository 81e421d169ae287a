"""Every page that somebody can see, looked at by axe: light and dark, on a phone and on a desk.

Which pages there are, and who may see them, is what the table of ``tests/web/test_access_urls.py`` says: an address that is
added there is looked at here. The steps of the procedure are those of ``every_step.py``.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser

from consult.actions.setting_up import make_code
from consult.models import Person
from consult.rules.setup_pages import PAGES
from tests.browser.conftest import ARTEFACTS, AXE, SIZES
from tests.web.test_access_urls import EXPECTED, World
from tests.web.test_setup_pages import ANSWERS

Variant = tuple[str, str]
VARIANTS: list[Variant] = [(theme, size) for theme in ("light", "dark") for size in SIZES]
# All that axe knows and holds to be sure, and of what it tries out or leaves to choice: names, sizes, tables.
MORE = ("label-content-name-mismatch", "target-size", "css-orientation-lock", "table-fake-caption", "td-has-header")
OPTIONS = {"resultTypes": ["violations"], "rules": {rule: {"enabled": True} for rule in MORE}}
# What is folded is read too; an open menu would lie over the page and hide it from being measured.
UNFOLD = "document.querySelectorAll('details:not([data-menu])').forEach((one) => { one.open = true; })"
MENUS = (
    "document.querySelectorAll('details[data-menu]').forEach((one) => { one.open = true; });"
    "document.getElementById('menu').classList.add('show');"
)
# Who speaks to their phone says what they read: axe looks at buttons and links for it, not at fields.
LABELS = """[...document.querySelectorAll('label')].filter((label) => label.control).map((label) => {
  const own = label.control;
  const ids = (own.getAttribute('aria-labelledby') || '').split(' ').filter(Boolean);
  const name = own.getAttribute('aria-label') || ids.map((id) => document.getElementById(id)?.textContent).join(' ');
  const plain = (text) => text.replace(/\\s+/g, ' ').trim().toLowerCase();
  return name && !plain(name).includes(plain(label.innerText)) ? `${label.innerText} / ${name}` : '';
}).filter(Boolean)"""
# How somebody orders the headings of their own text is theirs.
JUDGE = """async ([part, options]) => {
  const {violations} = await axe.run(part, options);
  const own = (node) => document.querySelector(node.target[0])?.closest('.prose, .ProseMirror');
  for (const one of violations) if (one.id === 'heading-order') one.nodes = one.nodes.filter((node) => !own(node));
  return violations;
}"""
# Who is asked first: whoever sees most of a page.
ORDER = ("officer", "clerk", "administrator", "leader", "reviewer", "proposer", "chair", "anonymous")
# What only guests see, and what answers to no part of the table.
FOR_GUESTS = ("account_login", "account_reset_password", "mfa_login_webauthn")
OTHERS = {"no such page": "/no-such-page/"}


@dataclass
class Seen:
    """A page, whose it is, and the session with which it is opened."""

    name: str
    path: str
    who: str
    session: str = ""


@dataclass
class Look:
    """One window in which page after page is looked at. With ``pictures`` it keeps what it saw in ``artefacts/``."""

    browser: Browser
    base: str
    variants: list[Variant]
    pictures: bool = False
    faults: list[str] = field(default_factory=list)
    pages: int = 0
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.axe = AXE.read_text()
        # What fades from one colour into another would be measured on its way.
        self.context = self.browser.new_context(locale="vi-VN", reduced_motion="reduce")
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)

    def at(self, pages: Iterable[Seen]) -> None:
        """Each page is opened once, and its colours and width are changed under it."""
        for seen in pages:
            started = time.monotonic()
            self._open(seen)
            for theme, size in self.variants:
                self._judge(seen, theme, size)
            if seen.name == "my_work":
                self.page.evaluate(MENUS)
                for theme, size in self.variants:
                    self._judge(replace(seen, name="my_work with its menus"), theme, size, "header")
            self.pages += 1
            self.seconds += time.monotonic() - started

    def told(self) -> str:
        return f"{self.pages} pages in {self.variants}: {len(self.faults)} faults in {self.seconds:.0f} s"

    def _open(self, seen: Seen) -> None:
        self.context.clear_cookies()
        if seen.session:
            cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": seen.session, "url": self.base}
            self.context.add_cookies([cookie])
        self.page.goto(self.base + seen.path)
        self.page.evaluate(UNFOLD)
        # What is a picture once its font is there would be judged as the word that it stands for.
        self.page.evaluate("document.fonts.ready.then(() => null)")
        self.page.evaluate(self.axe)

    def _judge(self, seen: Seen, theme: str, size: str, part: str = "html") -> None:
        window: Any = SIZES[size]
        self.page.set_viewport_size(window)
        self.page.evaluate("(theme) => document.documentElement.setAttribute('data-bs-theme', theme)", theme)
        told = f"{seen.name} as {seen.who}, {theme}, {size}"
        wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 0:
            self.faults.append(f"{told}: {wider} px wider than the window")
        self.faults += [
            f"{told}: a field is called otherwise than its label: {one}" for one in self.page.evaluate(LABELS)
        ]
        violations = self.page.evaluate(JUDGE, [part, OPTIONS])
        self.faults += [f"{told}: {fault}" for fault in _told(violations)]
        if self.pictures:
            folder = ARTEFACTS / f"{theme}-{size}"
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{seen.name.replace(' ', '-')}.png", full_page=True)


def _told(violations: list[dict[str, Any]]) -> Iterator[str]:
    for violation in violations:
        for node in violation["nodes"][:3]:
            why = [check["message"] for check in node["any"] + node["all"] + node["none"]][:1]
            yield f"{violation['id']} ({violation['impact']}) at {node['target']}: {why} {node['html'][:160]}"


# ---------------------------------------------------------------- which pages there are
class Doors:
    """Signed-in clients, one for each person, who have just proved who they are."""

    def __init__(self) -> None:
        self.clients: dict[int | None, Client] = {}

    def client(self, person: Person | None) -> Client:
        key = person.pk if person else None
        if key not in self.clients:
            client = self.clients[key] = Client()
            if person:
                client.force_login(person)
                session = client.session
                # As allauth writes it down when somebody was asked for their password once more.
                session["account_authentication_methods"] = [
                    {"method": "password", "at": time.time(), "reauthenticated": True}
                ]
                session["account_authentication_methods_user"] = str(person.pk)
                session.save()
        return self.clients[key]

    def opens(self, name: str, path: str, who: str, person: Person | None) -> Seen | None:
        """The page, if this person is shown one there."""
        client = self.client(person)
        answer = client.get(path)
        kind = answer.headers.get("Content-Type", "")
        if answer.status_code != 200 or not kind.startswith("text/html") or answer.streaming:
            return None
        # A part of a page is looked at in the page that holds it.
        if b"<html" not in answer.content:
            return None
        cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
        return Seen(name, path, who, cookie.value if cookie and person else "")


def pages_of(world: World, doors: Doors) -> Iterator[Seen]:
    """The page behind each address that answers with one, as the first who is shown it."""
    for name in sorted(EXPECTED):
        case = EXPECTED[name]
        if case.post is not None or case.hidden:
            continue
        path = reverse(name, args=case.arguments(world))
        order = ("anonymous",) if name.startswith(FOR_GUESTS) else ORDER
        for who in sorted(case.allowed, key=lambda one: order.index(one) if one in order else len(order)):
            seen = doors.opens(name, path, who, world.people.get(who))
            if seen:
                yield seen
                break
    for name, path in OTHERS.items():
        yield Seen(name, path, "anonymous")
    yield from setup_pages()


def setup_pages() -> Iterator[Seen]:
    """The pages on which an office is set up, each as it is met on the way."""
    client, code = Client(), make_code(another=True)
    yield Seen("setup", reverse("setup"), "anonymous")
    client.post(reverse("setup"), {"code": code})
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    for page in PAGES:
        path = reverse("setup_page", args=[page])
        yield Seen(f"setup {page}", path, "anonymous", session)
        if page in ANSWERS:
            assert client.post(path, ANSWERS[page]).status_code == 302, page
