"""Every icon that a page names is in the one file of icons, and in no other way is one drawn."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template
from django.templatetags.static import static

from config.made_files import SVG, USED, sprite, used_icons

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
TAG = re.compile(r"\{% icon (\S+)")


def test_the_file_holds_what_the_templates_name():
    root = ET.fromstring(sprite())
    symbols = {symbol.get("id"): len(symbol) for symbol in root.iter(f"{{{SVG}}}symbol")}
    assert sorted(symbols) == used_icons()
    assert min(symbols.values()) >= 1


def test_it_is_found_where_pages_ask_for_it():
    drawn = Template('{% icon "download" "fs-2" %}').render(Context())
    assert f'href="{static("vendor/icons.svg")}#download"' in drawn
    assert finders.find("vendor/icons.svg")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_icons_are_named_where_they_are_found(path):
    text = path.read_text()
    assert "ti ti-" not in text
    for argument in TAG.findall(text):
        assert argument.startswith('"') or "|default:" in argument, argument
        assert USED.search(f"icon {argument}" if argument.startswith('"') else argument), argument


def test_a_name_that_the_package_does_not_have_stops_the_gathering(settings, tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text('{% icon "no-such-icon" %}')
    settings.BASE_DIR = tmp_path
    with pytest.raises(ImproperlyConfigured, match="no-such-icon"):
        sprite()
