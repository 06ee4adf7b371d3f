"""The colours of the grid: a ground and a bar for each track, mixed until everything on it can be read.

A track's colour is what somebody chose for a web page. It is mixed into the theme's ground as far as the text on it
keeps a contrast of 4.5:1 (WCAG 2.2, 1.4.3), and the bar beside it is moved towards the text until it can be told from
the ground. In the theme of sixteen colours the ground stays the terminal's own. The glyph says the same as the colour.
"""

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from rich.style import Style
from textual.color import Color, ColorParseError
from textual.style import Style as VisualStyle

CONTRAST = 4.5
# Of tracks that nobody gave a colour; red, amber and green mean something else here.
_PALETTE = ("#5aa9e6", "#b58bd9", "#4fb3a5", "#d98cb3", "#8a9be8", "#c7a17a", "#6fb7c9", "#a3a3c2")
_ANSI = ("ansi_cyan", "ansi_magenta", "ansi_bright_blue", "ansi_bright_magenta", "ansi_bright_cyan", "ansi_blue")
GLYPHS = ("●", "▲", "■", "◆", "★", "▼", "◉", "◈", "▣", "✦", "⬢", "◐")


def contrast(one: Color, other: Color) -> float:
    """The contrast of two colours: 1 for the same, 21 for black and white (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Color) -> float:
    def linear(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(value) for value in colour.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Shades(NamedTuple):
    """The ground of a track's blocks, and the bar and glyph on it."""

    ground: Color
    bar: Color


@lru_cache(maxsize=512)
def shades(colour: Color, ground: Color, texts: tuple[Color, ...]) -> Shades:
    """Mix a track's colour for a ground on which every one of ``texts`` has to be readable."""
    tinted = next(
        mixed
        for part in (0.22, 0.16, 0.11, 0.07, 0.03, 0.0)
        if (mixed := ground.blend(colour, part))
        and (not part or min(contrast(mixed, one) for one in texts) >= CONTRAST)
    )
    # The first of the texts is the brightest: in the end the bar is as bright as the text.
    bars = (colour.blend(texts[0], part / 10) for part in range(11))
    bar = next((one for one in bars if contrast(tinted, one) >= CONTRAST), texts[0])
    return Shades(tinted, bar)


def glyph(track: int | None) -> str:
    """The sign of a track by its number; that of no track is a quiet one."""
    return "·" if track is None else GLYPHS[track % len(GLYPHS)]


class Paints:
    """The styles of the grid in one theme, for the tracks of one event; made when they are first used."""

    def __init__(self, variables: Mapping[str, str], colours: tuple[str, ...], *, is_ansi: bool) -> None:
        self._variables = variables
        self._colours = colours
        self.is_ansi = is_ansi
        self._kept: dict[tuple[object, ...], Style] = {}

    def colour(self, name: str) -> Color:
        """A colour of the theme."""
        return Color.parse(self._variables[name])

    @cached_property
    def ground(self) -> Color:
        """The ground of the whole grid."""
        return self.colour("background")

    def style(self, name: str, on: str = "background", *, bold: bool = False) -> Style:
        """The style of a text of the theme on a ground of the theme."""
        key = (name, on, bold)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = _style(self.colour(name), self.colour(on), bold=bold)
        return found

    @property
    def lifted(self) -> Style:
        """The style of what is carried: the accent, turned round."""
        if self.is_ansi:
            return self.style("cursor-text", "cursor", bold=True)
        return self.style("background", "accent", bold=True)

    def track(self, number: int | None, text: str, *, bold: bool = False, quiet: bool = False) -> Style:
        """The style of a text of the theme (``bar`` for the bar) on the ground of a track."""
        key = ("track", number, text, bold, quiet)
        found = self._kept.get(key)
        if found is None:
            ground, bar = self._shades(number)
            found = self._kept[key] = _style(
                bar if text == "bar" else self.colour(text), self.ground if quiet else ground, bold=bold
            )
        return found

    def fill(self, number: int | None, *, second: bool = False) -> Color:
        """The colour of a track where it stands without a text, as on a map; a ``second`` shade tells neighbours
        apart. In sixteen colours there is only one."""
        if self.is_ansi:
            return Color.parse("ansi_white") if number is None else self._shades(number).bar
        return self._shades(number).bar.blend(self.ground, 0.3 if second else 0)

    @property
    def pointer(self) -> Color:
        """What stands out from every track: the brightest text, or a colour that no track has."""
        return Color.parse("ansi_bright_yellow") if self.is_ansi else self.colour("foreground")

    def mixed(self, text: Color, ground: Color | None = None, *, bold: bool = False) -> Style:
        """The style of a text of any colour on any ground."""
        key = ("mixed", text, ground, bold)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = _style(text, ground or self.ground, bold=bold)
        return found

    def titled(self, number: int | None) -> Style:
        """The style of a title on the full colour of a track."""
        return self.mixed(self.dark, self.fill(number))

    @property
    def dark(self) -> Color:
        """What can be read on the full colour of a track."""
        return Color.parse("ansi_black") if self.is_ansi else self.ground

    def _shades(self, number: int | None) -> Shades:
        if self.is_ansi:
            name = "ansi_default" if number is None else _ANSI[number % len(_ANSI)]
            return Shades(self.ground, Color.parse(name))
        texts = tuple(self.colour(name) for name in ("foreground", "muted", "warn", "bad"))
        if number is None:
            return shades(self.ground.blend(self.colour("muted"), 0.5), self.ground, texts)
        return shades(self.of_track(number), self.ground, texts)

    def of_track(self, number: int) -> Color:
        """The colour of a track as it was chosen, or one of ours."""
        chosen = self._colours[number] if number < len(self._colours) else ""
        try:
            return Color.parse(chosen) if chosen else Color.parse(_PALETTE[number % len(_PALETTE)])
        except ColorParseError:
            return Color.parse(_PALETTE[number % len(_PALETTE)])


def _style(text: Color, ground: Color, *, bold: bool) -> Style:
    return VisualStyle(background=ground, foreground=text, bold=bold or None).rich_style
