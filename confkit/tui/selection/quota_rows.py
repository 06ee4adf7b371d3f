"""Quotas as rows: what is accepted, what is planned, and what would come of the proposals that are marked."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from confkit.domain.planning.quotas import RoomTime, Usage, as_if, room_time, usages
from confkit.domain.planning.standings import proposals
from confkit.domain.programme import Programme
from confkit.tui.listing import Cell, Column, Heading, Listing
from confkit.tui.tones import Tone

_BAR = 6
_MINUTE = timedelta(minutes=1)
_TITLES = {"track": "Tracks", "type": "Types", "length": "Lengths"}


@dataclass(frozen=True, slots=True)
class Outlook:
    """A track, type or length as it is, and as it would be if what is marked were accepted."""

    now: Usage
    then: Usage

    @property
    def is_touched(self) -> bool:
        """Whether anything that is marked belongs to it."""
        return self.now.count != self.then.count

    @property
    def number(self) -> str:
        """``5 of 6 → 8``: how many are accepted."""
        of = "" if self.now.places is None else f" of {self.now.places}"
        return f"{self.now.count}{of}" + (f" → {self.then.count}" if self.is_touched else "")

    @property
    def minutes(self) -> str:
        """``150 of 180 → 240``: how many minutes are accepted."""
        of = "" if self.now.quota is None else f" of {_minutes(self.now.quota)}"
        return f"{_minutes(self.now.chosen)}{of}" + (f" → {_minutes(self.then.chosen)}" if self.is_touched else "")

    @property
    def over(self) -> str:
        """By how much it would be overdrawn; empty where it would not: a number where it is known, else minutes."""
        if not self.then.is_over:
            return ""
        places = self.then.places
        if places is not None and self.then.count > places:
            return f"over by {self.then.count - places}"
        return f"over by {self.then.minutes_over:g} min"

    @property
    def sentence(self) -> str:
        """``Craft 5 of 6 → 8, over by 2``."""
        number = self.number if self.now.places is not None else f"{self.minutes} min"
        return ", ".join(filter(None, (f"{self.now.name or 'without'} {number}", self.over)))


def outlooks(programme: Programme, marked: Collection[UUID], now: tuple[Usage, ...]) -> tuple[Outlook, ...]:
    """Return every track, type and length as it is (``now``) and as it would be."""
    then = usages(as_if(programme, marked)) if marked else now
    return tuple(Outlook(*pair) for pair in zip(now, then, strict=True))


def key_of(one: Usage) -> Hashable:
    """What names its row across reloads."""
    return (one.kind, one.id, one.name)


def most_pressing(found: Sequence[Outlook]) -> Outlook | None:
    """Return what has to be told first: a quota that is overdrawn, most of all by what is marked; None for none."""
    over = [one for one in found if one.over]
    return max(over, key=lambda one: (one.is_touched, one.then.share), default=None)


def _minutes(length: timedelta) -> str:
    return f"{length / _MINUTE:g}"


def bar(one: Outlook, width: int = _BAR) -> str:
    """Draw the quota: full for what is accepted, half-tone for what would be; empty without a quota."""
    if not one.now.is_planned:
        return ""

    def cells(usage: Usage) -> int:
        # Whatever is accepted can be seen, and a bar is full only when the quota is.
        return max(int(width * min(1.0, usage.share)), 1 if usage.count else 0)

    full, then = cells(one.now), cells(one.then)
    return "█" * full + "▒" * (then - full) + "░" * (width - max(full, then))


def _short(text: str) -> str:
    """``5/6→8`` for ``5 of 6 → 8``: a line of the table has to hold two of them."""
    return text.replace(" of ", "/").replace(" → ", "→")


def _tone(one: Outlook) -> Tone:
    if not one.then.is_planned:
        return Tone.MUTED
    return Tone.BAD if one.then.is_over else Tone.GOOD


Row = Outlook | RoomTime | Heading


def listing(programme: Programme, found: Sequence[Outlook], marked: Collection[UUID]) -> Listing:
    """Tracks, types and lengths with their quotas, then the time of the rooms, as a list."""
    rows: list[Row] = []
    for kind, title in _TITLES.items():
        own = [one for one in found if one.now.kind == kind]
        if kind == "length" and len(own) < 2 and not programme.event.lengths:
            continue
        if own:
            rows += [Heading(title), *own]
    capacity = room_time(as_if(programme, marked), proposals(as_if(programme, marked)))
    if capacity is not None:
        rows += [Heading("Rooms"), capacity]

    def cells(row: Outlook | RoomTime) -> Sequence[Cell]:
        if isinstance(row, RoomTime):
            tone = Tone.BAD if row.chosen > row.available else Tone.PLAIN
            silent = f", {row.silent} rooms say nothing" if row.silent else ""
            return ("", (f"{_minutes(row.chosen)} of {_minutes(row.available)} min{silent}", tone))
        over = row.over
        return (
            ("✗" if over else "", Tone.BAD),
            (row.now.name or "without", Tone.BRIGHT if row.is_touched else Tone.PLAIN),
            (bar(row), _tone(row)),
            (_short(row.number), Tone.BAD if over else Tone.PLAIN),
            (_short(row.minutes), Tone.BAD if over else Tone.MUTED),
            (over, Tone.BAD),
        )

    return Listing(
        (
            Column("", 1),
            Column("", least=12),
            Column("", _BAR),
            Column("Number", 9, align_right=True),
            Column("Minutes", 14, align_right=True, rank=1),
            Column("", 15, rank=2),
        ),
        rows,
        key=lambda row: key_of(row.now) if isinstance(row, Outlook) else "rooms",
        cells=cells,
        words=lambda row: row.now.name if isinstance(row, Outlook) else "rooms",
        empty=("No tracks or types yet.", "Add them, then plan time for them here."),
    )
