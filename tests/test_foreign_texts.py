"""What installed packages say is Vietnamese wherever it can be reached: pages, scripts, the editor, a command."""

from __future__ import annotations

import ast
import getpass
import inspect
import io
import json
import re
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.management.commands import createsuperuser
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from consult import foreign_texts
from consult.forms.steps.editor import EXTENSIONS
from consult.models import Person
from consult.views.accounts import AccountAdapter
from consult.views.texts import EDITOR_WORDS
from tests import foreign
from tests.foreign import PLACEHOLDER, Text
from tools.translations import OTHER_ADDRESS

# Units and names that Vietnamese has from the standards.
SAME_IN_BOTH = {
    "WebAuthn", "IPv4", "IPv6", "%(size)d byte", "%s KB", "%s MB", "%s GB", "%s TB", "%s PB", "S", "M", "T", "W", "F",
}  # fmt: skip
# Templates of allauth's parts that are not installed, by their folder.
NOT_INSTALLED = {
    "idp": "allauth.idp.oidc",
    "openid": "allauth.socialaccount.providers.openid",
    "socialaccount": "allauth.socialaccount",
}
# The one mail that it would send, which the adapter sends in the words of an office.
WORDED_HERE = "templates/account/email/password_reset_key_"
# Of viewflow we use the flow and its tables; its own pages have no address here.
USED_OF_VIEWFLOW = re.compile(r"viewflow\.workflow:(apps|models|status|fields|exceptions)\.py$")

# What the editor's script names for extensions that our editor does not turn on.
WORDS_OF_OTHERS = {
    "Code": {"Code"},
    "CodeBlock": {"Code block"},
    "Figure": {
        "figure", "Add caption", "Alternative Text", "Browse...", "Caption", "Edit Figure", "Edit Image", "Image URL",
        "Insert Figure", "Remove caption",
    },
    "Fullscreen": {"Toggle fullscreen"},
    "HTML": {
        "HTML", "edit HTML", "Edit HTML", "Prettify",
        "The HTML contents of the editor. Note that the allowed HTML is restricted by the editor schema.",
    },
    "HorizontalRule": {"horizontal rule"},
    "NodeClass": {"Block style", "Reset all classes"},
    "StyleLoom": {"Styles"},
}  # fmt: skip
# A link is not opened in another window, and a heading's button is the picture called "title".
WORDS_OF_NOBODY = {"Open in new window", "title"}


def reachable(place: str) -> bool:
    app, _, path = place.partition(":")
    if app.startswith("viewflow"):
        return bool(USED_OF_VIEWFLOW.match(place))
    left_out = (*(f"templates/{folder}/" for folder in NOT_INSTALLED), WORDED_HERE)
    return not (app == "allauth" and path.startswith(left_out))


def english() -> dict[Text, set[str]]:
    """The texts that somebody may meet and that are words, not only a form such as “%s, %s”."""
    return {
        text: {place for place in places if reachable(place)}
        for text, places in foreign.texts().items()
        if any(map(reachable, places)) and re.search("[A-Za-z]", PLACEHOLDER.sub("", text.msgid))
    }


def wanted(text: Text, shown: set[str]) -> bool:
    return text.msgid not in SAME_IN_BOTH and bool(shown & {text.msgid, text.plural})


def named() -> set[Text]:
    return set(foreign.calls(ast.parse(inspect.getsource(foreign_texts))))


def placeholders(text: str) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(PLACEHOLDER.findall(text)).items()))


def callbacks(resolver: URLResolver) -> list[object]:
    found: list[object] = []
    for pattern in resolver.url_patterns:
        found += callbacks(pattern) if isinstance(pattern, URLResolver) else [pattern.callback]
        assert isinstance(pattern, (URLPattern, URLResolver))
    return found


def catalogue_of_scripts() -> dict[str, str | list[str]]:
    """What the administration's scripts are given."""
    script = admin.site.i18n_javascript(RequestFactory().get("/")).content.decode()
    found = re.search(r"const newcatalog = (\{.*?\});\n", script, re.DOTALL)
    assert found
    given: dict[str, str | list[str]] = json.loads(found[1])
    return given


