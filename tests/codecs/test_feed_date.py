from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.codecs.feed_date import read_date
from confkit.codecs.rss_item import rfc2822
from tests import strategies

EAST = timezone(timedelta(hours=2))


@given(strategies.utc_moments(), st.integers(-11, 13))
def test_a_date_as_feeds_have_to_write_it_is_no_problem(moment: datetime, hours: int) -> None:
    local = moment.astimezone(timezone(timedelta(hours=hours)))
    assert read_date(rfc2822(local)) == (moment, "")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Fr, 07 Mai 2027 10:00:00 +0200", datetime(2027, 5, 7, 10, tzinfo=EAST)),
        ("Mi, 3. März 2021 10:00:00 MEZ", datetime(2021, 3, 3, 9, tzinfo=UTC)),
        ("mar., 09 août 2022 10:00:00 +0200", datetime(2022, 8, 9, 10, tzinfo=EAST)),
        ("lun, 3 de enero de 2022 10:00:00 +0100", datetime(2022, 1, 3, 9, tzinfo=UTC)),
        ("Пт, 09 апр 2021 10:00:00 +0300", datetime(2021, 4, 9, 7, tzinfo=UTC)),
        ("Fri, 09 Apr 2027 10:00:00 CEST", datetime(2027, 4, 9, 8, tzinfo=UTC)),
        ("2027-04-09T10:00:00.5Z", datetime(2027, 4, 9, 10, tzinfo=UTC)),
        ("2027-04-09T10:00:00-05:30", datetime(2027, 4, 9, 15, 30, tzinfo=UTC)),
        ("April 9th, 2027 10:00 GMT", datetime(2027, 4, 9, 10, tzinfo=UTC)),
        ("09.04.2027 10:00 +0200", datetime(2027, 4, 9, 8, tzinfo=UTC)),
    ],
)
def test_other_dates_are_guessed_and_told(text: str, moment: datetime) -> None:
    found, fault = read_date(text)
    assert found == moment
    assert fault.startswith("is not written as feeds have to; taken as ")


@pytest.mark.parametrize("text", ["Fri, 09 Apr 2027 10:00:00", "2027-04-09", "9 juin 2027", "09 Apr 27 00:00"])
def test_without_a_zone_it_is_taken_as_utc(text: str) -> None:
    found, fault = read_date(text)
    assert found is not None
    assert (found.year, found.utcoffset()) == (2027, timedelta(0))
    assert fault == "has no time zone; taken as UTC"


@pytest.mark.parametrize(
    "text", ["", "soon", "31 Feb 2027 10:00:00 +0000", "9 Foo 2027", "Fri, 09 Apr 2027 25:00:00 +0000", "0000-01-01"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date(text) == (None, "is not a date that can be read")


def test_an_unknown_place_is_utc_by_the_standard() -> None:
    assert read_date("Fri, 09 Apr 2027 10:00:00 -0000") == (datetime(2027, 4, 9, 10, tzinfo=UTC), "")


@given(st.text(max_size=60))
def test_any_text_is_read_or_not(text: str) -> None:
    moment, fault = read_date(text)
    assert moment is None or moment.tzinfo is not None
    assert moment is not None or fault
