import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Event
from icalendar.parser import Contentline

from confkit.codecs.ical_line import escape_parameter, escape_text, fold
from confkit.codecs.web_address import ascii_address
from confkit.domain.text import clean_text

# Characters of one to four octets, so that every way to meet the limit comes up.
wide = st.text(st.sampled_from("aé中🎙 "), max_size=200)


@given(wide)
def test_lines_are_folded_between_characters_at_75_octets(text: str) -> None:
    folded = fold(f"X:{text}")
    assert folded.endswith(b"\r\n")
    physical = folded[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in physical)
    assert "".join(line.decode()[bool(n) :] for n, line in enumerate(physical)) == f"X:{text}"


def test_a_line_is_not_folded_before_it_has_to_be() -> None:
    assert fold("X" * 75) == b"X" * 75 + b"\r\n"
    assert fold("X" * 76) == b"X" * 75 + b"\r\n X\r\n"
    assert fold("X" * 74 + "é") == b"X" * 74 + b"\r\n \xc3\xa9\r\n"
    assert fold("X" * (75 + 74 + 1)) == b"X" * 75 + b"\r\n " + b"X" * 74 + b"\r\n X\r\n"


@given(st.text().map(clean_text))
def test_texts_are_escaped_as_a_reader_expects_them(text: str) -> None:
    event = Event.from_ical(f"BEGIN:VEVENT\r\nSUMMARY:{escape_text(text)}\r\nEND:VEVENT\r\n")
    assert event["SUMMARY"] == text
    assert "\n" not in escape_text(text)


# icalendar 7.3 drops a backslash from a parameter, where it means nothing (RFC 5545 §3.2).
@given(st.text().map(clean_text).filter(lambda text: text == text.strip() and "\\" not in text))
def test_parameters_hold_any_text(text: str) -> None:
    line = Contentline(f"ORGANIZER;CN={escape_parameter(text)}:invalid:nomail")
    _, parameters, value = line.parts()
    assert parameters["CN"] == text
    assert value == "invalid:nomail"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Amira", "Amira"),
        ("Hart, Amira; Dr", '"Hart, Amira; Dr"'),
        ('The "Org": Inc', "\"The ^'Org^': Inc\""),
        ("a^b", "a^^b"),
        ("a\\b", '"a\\b"'),
        ("a\nb", "a^nb"),
        ("\x1b[31mred\x00\x07", "red"),
    ],
)
def test_parameters_are_quoted_by_rfc_6868(text: str, written: str) -> None:
    assert escape_parameter(text) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("https://example.org/a?b=c&d=1#x", "https://example.org/a?b=c&d=1#x"),
        ("https://example.org/ä b%20c", "https://example.org/%C3%A4%20b%20c"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://me@bücher.example:8080/", "https://me@xn--bcher-kva.example:8080/"),
        ("https://" + "ü" * 300 + "/", "https://" + "%C3%BC" * 300 + "/"),
        ("https://ü..x/", "https://%C3%BC..x/"),
        ("https://[::1]/ü", "https://[::1]/%C3%BC"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ('https://x.org/"<>\n', "https://x.org/%22%3C%3E"),
        ("", ""),
    ],
)
def test_addresses_become_ascii(typed: str, written: str) -> None:
    assert ascii_address(typed) == written