def words_of_the_editor() -> set[str]:
    """Titles and labels in the editor's script: those given to gettext, and those of its buttons and choices."""
    path = finders.find("django_prose_editor/editor.js")
    assert path
    script = Path(path).read_text()
    gettext = re.search(r"(\w+)=window\.gettext\|\|", script)
    assert gettext
    ways = (
        rf"(?<!\w){gettext[1]}\(\"([^\"]+)\"\)", r"\.material\(\"[^\"]*\",\"([^\"]+)\"\)", r"</svg>`,\"([^\"]+)\"\)",
        r"\.material\(\"([^\"]+)\"\)",
        r"\.text\(\"([A-Z][^\"]+)\"\)", r"textContent:\"([^\"]+)\"", r"title:\"([^\"]+)\"",
    )  # fmt: skip
    found = {word for way in ways for word in re.findall(way, script)}
    found |= {
        word for choices in re.findall(r"enum:\[([^\]]+)\]", script) for word in re.findall(r"\"([^\"]+)\"", choices)
    }
    assert len(found) > 40, "the script is written in another way than this reads"
    level = EXTENSIONS["Heading"]["levels"]
    return found | {f"heading {one}" for one in level} | {f"Heading {one}" for one in level}


# ---------------------------------------------------------------- the catalogue
def test_every_text_of_a_package_is_vietnamese():
    missing = {text: places for text, places in english().items() if wanted(text, text.shown())}
    assert missing == {}, "name these in consult/foreign_texts.py, then `make messages`"


def test_packages_address_people_as_we_do():
    other = {text.msgid: text.shown() for text in english() if any(map(OTHER_ADDRESS.search, text.shown()))}
    assert other == {}, "name these in consult/foreign_texts.py, then `make messages`"


def test_no_text_is_named_that_no_package_has():
    assert named() - english().keys() == set()


def test_texts_take_the_same_values_in_both_languages():
    for text in english():
        allowed = {placeholders(one) for one in (text.msgid, text.plural) if one}
        assert {placeholders(one) for one in text.shown()} <= allowed, text


def test_the_collector_finds_texts_of_every_kind():
    found = english()
    assert Text("Incorrect code.") in found
    assert Text("Login", context="field label") in found
    assert Text("Please submit at most %(num)d form.", "Please submit at most %(num)d forms.") in found
    assert Text("Successfully signed in as %(name)s.") in found
    assert Text("entry", "entries") in found
    # Our page stands before this one of allauth's.
    assert not any("templates/account/login.html" in place for places in found.values() for place in places)


def test_what_is_left_out_cannot_be_reached():
    assert not [app for app in NOT_INSTALLED.values() if apps.is_installed(app)]
    assert "send_mail" in vars(AccountAdapter)
    modules = [getattr(one, "__module__", "") for one in callbacks(get_resolver())]
    assert not [module for module in modules if module.startswith("viewflow")]
    assert not [model for model in admin.site._registry if model._meta.app_label.startswith("viewflow")]
    own = [path for path in (settings.BASE_DIR / "templates").rglob("*.html") if "viewflow/" in path.read_text()]
    assert own == []
    # Django's own page of refused forms would show texts in which ours has no part.
    assert str(settings.BASE_DIR) in get_template("403_csrf.html").template.origin.name


def test_every_text_of_the_administrations_scripts_is_vietnamese():
    given = catalogue_of_scripts()
    missing = {}
    for text, places in foreign.texts_of_scripts().items():
        shown = given.get(f"{text.context}\x04{text.msgid}" if text.context else text.msgid, text.msgid)
        shown = set(shown if isinstance(shown, list) else [shown])
        if wanted(text, shown):
            missing[text] = places
        assert {placeholders(one) for one in shown} <= {placeholders(text.msgid), placeholders(text.plural)}, text
    assert missing == {}, "write these into locale/vi/LC_MESSAGES/djangojs.po"


