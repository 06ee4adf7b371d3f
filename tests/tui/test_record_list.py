"""The list: what it draws, how its cursor moves, and that only what is in sight costs anything."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from confkit.tui import safe_text
from confkit.tui.filters import matching
from confkit.tui.listing import Column, Heading, Listing, folded, notice, widths
from confkit.tui.record_list import RecordList
from confkit.tui.theme import THEMES
from confkit.tui.tones import Tone

ROWS = [(n, f"Session {n}") for n in range(10_000)]


class Host(App[None]):
    CSS = "RecordList { scrollbar-size-vertical: 1; overflow-x: hidden; }"

    def __init__(self) -> None:
        super().__init__()
        self.moved: list[object] = []
        self.chosen: list[object] = []
        self.made = 0
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def compose(self) -> ComposeResult:
        yield RecordList()

    def on_record_list_moved(self, moved: RecordList.Moved) -> None:
        self.moved.append(moved.row)

    def on_record_list_chosen(self, chosen: RecordList.Chosen) -> None:
        self.chosen.append(chosen.row)

    def listing(self, rows: list[object]) -> Listing:
        def cells(row: tuple[int, str]) -> tuple[object, ...]:
            self.made += 1
            return str(row[0]), row[1], ("!", Tone.BAD)

        return Listing(
            (Column("No", 5, align_right=True), Column("Title"), Column("", 1)),
            rows,
            key=lambda row: row[0],
            cells=cells,  # type: ignore[arg-type]
            words=lambda row: row[1],
        )


@asynccontextmanager
async def shown(rows: list[object], size: tuple[int, int] = (40, 12)) -> AsyncIterator[tuple[Host, RecordList]]:
    app = Host()
    async with app.run_test(size=size) as pilot:
        records = app.query_one(RecordList)
        records.show(app.listing(rows))
        await pilot.pause()
        yield app, records


def lines(records: RecordList) -> list[str]:
    return ["".join(segment.text for segment in records.render_line(y)) for y in range(records.size.height)]


async def test_only_the_rows_in_sight_are_made() -> None:
    async with shown([*ROWS]) as (app, records):
        made, drawn = app.made, records.drawn
        # Two passes: the cursor and the scroll bar each may ask for a second one.
        assert made <= 2 * 11
        assert drawn <= 4 * 12
        assert records.shown_count == 10_000
        records.action_last()
        await app.animator.wait_until_complete()
        assert app.made - made <= 3 * 11


async def test_columns_line_up_under_a_header_that_stays() -> None:
    async with shown([*ROWS]) as (_, records):
        records.action_last()
        found = lines(records)
        assert found[0].startswith("    No  Title")
        assert found[-1].startswith("  9999  Session 9999")
        assert {cell_len(line) for line in found} == {40}


async def test_the_cursor_moves_by_row_page_and_to_the_ends() -> None:
    async with shown([*ROWS]) as (app, records):
        assert records.row == ROWS[0]
        records.action_cursor_down()
        assert records.row == ROWS[1]
        records.action_page_down()
        assert records.row == ROWS[12]
        records.action_last()
        assert records.row == ROWS[-1]
        records.action_cursor_down()
        assert records.row == ROWS[-1]
        records.action_page_up()
        assert records.row == ROWS[-12]
        records.action_first()
        assert records.row == ROWS[0]
        assert records.scroll_offset.y == 0
        records.action_choose()
        await app.workers.wait_for_complete()


async def test_headings_are_seen_and_skipped() -> None:
    rows = [Heading("One"), (1, "a"), Heading("Two"), (2, "b"), (3, "c")]
    async with shown([*rows]) as (_, records):
        assert records.row == (1, "a")
        assert records.shown_count == 3
        records.action_cursor_down()
        assert records.row == (2, "b")
        records.action_cursor_up()
        assert records.row == (1, "a")
        records.filter("c")
        assert [line.split() for line in lines(records)[1:3]] == [["Two"], ["3", "c", "!"]]
        assert records.row == (3, "c")


async def test_the_cursor_stays_on_its_record_when_the_rows_change() -> None:
    async with shown([*ROWS[:20]]) as (app, records):
        records.select(7)
        records.show(app.listing([(0, "new"), *ROWS[5:20]]))
        assert records.row == ROWS[7]
        records.show(app.listing([*ROWS[:7], *ROWS[8:20]]))
        assert records.row is not None
        records.show(app.listing([]))
        assert records.row is None


async def test_what_is_empty_says_what_to_do() -> None:
    async with shown([]) as (_, records):
        records.show(notice("Nothing yet.", "Press n."))
        assert [line.strip() for line in lines(records)[2:4]] == ["Nothing yet.", "Press n."]


async def test_a_filter_folds_case_and_marks_and_wants_every_word() -> None:
    async with shown([(1, "Zoë Ångström"), (2, "Zoe Hart"), (3, "other")]) as (_, records):
        records.filter("ZOE")
        assert records.shown_count == 2
        records.filter("zoe angst")
        assert records.row == (1, "Zoë Ångström")
        records.filter("")
        assert records.shown_count == 3


async def test_wheel_and_click() -> None:
    app = Host()
    async with app.run_test(size=(40, 12)) as pilot:
        records = app.query_one(RecordList)
        records.show(app.listing([*ROWS]))
        await pilot.pause()
        await pilot.click(records, offset=(5, 4))
        assert records.row == ROWS[3]
        assert app.chosen == []
        await pilot.click(records, offset=(5, 0))
        assert records.row == ROWS[3]
        await pilot.click(records, offset=(5, 2), times=2)
        await pilot.pause()
        assert app.chosen == [ROWS[1]]
        await pilot.hover(records, offset=(5, 6))
        assert records.hovered == 5


@pytest.mark.parametrize("width", range(1, 130, 7))
def test_columns_share_exactly_what_there_is(width: int) -> None:
    columns = (Column("", 1), Column("Title", weight=3, least=20), Column("With", rank=3), Column("When", 9, rank=1))
    found = widths(columns, width)
    seen = [(column, size) for column, size in zip(columns, found, strict=True) if size]
    used = sum(size for _, size in seen) + sum(column.gap for column, _ in seen[:-1])
    assert used == width or width < 22
    assert found[1] > 0


def test_columns_of_higher_rank_go_first() -> None:
    columns = (Column("Title", least=20), Column("With", rank=3), Column("When", 9, rank=1))
    assert [bool(size) for size in widths(columns, 50)] == [True, True, True]
    assert [bool(size) for size in widths(columns, 40)] == [True, False, True]
    assert [bool(size) for size in widths(columns, 25)] == [True, False, False]


def test_matching_keeps_the_heading_of_what_it_keeps() -> None:
    rows = [Heading("A"), "x", Heading("B"), "y"]
    assert matching(rows, ["", "x", "", "y"], "y") == [2, 3]
    assert matching(rows, ["", "x", "", "y"], "z") == []


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("short", 8, "short   "),
        ("exactly8", 8, "exactly8"),
        ("too long for it", 8, "too lon…"),
        ("漢字漢字漢字", 8, "漢字漢… "),
        ("漢字漢字漢字", 7, "漢字漢…"),
        ("e\u0301" * 9, 8, "e\u0301" * 7 + "…"),
        ("", 3, "   "),
        ("x", 0, ""),
    ],
)
def test_text_fits_its_cells(text: str, width: int, expected: str) -> None:
    found = safe_text.fit(text, width)
    assert found == expected
    assert cell_len(found) == width


def test_text_is_aligned_to_the_right() -> None:
    assert safe_text.fit("7", 4, align_right=True) == "   7"


def test_folding_is_for_comparing() -> None:
    assert folded("ÅNGSTRÖM Straße") == folded("angstrom strasse")
