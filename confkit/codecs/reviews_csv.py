"""Reviews as tables: what a programme committee wrote down in a spreadsheet, and what it wants to look at there."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from confkit.codecs.sheet import Sheet, read_sheet, write_sheet
from confkit.domain.errors import FormatError
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.review import Review
from confkit.domain.rule_settings import USUAL, RuleOptions

SPELLINGS: dict[str, tuple[str, ...]] = {
    "id": ("session id", "code", "key", "nr", "number", "proposal id", "submission id"),
    "title": ("session", "titel", "session title", "talk", "talk title", "proposal", "proposal title", "vortrag"),
    "reviewer": (
        "reviewed by",
        "by",
        "name",
        "person",
        "gutachter",
        "gutachterin",
        "begutachtet von",
        "e-mail",
        "email",
    ),
    "score": ("points", "rating", "grade", "stars", "vote", "punkte", "note", "bewertung"),
    "comment": ("review", "remarks", "remark", "notes", "text", "kommentar", "bemerkung", "bemerkungen"),
    "at": ("date", "timestamp", "when", "created", "datum", "zeitstempel"),
}
HEADINGS = ("Session ID", "Session", "Reviewer", "Score", "Comment", "At")
_SCORE = re.compile(r"([0-9]{1,9})(?:[.,]0+)?\Z")


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """What one row says; ``comment`` is None without a column for it, ``at`` naive where it has no offset."""

    line: int
    id: str
    title: str
    reviewer: str
    score: int | None = None
    comment: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """A table of reviews that was read."""

    rows: tuple[ReviewRow, ...]
    sheet: Sheet
    problems: tuple[Problem, ...] = ()


def read_reviews_csv(
    data: bytes, where: str, mapping: Mapping[str, str] | None = None, scale: RuleOptions = USUAL
) -> ReviewSheet:
    """Read a table of reviews; a row that can't be one is left out with a problem that names its line.

    Scores are on the ``scale`` of the event.

    Raises FormatError without a column for sessions (title or id), for reviewers, and one for scores or comments; and
    as ``read_sheet`` does, which also says what ``mapping`` is.
    """
    sheet = read_sheet(data, where, SPELLINGS, mapping)
    for needed, what in ((("title", "id"), "sessions"), (("reviewer",), "reviewers"), (("score", "comment"), "scores")):
        if not sheet.columns.keys() & set(needed):
            name = needed[0].capitalize()
            raise FormatError(
                f"has no column with {what}", where=where, fix=f"call one of its columns {name}, or say which one it is"
            )
    problems = list(sheet.problems)
    rows = []
    for row in sheet.rows:
        score, comment = row.get("score"), row.cells.get("comment")
        found = ReviewRow(
            row.line,
            row.get("id"),
            row.get("title"),
            row.get("reviewer"),
            _score(score),
            None if comment is None else comment.strip(),
            _moment(row.get("at")),
        )
        wrong = _wrong(found, score, scale)
        if wrong is None:
            rows.append(found)
        else:
            problems.append(Problem("sheet-cell", Severity.WARNING, f"{where}, line {row.line}", *wrong))
    return ReviewSheet(tuple(rows), sheet, tuple(problems))


def _wrong(row: ReviewRow, score: str, scale: RuleOptions) -> tuple[str, str] | None:
    """Return what is wrong with a row, and what to do; None where it is a review."""
    if not row.title and not row.id:
        return "names no session and is left out", "fill in its title or id"
    if not row.reviewer:
        return "names no reviewer and is left out", "fill in who wrote it"
    if score and (row.score is None or not scale.takes(row.score)):
        shown = score if len(score) <= 40 else f"{score[:39]}…"
        return (
            f"score “{shown}” is left out with its row",
            f"use whole numbers from {scale.lowest_score} to {scale.highest_score}",
        )
    if row.score is None and not row.comment:
        return "has neither a score nor a comment and is left out", "nothing, if nothing was meant"
    return None


def _score(text: str) -> int | None:
    match = _SCORE.match(text)
    return int(match[1]) if match else None


def _moment(text: str) -> datetime | None:
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    return value if 1 < value.year < 9999 else None


def write_reviews_csv(programme: Programme, reviews: Iterable[Review]) -> bytes:
    """Return reviews as a table, with who wrote them."""

    def cells(review: Review) -> tuple[str, ...]:
        session = programme.session.get(review.session_id)
        reviewer = programme.person.get(review.person_id)
        return (
            str(review.session_id),
            session.title if session else "",
            reviewer.name if reviewer else "",
            "" if review.score is None else str(review.score),
            review.comment,
            review.at.isoformat(),
        )

    return write_sheet(HEADINGS, map(cells, reviews))
