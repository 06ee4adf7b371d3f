"""Tables as spreadsheets save them (CSV, RFC 4180): read whatever comes, written so that every spreadsheet takes it.

Read: comma, semicolon or tab, whichever makes the best table; UTF-8 with or without a byte order mark, UTF-16 with
one, else Windows-1252; line breaks in cells; the name of a column in several spellings. Written: comma, CRLF, UTF-8
with a byte order mark (without it Excel takes the text for Windows-1252).

A cell that begins like a formula is a danger where a spreadsheet opens it (CWE-1236): it is written behind an
apostrophe, and what is read loses that apostrophe again.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from confkit.domain.errors import FormatError, InvalidValue, LimitExceeded, TruncatedInput
from confkit.domain.problem import Problem, Severity
from confkit.domain.text import clean_line, clean_text

SIZE_LIMIT = 20 * 1024 * 1024
ROW_LIMIT = 50_000
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_PREFIXED = re.compile(r"'+[=+\-@\t\r]")
# What Excel is made to write so that 0012 keeps its zeros: ="0012".
_QUOTED_FORMULA = re.compile(r'="([^"]*)"\Z')
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: the line of the file in which it begins (from 1), and its cells by the name of what they are."""

    line: int
    cells: Mapping[str, str]

    def get(self, name: str) -> str:
        """Return a cell, empty where there is none; on one line."""
        return clean_line(self.cells.get(name, ""))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that was read: ``columns`` says which heading was taken for what, ``unknown`` are the others."""

    columns: Mapping[str, str]
    unknown: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a table: its heading, what it is taken for (empty: nothing), and the first cells that hold text."""

    heading: str
    name: str
    samples: tuple[str, ...]


def sheet_columns(
    data: bytes,
    where: str,
    spellings: Mapping[str, Sequence[str]],
    mapping: Mapping[str, str] | None = None,
    *,
    samples: int = 3,
) -> tuple[SheetColumn, ...]:
    """Return the columns of a table and what each would be taken for; arguments and errors as of ``read_sheet``."""
    records, _ = _table(data, where)
    headings = [clean_line(cell) for cell in records[0][1]]
    named = _named(headings, spellings, mapping or {}, where)

    def shown(at: int) -> tuple[str, ...]:
        cells = (clean_line(_plain(record[at])[:200]) for _, record in records[1:] if at < len(record))
        return tuple(islice(filter(None, cells), samples))

    return tuple(SheetColumn(heading, named.get(at, ""), shown(at)) for at, heading in enumerate(headings) if heading)


def read_sheet(
    data: bytes, where: str, spellings: Mapping[str, Sequence[str]], mapping: Mapping[str, str] | None = None
) -> Sheet:
    """Read a table whose headings are spelled as ``spellings`` lists for each name (or as the name itself).

    ``mapping`` says for some headings what they are instead; empty leaves the column out. Raises LimitExceeded,
    TruncatedInput where it ends within quotes, FormatError without any heading that is known, InvalidValue for a
    mapping of a heading that is not there, or to something that is not known.
    """
    records, problems = _table(data, where)
    headings = [clean_line(cell) for cell in records[0][1]]
    named = _named(headings, spellings, mapping or {}, where)
    if not named:
        known = ", ".join(spellings)
        raise FormatError(
            "none of its columns has a name that is known here",
            where=where,
            fix=f"name columns in the first line: {known}",
        )
    rows = []
    for line, record in records[1:]:
        cells = {name: _plain(record[at]) for at, name in named.items() if at < len(record)}
        if len(record) > len(headings):
            problems.append(_odd_row(where, line, len(record), len(headings)))
        if any(cell.strip() for cell in cells.values()):
            rows.append(SheetRow(line, cells))
    unknown = tuple(heading for at, heading in enumerate(headings) if at not in named and heading)
    return Sheet({name: headings[at] for at, name in named.items()}, unknown, tuple(rows), tuple(problems))


def _table(data: bytes, where: str) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    if len(data) > SIZE_LIMIT:
        raise LimitExceeded(
            f"is larger than {SIZE_LIMIT // 2**20} MiB", where=where, fix="split it, or check that it is the right file"
        )
    text, problems = _decoded(data, where)
    records, more = _records(text, where, _delimiter(text))
    problems += more
    if not records:
        raise FormatError("is empty", where=where, fix="the first line has to name the columns")
    return records, problems