def test_no_text_of_scripts_is_kept_that_no_script_has():
    kept = polib.pofile(str(settings.BASE_DIR / "locale/vi/LC_MESSAGES/djangojs.po"))
    entries = {Text(entry.msgid, entry.msgid_plural, entry.msgctxt or "") for entry in kept}
    assert entries - foreign.texts_of_scripts().keys() == set()


# ---------------------------------------------------------------- the editor
def test_the_editors_titles_and_labels_are_vietnamese():
    others = set().union(*WORDS_OF_OTHERS.values()) | WORDS_OF_NOBODY
    assert words_of_the_editor() - others - EDITOR_WORDS.keys() == set()
    assert not [word for word, shown in EDITOR_WORDS.items() if str(shown).casefold() == word.casefold()]


def test_words_are_left_out_only_for_what_the_editor_does_not_turn_on():
    assert WORDS_OF_OTHERS.keys() & EXTENSIONS.keys() == set()
    assert EXTENSIONS["Link"] == {"enableTarget": False}


def test_no_word_is_kept_that_the_editor_does_not_have():
    # "field" names the field itself.
    assert EDITOR_WORDS.keys() - words_of_the_editor() == {"field"}


# ---------------------------------------------------------------- the first account
class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """The questions of a command, answered well but for the first time."""
    questions: list[str] = []
    answers = iter(["khong-phai-dia-chi", "QUAN.TRI@hoi.vn", "", "Người Quản Trị"])
    passwords = iter(["mot-mat-khau-2026", "khac", " ", " ", "123", "123", "mot-mat-khau-2026", "mot-mat-khau-2026"])

    def ask(given):
        def answer(question: str = "Password: ") -> str:
            questions.append(question)
            return next(given)

        return answer

    monkeypatch.setattr("builtins.input", ask(answers))
    monkeypatch.setattr(getpass, "getpass", ask(passwords))
    return questions


@pytest.mark.django_db
def test_the_first_account_is_asked_for_in_vietnamese(asked):
    out, err = io.StringIO(), io.StringIO()
    call_command("createsuperuser", stdin=Terminal(), stdout=out, stderr=err)
    person = Person.objects.get(is_superuser=True)
    assert (person.email, person.name) == ("quan.tri@hoi.vn", "Người Quản Trị")
    assert person.check_password("mot-mat-khau-2026")
    said = [*asked, *out.getvalue().splitlines(), *err.getvalue().splitlines()]
    assert len(asked) == 12
    constants = {
        node.value.strip(": ")
        for node in ast.walk(ast.parse(inspect.getsource(createsuperuser)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert not [line for line in said if line.strip(": ") in constants or line.startswith(("Password", "Error"))]
    assert all(re.search("[^\x00-\x7f]", line) for line in said), said


@pytest.mark.django_db
def test_an_address_that_is_taken_is_asked_for_again(asked):
    Person.objects.create_user("quan.tri@hoi.vn", None, name="Người Cũ")
    with pytest.raises(StopIteration):
        call_command("createsuperuser", stdin=Terminal(), stdout=io.StringIO(), stderr=(err := io.StringIO()))
    assert "đã có tài khoản" in err.getvalue()


@pytest.mark.django_db
def test_programs_make_the_first_account_as_with_django(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "mot-mat-khau-2026")
    call_command("createsuperuser", "--noinput", email="may@hoi.vn", name="Máy", stdout=io.StringIO())
    assert Person.objects.get(email="may@hoi.vn").is_superuser


@pytest.mark.django_db
def test_without_a_terminal_nothing_is_asked(asked):
    out = io.StringIO()
    call_command("createsuperuser", stdin=io.StringIO(), stdout=out)
    assert "Chưa tạo tài khoản" in out.getvalue()
    assert asked == []
    assert not Person.objects.exists()


def test_english_pages_keep_the_english_texts():
    with translation.override("en"):
        assert Text("Incorrect code.").shown() == {"Incorrect code."}
