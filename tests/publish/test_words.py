"""Words for days, times and lengths, clock changes included."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from confkit.publish import words

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2027, 4, 8), date(2027, 4, 8), "Thursday 8 April 2027"),
        (date(2027, 4, 8), date(2027, 4, 9), "8–9 April 2027"),
        (date(2027, 4, 30), date(2027, 5, 2), "30 April – 2 May 2027"),
        (date(2027, 12, 31), date(2028, 1, 1), "31 December 2027 – 1 January 2028"),
    ],
)
def test_days(first: date, last: date, shown: str) -> None:
    assert words.days(first, last) == shown


def test_a_repeated_hour_says_which_one() -> None:
    first = datetime(2027, 10, 31, 2, 30, tzinfo=BERLIN)
    assert words.clock(first) == "02:30 (UTC+02:00)"
    assert words.clock(first.replace(fold=1)) == "02:30 (UTC+01:00)"
    assert words.clock(first.replace(hour=4)) == "04:30"


def test_a_long_span_says_on_which_day_it_ends() -> None:
    start = datetime(2027, 4, 8, 22, tzinfo=BERLIN)
    assert words.span(start, start + timedelta(hours=4)) == "22:00–02:00"
    assert words.span(start, start + timedelta(hours=36)) == "22:00 – 10:00, 10 April 2027"


@pytest.mark.parametrize(
    ("seconds", "shown", "machine"),
    [
        (0.4, "0 s", "PT0S"),
        (59.6, "1 min 00 s", "PT60S"),
        (168.7, "2 min 49 s", "PT169S"),
        (3599.7, "1 h 00 min", "PT3600S"),
        (90_061, "25 h 01 min", "PT90061S"),
    ],
)
def test_length(seconds: float, shown: str, machine: str) -> None:
    assert words.length(timedelta(seconds=seconds)) == shown
    assert words.iso_length(timedelta(seconds=seconds)) == machine


def test_megabytes() -> None:
    assert [words.megabytes(size) for size in (0, 99_000, 3_210_000)] == ["0.1 MB", "0.1 MB", "3.2 MB"]


def test_paragraphs() -> None:
    assert words.paragraphs(" one\ntwo \n \n\n three\n") == ("one two", "three")
    assert words.paragraphs(" \n ") == ()


@pytest.mark.parametrize("url", ["https://a.example/ü?x=1#y", "HTTP://a", "mailto:a@b.example"])
def test_web_addresses_stay(url: str) -> None:
    assert words.web_address(url) == url


@pytest.mark.parametrize(
    "url", ["", "ftp://a", "javascript:x", "https://", "https://a b", "https://a\n", "a", "//a", "/a"]
)
def test_other_addresses_go(url: str) -> None:
    assert words.web_address(url) == ""
