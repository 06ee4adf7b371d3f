"""Reviews from tables and back, and columns that somebody says what they are."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from confkit.codecs.reviews_csv import read_reviews_csv, write_reviews_csv
from confkit.codecs.sessions_csv import SPELLINGS, read_sessions_csv
from confkit.codecs.sheet import sheet_columns
from confkit.domain.errors import FormatError, InvalidValue
from tests.domain.planning.test_ranking import reviewed

TABLE = b"""Talk;Reviewed by;Stars;Remark;Colour
One;Ben;4;Clear;red
;Ben;4
Two;;3
Three;Ben;6
Four;Ben;
Five;Ben;;Why?
"""


def test_rows_are_reviews_or_told_by_line() -> None:
    found = read_reviews_csv(TABLE, "r.csv")
    said = [(row.line, row.title, row.reviewer, row.score, row.comment) for row in found.rows]
    assert said == [(2, "One", "Ben", 4, "Clear"), (7, "Five", "Ben", None, "Why?")]
    assert found.sheet.unknown == ("Colour",)
    assert [(one.where, one.message) for one in found.problems] == [
        ("r.csv, line 3", "names no session and is left out"),
        ("r.csv, line 4", "names no reviewer and is left out"),
        ("r.csv, line 5", "score “6” is left out with its row"),
        ("r.csv, line 6", "has neither a score nor a comment and is left out"),
    ]
    long = read_reviews_csv(b"Talk,By,Score,At\nOne,Ben,4.0,2027-01-01T10:00\nTwo,Ben," + b"x" * 90 + b",soon\n", "r")
    assert (long.rows[0].score, long.rows[0].at, long.rows[0].comment) == (4, datetime(2027, 1, 1, 10), None)
    assert "x…”" in long.problems[0].message
    assert read_reviews_csv(b"Talk,By,Score,At\nOne,Ben,4,0001-01-01\n", "r").rows[0].at is None


def test_what_is_written_is_read() -> None:
    whole = reviewed({(1, 1): 4, (2, 1): None, (2, 3): 1})
    reviews = tuple(replace(one, comment="=1+1\nWhy?") for one in whole.reviews)
    found = read_reviews_csv(write_reviews_csv(whole, reviews), "r.csv")
    assert found.problems == ()
    assert [(UUID(row.id), row.score, row.comment, row.at) for row in found.rows] == [
        (one.session_id, one.score, one.comment, one.at.astimezone(UTC)) for one in reviews
    ]
    assert [row.reviewer for row in found.rows] == [whole.person[one.person_id].name for one in reviews]


@pytest.mark.parametrize(
    ("table", "what"),
    [(b"By,Score\n", "sessions"), (b"Talk,Score\n", "reviewers"), (b"Talk,By\n", "scores")],
)
def test_what_a_table_of_reviews_needs(table: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        read_reviews_csv(table, "r.csv")


def test_a_column_is_what_somebody_says() -> None:
    table = "Vorschlag,Title,Wer,Text\nÜber Ton,Dr.,Femi,Lang\nNoch einer,,,\n".encode()
    found = sheet_columns(table, "t.csv", SPELLINGS)
    assert [(one.heading, one.name, one.samples) for one in found] == [
        ("Vorschlag", "", ("Über Ton", "Noch einer")),
        ("Title", "title", ("Dr.",)),
        ("Wer", "", ("Femi",)),
        ("Text", "description", ("Lang",)),
    ]
    mapping = {"vorschlag": "title", "Wer": "speakers", "Text": ""}
    assert [one.name for one in sheet_columns(table, "t.csv", SPELLINGS, mapping)] == ["title", "", "speakers", ""]
    rows = read_sessions_csv(table, "t.csv", mapping).rows
    assert [(row.title, row.description) for row in rows] == [("Über Ton", None), ("Noch einer", None)]
    assert rows[0].people is not None
    assert rows[0].people[0].name == "Femi"
    for wrong, message in (
        ({"Nothing": "title"}, "no column “Nothing”"),
        ({"Wer": "speeker"}, "can’t be “speeker”"),
        ({"Wer": "title", "Text": "title"}, "two columns"),
    ):
        with pytest.raises(InvalidValue, match=message):
            read_sessions_csv(table, "t.csv", wrong)