def _decoded(data: bytes, where: str) -> tuple[str, list[Problem]]:
    if data[:2] in _UTF16:
        try:
            return data.decode("utf-16"), []
        except UnicodeDecodeError as error:
            raise TruncatedInput("is not UTF-16 to its end", where=where, fix="save it anew, as UTF-8") from error
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(
            "sheet-encoding",
            Severity.HINT,
            f"{where}, line {line}",
            "is not UTF-8; read as Windows-1252",
            "look at letters with accents; save the file as UTF-8 if they are wrong",
        )
        return data.decode("cp1252", "replace"), [problem]


def _delimiter(text: str) -> str:
    """Return the delimiter that makes the most columns of the first record, those of a tie in the order above."""

    def columns(delimiter: str) -> int:
        try:
            return len(next(csv.reader(io.StringIO(text[:65_536], newline=""), delimiter=delimiter), []))
        except csv.Error:
            return 0

    return max(_DELIMITERS, key=columns)


def _records(text: str, where: str, delimiter: str) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    try:
        return list(_parsed(text, where, delimiter, strict=True)), []
    except csv.Error as error:
        if "end of data" in str(error):
            raise TruncatedInput(
                "ends within a cell in quotes", where=where, fix="get the whole file, or close the quotes"
            ) from error
    try:
        records = list(_parsed(text, where, delimiter, strict=False))
    except csv.Error as error:
        raise FormatError(f"can't be read as a table ({error})", where=where, fix="save it anew as CSV") from error
    problem = Problem(
        "sheet-quotes",
        Severity.WARNING,
        where,
        "has quotes within cells that are not doubled; cells may be cut wrongly",
        "save it anew from the spreadsheet, and look at what was read",
    )
    return records, [problem]


def _parsed(text: str, where: str, delimiter: str, *, strict: bool) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    first = 1
    for number, record in enumerate(reader):
        if number > ROW_LIMIT:
            raise LimitExceeded(f"has more than {ROW_LIMIT:,} rows", where=where, fix="split it")
        if record:
            yield first, record
        first = reader.line_num + 1


def _named(
    headings: Sequence[str], spellings: Mapping[str, Sequence[str]], mapping: Mapping[str, str], where: str
) -> dict[int, str]:
    """Return which columns mean what; what is mapped goes first, of two for the same thing the first counts."""
    told = _told(headings, spellings, mapping, where)
    known = {_key(word): name for name, words in spellings.items() for word in (name, *words)}
    found: dict[int, str] = {}
    for at, heading in enumerate(headings):
        name = told[at] if at in told else known.get(_key(heading))
        taken = found.values() if at in told else (*found.values(), *told.values())
        if name and name not in taken:
            found[at] = name
    return found


def _told(
    headings: Sequence[str], spellings: Mapping[str, Sequence[str]], mapping: Mapping[str, str], where: str
) -> dict[int, str]:
    found: dict[int, str] = {}
    for heading, name in mapping.items():
        exact = [at for at, own in enumerate(headings) if own == clean_line(heading)]
        columns = exact or [at for at, own in enumerate(headings) if _key(own) == _key(heading) != ""]
        if not columns:
            there = ", ".join(f"“{own}”" for own in headings if own)
            raise InvalidValue(f"there is no column “{heading}”", where=where, fix=f"its columns are {there}")
        if name and name not in spellings:
            known = ", ".join(spellings)
            raise InvalidValue(f"a column can’t be “{name}”", where=f"{where}: {heading}", fix=f"use one of {known}")
        if name and name in found.values():
            raise InvalidValue(
                f"two columns are to be {name}", where=f"{where}: {heading}", fix="leave one of them out"
            )
        found[columns[0]] = name
    return found


def _key(heading: str) -> str:
    return "".join(sign for sign in heading.casefold() if sign.isalnum())


def _plain(cell: str) -> str:
    """Return the text of a cell without what protects it from being a formula."""
    quoted = _QUOTED_FORMULA.match(cell)
    if quoted:
        return clean_text(quoted[1])
    return clean_text(cell[1:] if _PREFIXED.match(cell) else cell)


def _odd_row(where: str, line: int, cells: int, columns: int) -> Problem:
    return Problem(
        "sheet-row",
        Severity.WARNING,
        f"{where}, line {line}",
        f"has {cells} cells, and there are {columns} columns; the rest is left out",
        "put text that holds the delimiter in quotes",
    )


def write_sheet(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table with these headings; no cell of it is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")
