"""Paper: what is measured fits, what is too much is shared out, and nothing is fetched from elsewhere."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.domain.event import Room
from confkit.domain.person import Participant, Person, Role
from confkit.domain.programme import Programme, in_order
from confkit.domain.session import Slot
from confkit.publish.paper import Line, Page, Paper, as_text, pages
from confkit.publish.paper_measure import columns, wrapped
from confkit.publish.paper_sheets import MOST_ROOMS, as_html, card_pages, door_size
from confkit.services.planning import printing
from tests.publish.sample import at, sample_programme


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.integers(4, 72))
def test_lines_are_no_wider_than_their_place_and_lose_nothing(text: str, width: int) -> None:
    lines = [*wrapped(text, width, "", "  ")]
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_wide_characters_take_two_columns() -> None:
    assert (columns("語a"), columns("e\u0301")) == (3, 1)
    assert [*wrapped("日本語日本語", 6)] == ["日本語", "日本語"]
    assert [*wrapped("", 10, "09:00  ")] == ["09:00"]


def door(count: int) -> Page:
    return Page(
        "Main hall", "Today", tuple(Line("09:00–09:30", "A title of some length", ("A name",)) for _ in range(count))
    )


def test_the_type_of_a_door_is_as_large_as_the_day_lets_it_be() -> None:
    sizes = [door_size(door(count)) for count in (1, 8, 16, 60)]
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-1]) == (30, 8)
    assert sizes[1] >= 20  # eight sessions can be read from two metres


def test_what_does_not_fit_on_a_card_goes_on_the_next() -> None:
    lines = tuple(Line("", f"Person {number}", ("Known for much. " * 15,)) for number in range(12))
    cards = [*card_pages(Page("A panel", "Today", lines, after="Afterwards: coffee"))]
    assert len(cards) > 1
    assert tuple(line for card in cards for line in card.page.lines) == lines
    assert [card.page.after for card in cards][-1] == "Afterwards: coffee"
    assert cards[0].page.below == f"1 of {len(cards)} · Today"
    (small,) = card_pages(Page("A talk", "Today", lines[:1]))
    assert small.size > cards[0].size


def many(rooms: int, slots: int) -> Programme:
    whole = sample_programme()
    session = replace(whole.sessions[0], title="مرحبا 日本語 <b>Übung</b>", language="ar")
    added = [Room(UUID(int=5000 + number), whole.event.id, f"Room {number:02}", number) for number in range(rooms)]
    placed = [
        Slot(UUID(int=9000 + number * 100 + n), session.id, start, start + timedelta(minutes=45), room.id)
        for number, room in enumerate(added)
        for n in range(slots)
        if (start := at(8, 8) + timedelta(minutes=50 * n))
    ]
    return in_order(replace(whole, rooms=tuple(added), sessions=(session,), slots=tuple(placed)))


def test_a_timetable_of_many_rooms_is_shared_out() -> None:
    whole = many(72, 3)
    html = as_html(whole, Paper.TIMETABLE, title="x").decode()
    parts = html.split('<section class="part">')[1:]
    assert len(parts) == 9
    for part in parts:
        assert 1 < len(re.findall(r'<th dir="auto">Room \d\d</th>', part)) <= MOST_ROOMS
    assert sum(part.count('class="session') for part in parts) == 72 * 3
    assert html.count('<section class="part">') == 9
    # A long day goes on on another sheet; eight rooms fit beside each other.
    long = as_html(many(8, 18), Paper.TIMETABLE, title="x").decode()
    assert long.count('class="session') == 8 * 18
    assert "from 08:00" in long
    assert len(re.findall(r'<section class="part">', long)) > 1
    alone = as_html(many(8, 18), Paper.TIMETABLE, title="x", room=many(8, 1).rooms[3]).decode()
    assert set(re.findall(r"Room \d\d", alone)) == {"Room 03"}


@pytest.mark.parametrize("paper", Paper)
def test_html_is_complete_in_itself_and_escapes(paper: Paper) -> None:
    whole = many(3, 2)
    people = (Person(UUID(int=70), "Zoë <Å>", biography="Says **hello** <i>to</i> [all](https://example.org/x)."),)
    parts = (Participant(people[0].id, Role.MODERATOR), Participant(people[0].id))
    whole = replace(whole, persons=people, sessions=(replace(whole.sessions[0], participants=parts),))
    html = as_html(whole, paper, title="x").decode()
    assert not re.search(r"(?:src|href)=|url\(|@import|<script|<b>Übung", html)
    assert "&lt;b&gt;Übung&lt;/b&gt;" in html
    assert 'dir="auto" lang="ar"' in html
    assert "color-scheme: light" in html
    text = as_text(pages(whole, paper))
    assert max(map(columns, text.splitlines())) <= 72
    if paper is Paper.MODERATORS:
        assert "Says hello to all." in text
        assert "Afterwards, 08:50:" in text
        assert "Afterwards: nothing more in this room today." in text


def test_what_another_program_wrote_is_cleaned_a_second_time() -> None:
    hostile = "Red\x1b[31m\u202e</style>\x00 wire"
    whole = many(2, 2)
    spoilt = replace(
        whole,
        event=replace(whole.event, title=hostile),
        rooms=tuple(replace(room, name=hostile) for room in whole.rooms),
        sessions=tuple(replace(one, title=hostile, track_id=whole.tracks[0].id) for one in whole.sessions),
        tracks=tuple(replace(one, colour="red;}body{display:none") for one in whole.tracks),
    )
    paper = printing.paper(spoilt, Paper.TIMETABLE, "html", room=spoilt.rooms[0]).decode()
    assert "Red&lt;/style&gt; wire" in paper
    assert not re.search("[\x00\x1b\u202e]|display:none", paper)
    assert "Red</style> wire" in printing.paper(spoilt, Paper.DOORS).decode()
    talks = tuple(replace(one, track_id=whole.tracks[0].id) for one in whole.sessions)
    coloured = printing.paper(replace(whole, sessions=talks), Paper.TIMETABLE, "html").decode()
    assert f"--track: {whole.tracks[0].colour}" in coloured


def test_what_is_after_midnight_or_longer_than_a_day_is_on_paper_where_people_look() -> None:
    whole = sample_programme()
    night, long = whole.session[UUID(int=100)], whole.session[UUID(int=103)]
    hall, lab = whole.rooms[0].id, whole.rooms[2].id
    slots = (
        Slot(UUID(int=1), night.id, at(9, 1, 30), at(9, 2), hall),
        Slot(UUID(int=2), long.id, at(8, 9), at(10, 18), lab),
    )
    whole = in_order(replace(whole, slots=slots))
    # Who has to be there goes by the calendar; a sheet of the day goes by the programme.
    assert "Night to Friday 9 April 2027, 01:30–02:00" in as_text(pages(whole, Paper.SPEAKERS))
    doors = pages(whole, Paper.DOORS)
    assert [(page.below[:10], page.lines[0].time) for page in doors if page.lines[0].title == long.title] == [
        ("Thursday 8", "09:00 – 18:00, 10 April 2027"),
        ("Friday 9 A", "all day"),
        ("Saturday 1", "until 18:00"),
    ]
    (last,) = pages(whole, Paper.TIMETABLE, day=at(10, 9).date())
    assert [(line.time, line.title) for line in last.lines] == [("until 18:00", long.title)]
    html = as_html(whole, Paper.TIMETABLE, title="x").decode()
    assert html.count('<section class="part">') == 3
    assert "04:00–18:00" in html
