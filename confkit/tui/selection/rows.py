"""Proposals as rows: their columns, by which of them they are sorted, and which of them are shown."""

from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from confkit.domain.planning.quotas import Usage
from confkit.domain.planning.ranking import Method
from confkit.domain.planning.standings import Standing
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Status
from confkit.tui import words
from confkit.tui.glyphs import STATUS
from confkit.tui.listing import MARK, Cell, Column, Listing
from confkit.tui.tones import Tone

METHOD = {Method.MEAN: "mean", Method.MEDIAN_RANK: "median rank", Method.MEAN_RANK: "mean rank"}


class Order(StrEnum):
    """By what the proposals are sorted; the value is what a person calls it."""

    PLACE = "place"
    TITLE = "title"
    STATUS = "state"
    PEOPLE = "people"
    TRACK = "track"
    TYPE = "type"
    MINUTES = "length"
    REVIEWS = "number of reviews"
    MEAN = "mean"
    MEDIAN = "median"
    MEAN_RANK = "mean rank"
    MEDIAN_RANK = "median rank"
    SPREAD = "disagreement"
    OWN = "your score"


# What begins with the largest: of scores the best, of reviews the most.
_LARGEST_FIRST = frozenset(
    {Order.REVIEWS, Order.MEAN, Order.MEDIAN, Order.SPREAD, Order.OWN, Order.MINUTES},
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which proposals are shown: of these states, tracks, types and lengths (empty: of all; None is “without one”)."""

    states: frozenset[Status] = frozenset()
    tracks: frozenset[UUID | None] = frozenset()
    types: frozenset[UUID | None] = frozenset()
    lengths: frozenset[timedelta] = frozenset()
    unreviewed: bool = False
    marked: bool = False

    @classmethod
    def of(cls, usage: Usage) -> "Filter":
        """Return the filter that shows what a quota is about."""
        match usage.kind:
            case "track":
                return cls(tracks=frozenset({usage.id}))
            case "type":
                return cls(types=frozenset({usage.id}))
        return cls(lengths=frozenset({usage.each or timedelta()}))

    def takes(self, one: Standing, length: timedelta, marked: AbstractSet[UUID]) -> bool:
        """Whether a proposal, so long, is shown."""
        session = one.session
        return (
            (not self.states or session.status in self.states)
            and (not self.tracks or session.track_id in self.tracks)
            and (not self.types or session.type_id in self.types)
            and (not self.lengths or length in self.lengths)
            and (not self.unreviewed or one.to_review)
            and (not self.marked or session.id in marked)
        )

    def toggled(self, choice: "Choice") -> "Filter":
        """Return the filter with a choice added, or taken away."""
        now: Any = getattr(self, choice.attribute)
        after: Any = now ^ {choice.value} if isinstance(now, frozenset) else not now
        return replace(self, **{choice.attribute: after})

    def holds(self, choice: "Choice") -> bool:
        """Whether a choice is made."""
        now = getattr(self, choice.attribute)
        return choice.value in now if isinstance(now, frozenset) else bool(now)


ALL = Filter()


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a filter can ask for: ``value`` of its ``attribute``, ``words`` for people, how many there are."""

    attribute: str
    value: Any
    words: str
    count: int


def choices(programme: Programme, standings: Sequence[Standing], marked: AbstractSet[UUID]) -> tuple[Choice, ...]:
    """Return everything that a filter can ask for here."""
    sessions = [one.session for one in standings]
    found = [
        Choice("unreviewed", True, "not yet reviewed by you", sum(one.to_review for one in standings)),
        Choice("marked", True, "marked", len(marked)),
    ]
    found += [Choice("states", one, f"state: {one}", sum(s.status is one for s in sessions)) for one in Status]
    for attribute, own, word, things in (
        ("tracks", "track_id", "track", programme.tracks),
        ("types", "type_id", "type", programme.types),
    ):
        for thing in things:
            count = sum(getattr(s, own) == thing.id for s in sessions)
            found.append(Choice(attribute, thing.id, f"{word}: {thing.name}", count))
        without = sum(getattr(s, own) is None for s in sessions)
        found.append(Choice(attribute, None, f"without {word}", without))
    lengths = Counter(programme.length(session) for session in sessions)
    found += [
        Choice("lengths", length, f"length: {length / timedelta(minutes=1):g} min", lengths[length])
        for length in sorted(lengths)
    ]
    return tuple(one for one in found if one.count or not isinstance(getattr(ALL, one.attribute), frozenset))


def choice_listing(found: Sequence[Choice], present: Filter) -> Listing:
    """The choices of a filter as a list to choose from."""
    return Listing(
        (Column("", 1), Column("Show only", least=20), Column("", 6, align_right=True)),
        found,
        key=lambda one: (one.attribute, one.value),
        cells=lambda one: (
            ("✓" if present.holds(one) else "", Tone.ACCENT),
            one.words,
            (f"{one.count:,}", Tone.MUTED),
        ),
        words=lambda one: one.words,
    )


@dataclass(frozen=True, slots=True)
class View:
    """How the proposals are looked at: which are shown, in which order, ranked how, with names or without."""

    method: Method = Method.MEAN
    order: Order = Order.PLACE
    turned: bool = False
    filter: Filter = ALL
    names: bool = True
    marked: AbstractSet[UUID] = field(default_factory=frozenset)

    def ranked_next(self) -> "View":
        """Return the view ranked by the next method, and sorted by it."""
        methods = tuple(METHOD)
        method = methods[(methods.index(self.method) + 1) % len(methods)]
        return replace(self, method=method, order=Order.PLACE, turned=False)


_SPARSE = "–"


def in_order(programme: Programme, standings: Sequence[Standing], view: View) -> list[Standing]:
    """Return the proposals that are shown, in order; what has no value comes last whichever way it is turned."""
    shown = [one for one in standings if view.filter.takes(one, programme.length(one.session), view.marked)]
    shown.sort(key=lambda one: one.session.title.casefold())
    value = _value_of(programme, view)
    known = [(found, one) for one in shown if (found := value(one)) not in (None, "")]
    known.sort(key=lambda pair: pair[0], reverse=(view.order in _LARGEST_FIRST) is not view.turned)
    return [one for _, one in known] + [one for one in shown if value(one) in (None, "")]


def _value_of(programme: Programme, view: View) -> Callable[[Standing], Any]:
    order = {status: number for number, status in enumerate(Status)}
    values: dict[Order, Callable[[Standing], Any]] = {
        Order.PLACE: lambda one: one.place(view.method),
        Order.TITLE: lambda one: one.session.title.casefold(),
        Order.STATUS: lambda one: order[one.session.status],
        Order.PEOPLE: lambda one: words.names(programme, one.session).casefold(),
        Order.TRACK: lambda one: track_of(programme, one.session).casefold(),
        Order.TYPE: lambda one: type_of(programme, one.session).casefold(),
        Order.MINUTES: lambda one: programme.length(one.session),
        Order.REVIEWS: lambda one: one.reviews,
        Order.MEAN: lambda one: one.mean,
        Order.MEDIAN: lambda one: one.median,
        Order.MEAN_RANK: lambda one: one.mean_rank,
        Order.MEDIAN_RANK: lambda one: one.median_rank,
        Order.SPREAD: lambda one: one.spread,
        Order.OWN: lambda one: one.score,
    }
    return values[view.order]


def track_of(programme: Programme, session: Session) -> str:
    """The name of a session's track; empty without one."""
    track = programme.track.get(session.track_id) if session.track_id else None
    return track.name if track else ""


def type_of(programme: Programme, session: Session) -> str:
    """The name of a session's type; empty without one."""
    kind = programme.type.get(session.type_id) if session.type_id else None
    return kind.name if kind else ""


# The columns from left to right with what a click on each sorts by; a blank title has no click of its own.
_COLUMNS: tuple[tuple[Order | None, Column], ...] = (
    (None, Column("", 1)),
    (Order.STATUS, Column("", 1)),
    (Order.PLACE, Column("#", 4, align_right=True)),
    (Order.TITLE, Column("Title", weight=3, least=18)),
    (Order.PEOPLE, Column("With", weight=1, least=12, rank=5)),
    (Order.TRACK, Column("Track", 12, rank=6)),
    (Order.TYPE, Column("Type", 9, rank=9)),
    (Order.MINUTES, Column("Min", 5, rank=4, align_right=True)),
    (Order.REVIEWS, Column("Rev", 4, rank=1, align_right=True)),
    (Order.MEAN, Column("Mean", 5, align_right=True)),
    (Order.MEDIAN, Column("Mid", 4, rank=7, align_right=True)),
    (Order.MEAN_RANK, Column("Rank", 5, rank=8, align_right=True)),
    (Order.MEDIAN_RANK, Column("MidRk", 6, rank=2, align_right=True)),
    (Order.SPREAD, Column("±", 4, rank=3, align_right=True)),
    (Order.OWN, Column("You", 4, align_right=True)),
)
ORDERS = tuple(order for order, _ in _COLUMNS)
_RANKED_BY = {Method.MEAN: Order.MEAN, Method.MEDIAN_RANK: Order.MEDIAN_RANK, Method.MEAN_RANK: Order.MEAN_RANK}


def _title(order: Order | None, column: Column, view: View) -> Column:
    """The column with an arrow on that which sorts; what the ranking goes by never gives way."""
    rank = 0 if order is _RANKED_BY[view.method] else column.rank
    arrow = ""
    if order is view.order and order is not Order.STATUS:
        arrow = "↓" if (order in _LARGEST_FIRST) is not view.turned else "↑"
    return column._replace(title=column.title + arrow, rank=rank)


def _number(value: float | None, digits: int, *, lit: bool = False) -> Cell:
    if value is None:
        return (_SPARSE, Tone.MUTED)
    return (f"{value:.{digits}f}", Tone.BRIGHT if lit else Tone.PLAIN)


def listing(programme: Programme, rows: Sequence[Standing], view: View, *, empty: tuple[str, ...]) -> Listing:
    """The proposals as a list."""

    scale = programme.event.options
    # A quarter of the scale, one of 1 to 5, is worth talking about.
    much = (scale.highest_score - scale.lowest_score) / 4

    def cells(one: Standing) -> Sequence[Cell]:
        session = one.session
        place = one.place(view.method)
        quiet = Tone.PLAIN if session.status.takes_place else Tone.MUTED
        own: Cell = ("own", Tone.MUTED) if one.is_own else ("·", Tone.MUTED)
        return (
            (MARK if session.id in view.marked else "", Tone.ACCENT),
            STATUS[session.status],
            (str(place) if place else _SPARSE, Tone.PLAIN if place else Tone.MUTED),
            (session.title, quiet),
            (words.names(programme, session) if view.names else "hidden", Tone.MUTED),
            (track_of(programme, session), Tone.MUTED),
            (type_of(programme, session), Tone.MUTED),
            (f"{programme.length(session).total_seconds() / 60:g}", Tone.MUTED),
            (str(one.reviews) if one.reviews else _SPARSE, Tone.PLAIN if one.reviews else Tone.MUTED),
            _number(one.mean, 2, lit=view.method is Method.MEAN),
            _number(one.median, 1),
            _number(one.mean_rank, 2, lit=view.method is Method.MEAN_RANK),
            _number(one.median_rank, 2, lit=view.method is Method.MEDIAN_RANK),
            (_SPARSE, Tone.MUTED)
            if one.spread is None
            else (f"{one.spread:.1f}", Tone.WARN if one.spread >= much else Tone.PLAIN),
            (str(one.score), Tone.ACCENT) if one.score is not None else own,
        )

    def said(one: Standing) -> str:
        session = one.session
        names = words.names(programme, session) if view.names else ""
        found = (session.title, session.subtitle, names, track_of(programme, session), type_of(programme, session))
        return " ".join((*found, session.status, *session.tags))

    return Listing(
        tuple(_title(order, column, view) for order, column in _COLUMNS),
        rows,
        key=lambda one: one.session.id,
        cells=cells,
        words=said,
        empty=empty,
    )
