"""What is written into blocks, and in which colours."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.color import Color

from confkit.tui.grid.colours import CONTRAST, GLYPHS, contrast, glyph, shades
from confkit.tui.grid.label import in_line, label_lines, spaced, wrapped
from confkit.tui.theme import ANSI, DARK, LIGHT
from tests.tui.grid.drawn import paints

PLAIN = Style()


def texts(*args: object) -> list[tuple[str, bool]]:
    return [(line.text.rstrip(), line.is_title) for line in label_lines(*args)]  # type: ignore[arg-type]


def test_the_title_comes_first_and_people_are_kept_a_line() -> None:
    title = "A rather long title of a talk"
    assert texts(title, "Amira", "Talk · 30′", 12, 1) == [("A rather lo…", True)]
    assert texts(title, "Amira", "Talk · 30′", 12, 2) == [("A rather lo…", True), ("Amira", False)]
    assert texts(title, "Amira", "Talk · 30′", 12, 3) == [("A rather", True), ("long title…", True), ("Amira", False)]
    assert texts(title, "", "", 12, 3)[-1] == ("of a talk", True)
    assert texts(title, "Amira", "Talk", 12, 9)[-2:] == [("Amira", False), ("Talk", False)]
    assert label_lines(title, "", "", 0, 3) == ()


def test_words_that_are_too_wide_are_broken_by_cells() -> None:
    assert [line.rstrip() for line in wrapped("漢字漢字", 4, 3)] == ["漢字", "漢字"]
    assert [line.rstrip() for line in wrapped("Donaudampfschiff", 6, 2)] == ["Donaud", "ampfs…"]
    assert wrapped("漢", 1, 2)


@given(st.text(max_size=60), st.integers(1, 20), st.integers(1, 5))
def test_lines_are_as_wide_and_as_many_as_there_is_room(text: str, width: int, most: int) -> None:
    lines = wrapped(" ".join(word for word in text.split() if word.isprintable()), width, most)
    assert len(lines) <= most
    assert {cell_len(line) for line in lines} == {width}


def test_texts_of_a_line_keep_a_blank_between_them_and_the_first_win() -> None:
    placed = spaced([(4, "09:15", PLAIN), (0, "09:00", PLAIN), (10, "09:30", PLAIN), (18, "10:00", PLAIN)], 22)
    assert [(x, text) for x, text, _ in placed] == [(4, "09:15"), (10, "09:30")]
    assert "".join(one.text for one in in_line(placed, 16, PLAIN)) == "    09:15 09:30 "


COLOURS = ("#ff0000", "#00ff00", "#ffff00", "#000000", "#ffffff", "#123456", "not a colour", "")


@pytest.mark.parametrize("name", [DARK, LIGHT])
def test_whatever_colour_a_track_has_its_blocks_can_be_read(name: str) -> None:
    found = paints(name, COLOURS)
    for track in (None, *range(len(COLOURS) + 3)):
        for text, bold in itertools.product(("foreground", "muted", "warn", "bad", "bar"), (False, True)):
            style = found.track(track, text, bold=bold)
            assert style.color
            assert style.bgcolor
            one, other = (Color(*part.get_truecolor()) for part in (style.color, style.bgcolor))
            assert contrast(one, other) >= CONTRAST, (track, text)
        title = found.titled(track)
        assert title.color
        assert title.bgcolor
        one, other = (Color(*part.get_truecolor()) for part in (title.color, title.bgcolor))
        assert contrast(one, other) >= CONTRAST, ("title on the map", track)
        assert found.fill(track) != found.fill(track, second=True)


def test_sixteen_colours_keep_the_terminals_own_ground() -> None:
    found = paints(ANSI)
    assert found.track(0, "foreground").bgcolor == found.style("foreground").bgcolor
    assert found.fill(0) == found.fill(0, second=True) != found.fill(1)
    assert found.pointer not in {found.fill(track) for track in range(12)}
    assert found.fill(None) == Color.parse("ansi_white")


def test_styles_are_made_once_and_glyphs_go_round() -> None:
    found = paints()
    assert found.track(1, "bar") is found.track(1, "bar")
    assert found.mixed(found.pointer) is found.mixed(found.pointer)
    assert glyph(None) == "·"
    assert [glyph(n) for n in range(len(GLYPHS) + 1)] == [*GLYPHS, GLYPHS[0]]
    assert len({*GLYPHS}) == len(GLYPHS)
    assert {cell_len(one) for one in GLYPHS} == {1}


def test_a_colour_gives_way_to_the_text_on_it() -> None:
    white, black = Color.parse("#ffffff"), Color.parse("#000000")
    assert contrast(white, black) == pytest.approx(21)
    assert contrast(white, white) == pytest.approx(1)
    ground, bar = shades(white, black, (white,))
    assert contrast(ground, white) >= CONTRAST
    assert contrast(ground, bar) >= CONTRAST
