"""Tables from spreadsheets: every delimiter and encoding, formulas, and what can't be read, with its line."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.codecs.people_csv import read_sign_ups_csv
from confkit.codecs.sessions_csv import NamedPart, length_in, moment_in, read_sessions_csv, write_sessions_csv
from confkit.codecs.sheet import SIZE_LIMIT, read_sheet, write_sheet
from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput
from confkit.domain.person import Role
from confkit.domain.programme import Programme
from confkit.domain.session import Consent, Status
from tests.strategies import clean_long_text, programmes

SPELLINGS = {"one": ("first", "Erstes"), "two": ()}


@given(st.lists(st.tuples(clean_long_text(), clean_long_text()), max_size=5))
def test_what_is_written_reads_back_and_holds_no_formula(rows: list[tuple[str, str]]) -> None:
    data = write_sheet(("One", "Two"), rows)
    assert data.startswith(b"\xef\xbb\xbfOne,Two\r\n")
    found = read_sheet(data, "x.csv", SPELLINGS)
    assert [(row.cells["one"], row.cells["two"]) for row in found.rows] == [
        row for row in rows if any(cell.strip() for cell in row)
    ]
    assert found.problems == ()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "'=1", "''-x"])
def test_a_formula_is_written_behind_an_apostrophe(cell: str) -> None:
    line = write_sheet(("One",), [(cell,)]).decode("utf-8-sig").split("\r\n")[1].strip('"')
    assert line.startswith("'")
    assert read_sheet(write_sheet(("One",), [(cell,)]), "x", SPELLINGS).rows[0].cells["one"] == cell


def test_what_excel_wraps_is_unwrapped() -> None:
    found = read_sheet(b'one,two\n"=""0012""",x\n', "x", SPELLINGS)
    assert found.rows[0].get("one") == "0012"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    text = f"Erstes{delimiter}TWO{delimiter}other\r\nGrüße{delimiter}b{delimiter}\r\n"
    found = read_sheet(text.encode(encoding), "x", SPELLINGS)
    assert found.rows[0].cells == {"one": "Grüße", "two": "b"}
    assert (found.columns, found.unknown, found.problems) == ({"one": "Erstes", "two": "TWO"}, ("other",), ())


def test_windows_1252_is_read_with_a_hint_that_names_the_line() -> None:
    found = read_sheet("one;two\na;b\nGrüße – “x”;b\n".encode("cp1252"), "x.csv", SPELLINGS)
    assert found.rows[1].get("one") == "Grüße – “x”"
    (problem,) = found.problems
    assert (problem.code, problem.where) == ("sheet-encoding", "x.csv, line 3")


def test_rows_know_the_line_they_begin_in() -> None:
    found = read_sheet(b'one,two\n"a\nb\nc",x\n\n,\nd,y,z\n', "x.csv", SPELLINGS)
    assert [(row.line, row.cells["one"]) for row in found.rows] == [(2, "a\nb\nc"), (7, "d")]
    assert [problem.where for problem in found.problems] == ["x.csv, line 7"]


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", FormatError, "empty"),
        (b"a,b\n1,2\n", FormatError, "none of its columns"),
        (b'one\n"cut off', TruncatedInput, "in quotes"),
        (b"\xff\xfeo", TruncatedInput, "UTF-16"),
        (b"one\n" + b"x" * 200_000, FormatError, "field larger"),
        (b"x" * (SIZE_LIMIT + 1), LimitExceeded, "larger than"),
        (b"one\n" + b"a\n" * 50_001, LimitExceeded, "rows"),
    ],
)
def test_what_is_no_table_is_an_error(data: bytes, error: type[FormatError], words: str) -> None:
    with pytest.raises(error, match=words) as caught:
        read_sheet(data, "x.csv", SPELLINGS)
    assert caught.value.where == "x.csv"
    assert caught.value.fix


def test_quotes_that_are_not_doubled_are_a_problem_and_no_error() -> None:
    found = read_sheet(b'one,two\n"a "b" c",d\n', "x", SPELLINGS)
    assert [problem.code for problem in found.problems] == ["sheet-quotes"]
    assert len(found.rows) == 1


def test_text_from_outside_is_cleaned() -> None:
    data = "one\na\x1b[31mb\u202ec[bold]\n".encode()
    assert read_sheet(data, "x", SPELLINGS).rows[0].get("one") == "abc[bold]"


# --- sessions -----------------------------------------------------------------------------------------------------


def test_the_programme_of_gpn11(shared_data: Path) -> None:
    found = read_sessions_csv((shared_data / "csv" / "gpn11.csv").read_bytes(), "gpn11.csv")
    assert (len(found.rows), found.problems, found.sheet.unknown) == (29, (), ("Day",))
    first, gsm = found.rows[0], next(row for row in found.rows if row.title == "GSM")
    assert (first.id, first.room, first.start, first.duration) == (
        "1",
        "GroßesStudio",
        datetime(2011, 6, 23, 19),
        timedelta(minutes=90),
    )
    assert first.description is not None
    assert '"Hacker werden hacken"' in first.description
    assert [part.name for part in gsm.people or ()] == ["Konrad Meier", "Dennis Wehrle"]
    night = next(row for row in found.rows if row.title == "Ergebnisse Gamejam")
    assert night.start == datetime(2011, 6, 26)


