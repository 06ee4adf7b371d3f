"""The list of problems: what is wrong, rule by rule where it is much, and the rules that events silenced."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from confkit.domain.problem import Problem
from confkit.services.rules import RuleSetting, silenced
from confkit.tui import words
from confkit.tui.glyphs import SEVERITY
from confkit.tui.listing import Cell, Column, Heading, Listing
from confkit.tui.snapshot import Snapshot
from confkit.tui.tones import Tone

# From so many on, problems stand below their rules.
MANY = 30


def problems(snapshot: Snapshot) -> Listing:
    """Everything that is wrong, errors first; then the rules that nobody asks."""

    def cells(row: Problem | RuleSetting) -> Sequence[Cell]:
        if isinstance(row, RuleSetting):
            return (("⊘", Tone.MUTED), f"{row.rule} · {row.event.title}", (f"silenced: {row.about}", Tone.MUTED))
        return (SEVERITY[row.severity], snapshot.place_of(row), (row.message, Tone.MUTED))

    found = snapshot.problems
    quiet = tuple(silenced(snapshot.events))
    rows: list[Any] = list(_grouped(found or ()))
    if quiet and found is not None:
        rows += [Heading(f"{words.count(len(quiet), 'rule')} silenced · s gives them a voice again"), *quiet]
    return Listing(
        columns=(Column("", 1), Column("Where", weight=1), Column("What", weight=2)),
        rows=rows,
        key=_key,
        cells=cells,
        words=search_words,
        empty=("Looking for problems…",)
        if found is None
        else ("✓ No problems.", "Press b to build: calendars, feeds and pages are written to the output folder."),
    )


def _grouped(found: Sequence[Problem]) -> Iterator[Problem | Heading]:
    """Problems as they come (errors first), or below their rules where there are many."""
    if len(found) < MANY:
        yield from found
        return
    ranked = sorted(found, key=lambda one: (one.rank[0], one.code, one.rank))
    for (_, code), group in groupby(ranked, key=lambda one: (one.rank[0], one.code)):
        own = list(group)
        yield Heading(f"{SEVERITY[own[0].severity][0]} {code} · {len(own)}")
        yield from own


def _key(row: Problem | RuleSetting) -> tuple[object, ...]:
    if isinstance(row, RuleSetting):
        return (row.event.id, row.rule)
    return (row.code, row.where, row.message)


def search_words(row: Problem | RuleSetting) -> str:
    """What the search looks through: ``code:room-overlap``, ``severity:error``, ``is:silenced``, and the words."""
    if isinstance(row, RuleSetting):
        return f"is:silenced code:{row.rule} severity:off {row.event.title} {row.about}"
    return f"code:{row.code} severity:{row.severity} {row.where} {row.message}"
