"""The colours that Consult gives to text can be read: WCAG's 4.5 to 1, on each ground that the theme has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[1] / "consult" / "static" / "consult" / "consult.css"
# The kit's own grounds: of the page, and of cards and what lies in them.
GROUNDS = {"light": ("#fafafa", "#ffffff"), "dark": ("#171717", "#262626")}
RULE = re.compile(r'\[data-bs-theme="(light|dark)"\]([^{}]*)\{([^}]*)\}')
COLOUR = re.compile(r"(?:^|[;\s])(color|background|--tblr-btn-color):\s*(#[0-9a-f]{6})\b")
# Shown in both themes as something of which the kit's own colour is too faint in each.
IN_BOTH = ("bg-azure-lt", "bg-green-lt", "bg-red-lt", "bg-orange-lt", "bg-yellow-lt", "bg-secondary-lt", "text-danger")
# Stands on the white sheet that the editor keeps in both themes.
ON_WHITE = (".prose-editor",)


def light_of(colour: str) -> float:
    """WCAG's relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((light_of(one), light_of(other)))
    return (lighter + 0.05) / (darker + 0.05)


def rules() -> list[tuple[str, str, dict[str, str]]]:
    """The theme, the selector and the colours of each rule that sets a text's colour."""
    found = []
    for theme, selector, body in RULE.findall(CSS.read_text()):
        colours = dict(COLOUR.findall(body))
        if {"color", "--tblr-btn-color"} & set(colours):
            found.append((theme, selector.strip(), colours))
    return found


@pytest.mark.parametrize(("theme", "selector", "colours"), rules())
def test_every_text_can_be_read_on_its_ground(theme, selector, colours):
    text = colours.get("color") or colours["--tblr-btn-color"]
    own = colours.get("background")
    grounds = (own,) if own else ("#ffffff",) if selector in ON_WHITE else GROUNDS[theme]
    assert min(contrast(text, ground) for ground in grounds) >= 4.5


@pytest.mark.parametrize("name", IN_BOTH)
def test_what_is_corrected_for_one_theme_is_for_the_other(name):
    assert {theme for theme, selector, _colours in rules() if f".{name}" in selector.split()} == {"light", "dark"}


def test_tabs_that_are_not_chosen_can_be_read_in_the_dark():
    assert any(theme == "dark" and ".nav-tabs" in selector for theme, selector, _colours in rules())
