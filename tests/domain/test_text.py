"""Cleaning: what is no content goes, what is stays as it was."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.domain.text import clean_line, clean_text

FORBIDDEN = {
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *"\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufff9\ufffa\ufffb\ufffe\uffff",
} - {"\n", "\t"}

# Every code point, surrogates included, with a liking for what has to go.
anything = st.text(
    st.one_of(st.characters(exclude_categories=()), st.sampled_from("\x1b\x9b\x9d\x9c\x07[]0;m\r\n\t\ud800\u202e\0\\"))
)
printable = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="".join(FORBIDDEN)) | st.sampled_from("\n\t")
)


@given(anything)
def test_nothing_forbidden_is_left(text: str) -> None:
    cleaned = clean_text(text)
    assert not FORBIDDEN & set(cleaned)
    assert not any(0xD800 <= ord(letter) <= 0xDFFF for letter in cleaned)
    cleaned.encode()


@given(anything)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(printable)
def test_printable_text_stays_the_same_object(text: str) -> None:
    assert clean_text(text) is text


@given(anything)
def test_a_line_is_one_line_without_blanks_around(text: str) -> None:
    line = clean_line(text)
    assert line == " ".join(line.split())
    assert not FORBIDDEN & set(line)
    assert "\n" not in line


@given(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1))
def test_a_line_keeps_every_visible_character(text: str) -> None:
    assert clean_line(f" {text}\n") == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;title\x07rest", "rest"),
        ("\x1b]8;;https://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9dtitle\x9crest", "rest"),
        ("\x1bPdevice\x1b\\rest", "rest"),
        ("\x1b]never ends", "never ends"),
        ("\x1bcreset \x1b(Bset", "reset set"),
        ("\x1b", ""),
        ("\x1b[", ""),
        ("a\0b\x08c\x7fd", "abcd"),
        ("abc\u202edef\u2066ghi\u2069", "abcdefghi"),
        ("\ufeffbom", "bom"),
        ("lone \ud83d surrogate", "lone \ufffd surrogate"),
        ("a\r\nb\rc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("[bold]no markup[/] {x} <b>", "[bold]no markup[/] {x} <b>"),
        ("emoji 🎙️ 👩‍⚕️ and שלום \u200f!", "emoji 🎙️ 👩‍⚕️ and שלום \u200f!"),
    ],
)
def test_clean_text(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


def test_clean_line_joins_lines() -> None:
    assert clean_line("  one\r\n\ttwo\u00a0three  ") == "one two three"


@pytest.mark.parametrize("start", ["\x9d", "\x1b]", "\x1b[", "\x9b", "\x1b", "\x1bP\x9d", "\x9b1 "])
def test_long_hostile_text_is_cleaned_in_a_moment(start: str) -> None:
    begin = time.process_time()
    clean_text(start * 200_000)
    clean_text(start + "0" * 200_000 + " " * 200_000)
    # A quadratic search takes minutes here; this takes well below a second.
    assert time.process_time() - begin < 5


def test_what_is_forbidden_is_no_letter() -> None:
    assert not any(unicodedata.category(letter)[0] in "LNPS" for letter in FORBIDDEN)
