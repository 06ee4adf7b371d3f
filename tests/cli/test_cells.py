import pytest

from confkit.cli.cells import pad, shorten, width, wrap


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("abc", 3),
        ("", 0),
        ("Käse", 4),
        ("Ka\u0308se", 4),
        ("会議", 4),
        ("ﾊﾝ", 2),
        ("Ａ", 2),
        ("a\u200db", 2),
        ("🎧", 2),
    ],
)
def test_width_counts_cells_not_characters(text: str, cells: int) -> None:
    assert width(text) == cells


@pytest.mark.parametrize(
    ("text", "cut"), [("abcdef", "abc…"), ("abcd", "abcd"), ("会議室会", "会…"), ("ab cdef", "ab…")]
)
def test_shorten_keeps_to_the_cells(text: str, cut: str) -> None:
    assert shorten(text, 4) == cut
    assert width(shorten(text, 4)) <= 4


def test_shorten_to_nothing() -> None:
    assert shorten("abc", 0) == ""


def test_pad_aligns_wide_text_too() -> None:
    assert pad("会", 4) == "会  "
    assert pad("12", 4, right=True) == "  12"
    assert pad("longer", 4) == "longer"


def test_wrap_breaks_at_blanks_and_keeps_line_breaks() -> None:
    assert wrap("one two three\n\nfour", 7) == ["one two", "three", "", "four"]
    assert wrap("unbreakable a", 4) == ["unbreakable", "a"]
    assert wrap("会議 会議", 6) == ["会議", "会議"]
