"""What the upright grid, the turned grid and the map draw of ordinary, odd and hostile sessions, as text."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from confkit.domain.event import Room, Track, Window
from confkit.domain.problem import Severity
from confkit.domain.programme import Programme, in_order
from confkit.domain.session import Slot
from confkit.tui.grid.filters import read_filter
from confkit.tui.grid.map_paint import Window as InSight
from confkit.tui.grid.overview import Point
from confkit.tui.grid.scene import Ghost, Spot
from confkit.tui.theme import ANSI
from tests.tui.grid.drawn import lines_of, map_lines, map_of, painter_of
from tests.tui.grid.test_model import DAY, at, number, programme, slot
from tests.tui.test_hostile import FORBIDDEN, HOSTILE

NEXT = DAY + timedelta(days=1)


def both(plan: Programme, day: date = DAY, *, zoom: int = 30) -> tuple[str, str]:
    """The upright and the turned grid of a day."""
    upright, turned = (lines_of(painter_of(plan, day, turned=one, zoom=zoom)) for one in (False, True))
    return "\n".join(upright), "\n".join(turned)


def row(text: str, name: str) -> str:
    """The line of an upright grid that begins with a time, or of a turned grid or map with a room."""
    return next(line for line in text.split("\n") if line.strip().startswith(name))


def titled(plan: Programme, *titles: str) -> Programme:
    sessions = tuple(replace(one, title=title) for one, title in zip(plan.sessions, titles, strict=True))
    return replace(plan, sessions=sessions)


def test_a_session_is_in_the_line_of_its_time_or_of_its_room() -> None:
    upright, turned = both(programme(slot(0, at(10), 60), slot(1, at(11), 60, 11)))
    assert "Session 100" in row(upright, "10:00")
    assert "Session 101" in row(upright, "11:00")
    hall, lab = row(turned, "Hall"), row(turned, "Lab")
    header = turned.split("\n")[0]
    assert hall.index("┊· Session 100") == header.index("10:00")
    assert lab.index("┊· Session 101") == header.index("11:00")


def test_overlapping_sessions_have_lanes_side_by_side_or_one_below_the_other() -> None:
    plan = programme(slot(0, at(10), 60), slot(1, at(10, 30), 60), slot(2, at(10), 60, 11))
    upright, _ = both(plan)
    assert "Session 101" in row(upright, "10:30")
    painter = painter_of(plan, DAY, turned=True)
    lines = lines_of(painter)
    one, two, three = (next(at for at, line in enumerate(lines) if f"Session 10{n}" in line) for n in range(3))
    assert one < two < three
    assert [painter.sheet.band(line - 1)[0] for line in (one, two, three)] == [0, 0, 1]  # type: ignore[attr-defined]


def test_across_midnight_it_belongs_to_the_evening() -> None:
    plan = programme(slot(0, at(23), 120))
    upright, turned = both(plan)
    assert "Session 100" in row(upright, "23:00")
    assert "00:30" in upright.split("\n")[-1]
    turned = "\n".join(lines_of(painter_of(plan, DAY, turned=True, left=99)))
    assert "23:00" in turned
    assert "00:00" in turned
    assert "Session 100" in row(turned, "Hall")
    assert "23:00" not in both(plan, NEXT)[0]
    assert "00:45" in map_lines(map_of(plan, (DAY,)))[1], "the cursor is in the last cell"


def test_the_missing_hour_of_a_clock_change_is_not_drawn() -> None:
    day = date(2027, 3, 28)
    plan = programme(slot(0, datetime(2027, 3, 28, 1, 30, tzinfo=ZoneInfo("Europe/Berlin")), 60), first=day)
    plan = replace(plan, event=replace(plan.event, day_change=time(0)))
    upright, turned = both(plan, day)
    assert "Session 100" in row(upright, "01:30")
    assert row(upright, "03:00").strip() != "03:00"
    assert "02:" not in upright
    assert "02:" not in turned.split("\n")[0]
    assert turned.split("\n")[0].split()[:3] == ["01:00", "01:30", "03:00"]


def test_the_repeated_hour_of_a_clock_change_is_drawn_twice() -> None:
    day = date(2027, 10, 31)
    first = datetime(2027, 10, 31, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=0)
    plan = programme(slot(0, first, 30), slot(1, first.replace(fold=1), 30), first=day)
    plan = replace(plan, event=replace(plan.event, day_change=time(0)))
    upright, turned = both(plan, day)
    assert "Session 100" in row(upright, "02:30¹")
    assert "Session 101" in row(upright, "02:30²")
    header = turned.split("\n")[0]
    assert header.index("02:00¹") < header.index("02:00²")


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Australia/Lord_Howe"])
def test_zones_that_are_not_whole_hours_away(zone: str) -> None:
    plan = programme(slot(0, at(10, zone=zone), 60), zone=zone)
    upright, turned = both(plan)
    assert "Session 100" in row(upright, "10:00")
    assert row(turned, "Hall").index("┊· Session 100") == turned.split("\n")[0].index("10:00")
    assert "10:00" in map_lines(map_of(plan, (DAY,)))[1]


def test_no_length_and_an_odd_start_are_seen() -> None:
    upright, turned = both(programme(slot(0, at(10, 7), 0), slot(1, at(12, 5), 30, 11)), zoom=15)
    assert "10:07 Session 100" in row(upright, "10:00")
    assert "12:05 Session 101" in row(upright, "12:00")
    assert "·Ses" in row(turned, "Hall"), "no room for a time"


def test_longer_than_a_day_says_that_it_goes_on_and_since_when() -> None:
    plan = programme(slot(0, at(12), 30 * 60))
    upright, _ = both(plan, zoom=60)
    assert "↓ goes on" in upright.split("\n")[-1]
    assert "↑ Thu 12:00 Session 100" in both(plan, NEXT, zoom=60)[0]
    assert "←" in row(both(plan, NEXT, zoom=60)[1], "Hall")
    turned = lines_of(painter_of(plan, DAY, turned=True, zoom=60, left=99))
    hall = next(line for line in turned if line.startswith(" Hall"))
    assert hall.endswith("→")
    assert "‹" in hall, "its beginning is out of sight"
    whole = map_lines(map_of(plan, (DAY, NEXT)))
    assert "Thu" in whole[0]
    assert "Fri" in whole[0]


def test_no_room_and_two_rooms() -> None:
    plan = programme(slot(0, at(10), 60, None), slot(1, at(13), 60, 10), slot(2, at(13), 60, 11, session=101))
    upright, turned = both(plan)
    assert "no room yet" in upright
    assert "Session 100" in row(turned, "no room")
    assert row(upright, "13:00").count("Session 101") == 2
    assert "Session 101" in row(turned, "Hall")
    assert "Session 101" in row(turned, "Lab")
    assert "no room yet" in "\n".join(map_lines(map_of(plan, (DAY,))))


def test_a_break_for_all_is_a_band_in_every_room_but_those_that_are_busy() -> None:
    plan = programme(slot(0, at(12), 60, None, session=99), slot(1, at(12), 60, 11))
    upright, turned = both(plan)
    assert row(upright, "12:00").count("░") > 10
    assert row(turned, "Hall").count("░") > 2
    assert "Session 99" in row(turned, "Hall")
    assert "░" not in row(turned, "Lab")
    assert "░" in "\n".join(map_lines(map_of(plan, (DAY,))))


def test_times_at_which_a_room_cannot_be_used_and_the_present() -> None:
    plan = programme()
    hall, lab = plan.rooms
    plan = replace(plan, rooms=(replace(hall, capacity=80, availability=(Window(at(10), at(12)),)), lab))
    upright, turned = both(plan)
    assert "╱" in row(upright, "09:00")
    assert "╱" not in row(upright, "10:00")
    assert row(turned, "Hall").index("╱") == turned.split("\n")[0].index("09:00")
    assert "╱" not in row(turned, "Lab")
    assert "80 seats" in turned
    assert "╱" in "\n".join(map_lines(map_of(plan, (DAY,))))
    painter = painter_of(plan, DAY, turned=True)
    painter.scene.now = 3
    header, *lines = lines_of(painter)
    assert lines[3][header.index("▾10:30")] == "╎"
    painter = painter_of(plan, DAY)
    painter.scene.now = 3
    assert "▸10:30" in lines_of(painter)[4]
    assert "╌" in lines_of(painter)[4]


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_carried_is_seen_beside_what_is_there_and_marks_say_what_is_free(turned: bool) -> None:
    plan = programme(slot(0, at(10), 60), slot(1, at(14), 60, 11))
    painter = painter_of(plan, DAY, turned=turned)
    painter.scene.ghost = Ghost(0, 3, 5, "Carried", True, number(201))
    painter.scene.mark = lambda column, row: column == 1
    text = "\n".join(lines_of(painter))
    assert "✓ Carried" in text
    assert "Session 100" in text
    assert "┊⋯" in text
    assert "·" in text
    assert "!" in text
    painter.scene.ghost = Ghost(0, 6, 8, "Carried", False, None)
    assert "! Carried" in "\n".join(lines_of(painter))


def test_the_filter_leaves_shadows_in_the_turned_grid() -> None:
    plan = programme(slot(0, at(10), 60), slot(1, at(11), 60))
    text = "\n".join(lines_of(painter_of(plan, DAY, turned=True, chosen=read_filter("session 101"))))
    assert "Session 100" not in text
    assert "┊·" in text
    assert "Session 101" in text


def test_a_conflict_is_marked_everywhere() -> None:
    plan = programme(slot(0, at(10), 60))

    def severity(_: UUID) -> Severity:
        return Severity.ERROR

    for turned in (False, True):
        assert "✗ Session" in "\n".join(lines_of(painter_of(plan, DAY, turned=turned, severity=severity)))
    assert "✗" in row("\n".join(map_lines(map_of(plan, (DAY,), severity=severity))), "Hall")


def many(rooms: int) -> Programme:
    """So many rooms, a session in each."""
    event = programme().event
    places = tuple(Room(number(1000 + n), event.id, f"Room {n}", n) for n in range(rooms))
    slots = tuple(
        Slot(number(2000 + n), number(3000 + n), at(9 + n % 9), at(10 + n % 9), room.id)
        for n, room in enumerate(places)
    )
    plan = programme(*slots)
    tracks = (Track(number(20), event.id, "One"), Track(number(21), event.id, "Two", 1))
    sessions = tuple(replace(one, track_id=tracks[n % 2].id) for n, one in enumerate(plan.sessions))
    return in_order(replace(plan, rooms=places, sessions=sessions, tracks=tracks))


def test_seventy_two_rooms() -> None:
    plan = many(72)
    header = lines_of(painter_of(plan, DAY))[0]
    assert "Room 4" in header
    assert "›" in header
    painter = painter_of(plan, DAY, turned=True)
    assert painter.height == 72 * 3
    condensed = painter_of(plan, DAY, turned=True, condensed=True, theme_name=ANSI)
    assert condensed.height == 72
    assert "Room 71" in lines_of(condensed)[-1]
    found = map_of(plan, (DAY,), (80, 19))
    lines = map_lines(found, 80)
    assert found.lines == 0
    assert len(lines) == 2 + 36
    assert "▀" in lines[2]
    assert "▄" in lines[2]
    found.cursor = Point(1, 0)
    assert "Room 1" in text_of(found, 0)
    tall = map_of(plan, (DAY,), (200, 80))
    assert tall.lines == 1
    assert "Room 71" in map_lines(tall, 200)[-1]


def text_of(painter: object, line: int) -> str:
    return "".join(segment.text for segment in painter.line(line))  # type: ignore[attr-defined]


def test_one_room_none_and_an_empty_day() -> None:
    upright, turned = both(many(1))
    assert "Room 0" in upright
    assert "Session 3000" in row(turned, "Room 0")
    none = replace(programme(), rooms=())
    upright, turned = both(none)
    assert "no room yet" in upright
    assert turned.split("\n")[1].startswith(" no room")
    assert len(map_lines(map_of(none, (DAY,)))) == 2 + 4
    assert "Session" not in both(many(1), NEXT)[1]
    assert "09:00" in both(many(1), NEXT)[1]


def test_the_map_outlines_what_the_grid_shows_and_knows_what_is_where() -> None:
    plan = programme(slot(0, at(10), 60), slot(1, at(14), 60, 11, session=100))
    painter = map_of(plan, (DAY, NEXT))
    painter.window = InSight(range(0, 2), range(9, 14))
    painter.now = 3
    text = "\n".join(map_lines(painter))
    for corner in "┌┐└┘":
        assert corner in text
    assert "▾now" in text
    overview = painter.overview
    assert overview.minutes == 15
    (point, block), *_ = overview.all()
    assert overview.blocks(point) == (block,)
    assert overview.moment(point.unit) == at(10)
    assert overview.unit(DAY, at(10)) == point.unit
    gap = overview.starts[1] - 1
    assert overview.day_at(gap) is None
    assert overview.blocks(Point(0, gap)) == ()
    assert overview.moment(gap) == at(18)
    assert overview.moment(overview.starts[1]) == at(9, day=9)
    x = painter.margin + point.unit * painter.cell
    assert painter.point_at(x, 0) == point
    assert painter.point_at(0, 0) is None
    assert painter.point_at(x, painter.height) is None


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_titles_stay_in_their_place(name: str) -> None:
    title = HOSTILE[name]
    plan = titled(programme(slot(0, at(10), 60), slot(1, at(12), 60, 99)), title, "漢字" * 3_000)
    plan = replace(plan, rooms=(replace(plan.rooms[0], name=title), plan.rooms[1]))
    # That no line is too wide is checked where lines are made.
    found = [line for turned in (False, True) for line in lines_of(painter_of(plan, DAY, turned=turned))]
    found += lines_of(painter_of(plan, DAY, turned=True, condensed=True, theme_name=ANSI))
    for lines in (4, 30):
        found += map_lines(map_of(plan, (DAY, NEXT), (100, lines)))
    text = "\n".join(found)
    assert {*map(ord, text)} & (FORBIDDEN - {0x0A}) == set()
    text.encode("utf-8")
    if name == "markup":
        assert "[/] [bold]lo" in text, "brackets are characters"


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("condensed", [False, True])
def test_every_cell_leads_to_its_spot_and_back(turned: bool, condensed: bool) -> None:
    plan = programme(slot(0, at(10), 60), slot(1, at(10, 30), 60), slot(2, at(14), 30, 11))
    painter = painter_of(plan, DAY, turned=turned, condensed=condensed)
    sheet, layout = painter.sheet, painter.scene.layout
    for block in layout.blocks:
        line = sheet.lines(block).start
        unit = sheet.units(block).start
        assert sheet.frame.first <= unit < sheet.frame.last
        share = sheet.frame.widths[unit - sheet.frame.first]
        lane = 0 if turned else share * block.lane // block.lanes
        x = sheet.margin + sum(sheet.frame.widths[: unit - sheet.frame.first]) + lane
        assert sheet.spot_at(x, line) == Spot(block.column, block.first, block.lane)
        assert line in sheet.touched(block)
    assert sheet.spot_at(0, 0) is None
    assert sheet.spot_at(10_000, 0) is None
    assert sheet.spot_at(sheet.margin, sheet.height) is None
    assert sheet.way(1, 0) == ((1, 0) if turned else (0, 1))
    columns, rows = sheet.window(0, 1_000)
    assert (columns, rows) == (range(2), range(sheet.frame.last if turned else layout.hours.count))
