"""Sign-ups as tables: who wants to come, and who no longer does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from confkit.codecs.sheet import Sheet, read_sheet, write_sheet
from confkit.domain.errors import FormatError
from confkit.domain.problem import Problem, Severity
from confkit.domain.session import Session
from confkit.domain.sign_up import SignUp

SPELLINGS: dict[str, tuple[str, ...]] = {
    "name": ("attendee", "participant", "full name", "teilnehmer", "teilnehmende", "vollständiger name"),
    "first": ("first name", "vorname", "given name"),
    "last": ("last name", "surname", "nachname", "family name"),
    "email": ("e-mail", "mail", "e-mail address", "email address", "e-mail-adresse"),
    "added": ("signed up", "timestamp", "date", "created", "zeitstempel", "angemeldet"),
    "withdrawn": ("cancelled", "canceled", "abgemeldet"),
}
_YES = frozenset({"yes", "y", "true", "1", "x", "ja"})


@dataclass(frozen=True, slots=True)
class SignUpRow:
    """What a row says about somebody; ``added`` is naive where it has no offset, None where it is not said."""

    line: int
    name: str
    email: str = ""
    added: datetime | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class SignUpSheet:
    """A table of sign-ups that was read."""

    rows: tuple[SignUpRow, ...]
    sheet: Sheet
    problems: tuple[Problem, ...] = ()


def read_sign_ups_csv(data: bytes, where: str) -> SignUpSheet:
    """Read a table of sign-ups, the rows in the order of arrival; raises FormatError without a column of names."""
    sheet = read_sheet(data, where, SPELLINGS)
    if not sheet.columns.keys() & {"name", "first", "last"}:
        raise FormatError("has no column with names", where=where, fix="call one of its columns Name")
    problems = list(sheet.problems)
    rows = []
    for row in sheet.rows:
        name = row.get("name") or f"{row.get('first')} {row.get('last')}".strip()
        if not name:
            fix = "fill in the name"
            problems.append(
                Problem("sheet-cell", Severity.WARNING, f"{where}, line {row.line}", "has no name and is left out", fix)
            )
            continue
        gone = row.get("withdrawn").casefold() in _YES
        rows.append(SignUpRow(row.line, name, row.get("email"), _added(row.get("added")), gone))
    return SignUpSheet(tuple(rows), sheet, tuple(problems))


def _added(text: str) -> datetime | None:
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    return value if 1 < value.year < 9999 else None


def write_sign_ups_csv(rows: Iterable[tuple[Session, SignUp, str, str]]) -> bytes:
    """Return sign-ups as a table with e-mail addresses; each with its session, slot and standing in words."""
    headings = ("Session", "Slot", "Name", "E-mail", "Signed up", "Withdrawn", "Standing")
    return write_sheet(
        headings,
        (
            (session.title, slot, one.name, one.email, one.added.isoformat(), "yes" * one.withdrawn, standing)
            for session, one, slot, standing in rows
        ),
    )