def test_every_cell_in_the_words_of_people() -> None:
    data = (
        "Titel;Referenten;Dauer;Datum;Uhrzeit;Ende;Status;Recording;Keywords;Plätze;Lizenz;Link\n"
        "Auf Station;Amira Hart, Ben Okafor (Moderator);1h 30m;9.4.2027;10.30;12:00;Angenommen;ja;a, b;24;CC0-1.0;"
        "https://example.org/\n"
    )
    found = read_sessions_csv(data.encode(), "x.csv")
    assert found.problems == ()
    (row,) = found.rows
    assert row.people == (NamedPart("Amira Hart"), NamedPart("Ben Okafor", Role.MODERATOR))
    assert (row.start, row.end) == (datetime(2027, 4, 9, 10, 30), datetime(2027, 4, 9, 12))
    assert (row.duration, row.status, row.consent) == (timedelta(minutes=90), Status.ACCEPTED, Consent.GRANTED)
    assert (row.tags, row.capacity, row.licence, row.links) == (("a", "b"), 24, "CC0-1.0", ("https://example.org/",))
    assert (row.abstract, row.language, row.room) == (None, None, "")


def test_cells_that_can_not_be_read_are_told_with_their_line() -> None:
    data = (
        b"title,minutes,status,capacity,start,date\nA,soon,maybe,many,later,2027-04-09\n,45,,,,\nB,45,,,10:00,nowhen\n"
    )
    found = read_sessions_csv(data, "x.csv")
    assert [row.title for row in found.rows] == ["A", "B"]
    assert [(problem.where, problem.message.partition(":")[0]) for problem in found.problems] == [
        ("x.csv, line 2", "status"),
        ("x.csv, line 2", "minutes"),
        ("x.csv, line 2", "start"),
        ("x.csv, line 2", "capacity"),
        ("x.csv, line 3", "has no title and is left out"),
        ("x.csv, line 4", "start"),
    ]
    with pytest.raises(FormatError, match="no column with titles"):
        read_sessions_csv(b"speaker\nA\n", "x.csv")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("45", 45), ("45 min", 45), ("45.0", 45), ("1:30", 90), ("01:30:00", 90), ("1h 30m", 90), ("0", 0)],
)
def test_lengths(text: str, minutes: int) -> None:
    assert length_in(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "soon", "-5", "99999", "1:99", "9h 9h"])
def test_no_lengths(text: str) -> None:
    assert length_in(text) is None


@pytest.mark.parametrize(
    "text",
    ["2027-04-09 10:00", "2027-04-09T10:00:00", "9.4.2027 10:00", "09.04.27 10:00", "2027/04/09 10:00 am",
     "9 April 2027 10:00", "April 9, 2027 10:00", "2027-04-09 10:00 Uhr", "2027-04-09T10:00+02:00"],
)  # fmt: skip
def test_moments(text: str) -> None:
    assert moment_in(text) == datetime(2027, 4, 9, 10)


@pytest.mark.parametrize("text", ["", "10:00", "2027-04-09", "tomorrow 10:00", "0001-01-01 10:00", "9.4.2027 soon"])
def test_no_moments(text: str) -> None:
    assert moment_in(text) is None


@given(programmes())
def test_a_programme_as_a_table(programme: Programme) -> None:
    data = write_sessions_csv(programme, programme.sessions)
    found = read_sessions_csv(data, "x.csv")
    assert [row.id for row in found.rows] == [str(session.id) for session in programme.sessions]
    for row, session in zip(found.rows, programme.sessions, strict=True):
        assert (row.title, row.subtitle, row.status) == (session.title, session.subtitle, session.status)
        assert (row.abstract, row.description, row.notes) == (session.abstract, session.description, session.notes)
        assert (row.level, row.consent, row.language) == (session.level, session.consent, session.language)
        assert (row.audience, row.capacity) == (session.expected_audience, session.capacity)
        slots = programme.slots_of.get(session.id)
        if slots:
            assert row.start == slots[0].start.replace(tzinfo=None, second=0, fold=0)


# --- sign-ups -----------------------------------------------------------------------------------------------------


def test_sign_ups_of_a_form() -> None:
    data = (
        "Zeitstempel,Vorname,Nachname,E-Mail-Adresse,Abgemeldet\n"
        "2027-03-01 09:00,Chidi,Anagonye,chidi@example.org,\n"
        "gestern,Eleanor,Shellstrop,,ja\n,,,x@example.org,\n"
    )
    found = read_sign_ups_csv(data.encode(), "x.csv")
    assert [(row.name, row.email, row.added, row.withdrawn) for row in found.rows] == [
        ("Chidi Anagonye", "chidi@example.org", datetime(2027, 3, 1, 9), False),
        ("Eleanor Shellstrop", "", None, True),
    ]
    assert [problem.where for problem in found.problems] == ["x.csv, line 4"]
    with pytest.raises(FormatError, match="no column with names"):
        read_sign_ups_csv(b"email\nx\n", "x.csv")
