"""The themes can be read: every text on every ground it appears on."""

import itertools

import pytest
from textual.color import Color

from confkit.tui.theme import ANSI, DARK, LIGHT, THEMES, VARIABLES, theme_named
from confkit.tui.tones import Tone


def theme(name: str) -> dict[str, str]:
    found = next(one for one in THEMES if one.name == name)
    return {
        **VARIABLES[name],
        "foreground": str(found.foreground),
        "accent": str(found.accent),
        "background": str(found.background),
        "surface": str(found.surface),
    }


def _ratio(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""

    def luminance(text: str) -> float:
        def linear(value: int) -> float:
            part = value / 255
            return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

        red, green, blue = (linear(value) for value in Color.parse(text).rgb)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


TEXTS = ("foreground", "muted", "accent", "good", "warn", "bad")
GROUNDS = ("background", "surface", "cursor-blurred", "hover")


@pytest.mark.parametrize("name", [DARK, LIGHT])
@pytest.mark.parametrize(("text", "ground"), [*itertools.product(TEXTS, GROUNDS), ("cursor-text", "cursor")])
def test_contrast(name: str, text: str, ground: str) -> None:
    colours = theme(name)
    assert _ratio(colours[text], colours[ground]) >= 4.5


def test_the_ansi_theme_leaves_colours_to_the_terminal() -> None:
    for value in VARIABLES[ANSI].values():
        assert value.startswith("ansi_")


def test_every_theme_has_every_variable() -> None:
    wanted = set(VARIABLES[DARK])
    for one in THEMES:
        assert wanted <= set(one.variables)
        assert {word.lstrip("$") for tone in Tone for word in tone.split() if word.startswith("$")} <= wanted | {
            "accent"
        }


def test_names_of_the_configuration() -> None:
    assert [theme_named(word) for word in ("dark", "light", "ansi", "other")] == [DARK, LIGHT, ANSI, DARK]
