"""The blocks of a day by column, by slot and by cell; made when they are first asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, overload
from uuid import UUID

from confkit.tui.grid.timetable import Placing

if TYPE_CHECKING:
    from confkit.tui.grid.model import Block

T = TypeVar("T")


class Filled:
    """What stands in each column, as ``made`` makes blocks of it when the column is first looked at.

    Most columns of a big event are never in sight.
    """

    def __init__(
        self, placings: Mapping[int, Sequence[Placing]], made: "Callable[[Sequence[Placing], int], Iterable[Block]]"
    ) -> None:
        self._placings = placings
        self._made = made
        self._blocks: dict[int, tuple[Block, ...]] = {}

    def column(self, number: int) -> "tuple[Block, ...]":
        """Return the blocks of a column, from above."""
        found = self._blocks.get(number)
        if found is None:
            found = self._blocks[number] = tuple(self._made(self._placings.get(number, ()), number))
        return found

    def all(self) -> "Iterator[Block]":
        """Every block, column by column."""
        for number in sorted(self._placings):
            yield from self.column(number)

    @cached_property
    def column_of(self) -> Mapping[UUID, int]:
        """The column of each slot."""
        return {one.slot.id: number for number, placings in self._placings.items() for one in placings}

    @property
    def made(self) -> int:
        """How many columns were looked at; a budget in the tests."""
        return len(self._blocks)


class BlockOf(Mapping[UUID, "Block"]):
    """The block of each slot; a slot is on a day once."""

    def __init__(self, filled: Filled, everywhere: "Iterable[Block]") -> None:
        self._filled = filled
        self._everywhere = {block.slot.id: block for block in everywhere}

    def __getitem__(self, slot: UUID) -> "Block":
        found = self._everywhere.get(slot)
        if found is None:
            column = self._filled.column(self._filled.column_of[slot])
            found = next(block for block in column if block.slot.id == slot)
        return found

    def __contains__(self, slot: object) -> bool:
        return slot in self._everywhere or slot in self._filled.column_of

    def __iter__(self) -> Iterator[UUID]:
        return iter((*self._everywhere, *self._filled.column_of))

    def __len__(self) -> int:
        return len(self._everywhere) + len(self._filled.column_of)


class Cells(Mapping[tuple[int, int], "tuple[Block, ...]"]):
    """The blocks of each cell (column, row) that has any, by lane."""

    def __init__(self, filled: Filled) -> None:
        self._filled = filled
        self._rows: dict[int, dict[int, tuple[Block, ...]]] = {}

    def column(self, number: int) -> "Mapping[int, tuple[Block, ...]]":
        """Return the blocks of each row of a column that has any."""
        found = self._rows.get(number)
        if found is None:
            found = self._rows[number] = {}
            for block in sorted(self._filled.column(number), key=lambda one: one.lane):
                for row in range(block.first, block.last):
                    found[row] = (*found.get(row, ()), block)
        return found

    def __getitem__(self, cell: tuple[int, int]) -> "tuple[Block, ...]":
        return self.column(cell[0])[cell[1]]

    # What a mapping does by itself catches an exception for every free cell.
    @overload
    def get(self, cell: tuple[int, int], default: None = None, /) -> "tuple[Block, ...] | None": ...
    @overload
    def get(self, cell: tuple[int, int], default: "tuple[Block, ...] | T", /) -> "tuple[Block, ...] | T": ...
    def get(self, cell: tuple[int, int], default: Any = None, /) -> Any:
        """Return the blocks of a cell, ``default`` where it is free."""
        return self.column(cell[0]).get(cell[1], default)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return (
            (number, row) for number in dict.fromkeys(self._filled.column_of.values()) for row in self.column(number)
        )

    def __len__(self) -> int:
        return sum(1 for _ in self)
