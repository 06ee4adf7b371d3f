"""The page: complete, valid, and safe for whatever people typed."""

import itertools
import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from uuid import UUID

import pytest

from confkit.domain.event import Link, Room
from confkit.domain.programme import Programme, in_order
from confkit.domain.session import Slot, Status
from confkit.publish.pages import EventListing, ShowListing, index_page
from tests.publish.sample import EVENT, HALL, LAB, at, sample_programme, sample_show, slot

VOID = {"meta", "link", "img", "br", "hr", "input"}


class Page(HTMLParser):
    """Reads a page strictly: every element is closed, in order; keeps what the tests ask for."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(data.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute of <{tag}> is given twice"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def event_listing(programme: Programme | None = None) -> EventListing:
    programme = programme or sample_programme()
    parts = (
        ("rooms", programme.rooms[:3]),
        ("tracks", programme.tracks),
        ("types", programme.types),
        ("speakers", programme.persons[:2]),
        ("sessions", programme.sessions),
    )
    calendars = {item.id: f"events/voices-2027/{kind}/{item.id}.ics" for kind, items in parts for item in items}
    return EventListing(programme, "events/voices-2027/schedule.ics", calendars)


def show_listing() -> ShowListing:
    show, views = sample_show()
    audio = {view.id: f"shows/ward-rounds/audio/{number}.mp3" for number, view in enumerate(views)}
    return ShowListing(show, "shows/ward-rounds/feed.xml", views, audio, "shows/ward-rounds/cover.png")


@pytest.fixture(scope="module")
def data() -> bytes:
    return index_page([event_listing()], [show_listing()])


@pytest.fixture(scope="module")
def page(data: bytes) -> Page:
    return Page(data)


def test_the_same_input_gives_the_same_bytes(data: bytes) -> None:
    assert index_page([event_listing()], [show_listing()]) == data


def test_names_event_days_place_and_zone(page: Page) -> None:
    for words in (
        "Health Voices Summit 2027",
        "Two days on care, and how to talk about it",
        "8–9 April 2027",
        "Kulturzentrum, Lübeck",
        "Times are in Europe/Berlin",
        "Everything is recorded with consent.",
    ):
        assert words in page.words


def test_links_every_calendar_that_there_is(page: Page) -> None:
    addresses = {link["href"] for link in page.all("a")}
    listing = event_listing()
    assert {listing.calendar, *listing.calendars.values()} - addresses == {
        listing.calendars[session.id] for session in listing.programme.sessions if not session.status.is_public
    }
    assert "Calendars of 3 rooms" in page.words
    assert "Calendars of 1 track " in page.words


def test_shows_the_public_sessions_only_with_people_and_times(page: Page) -> None:
    assert "Panel: who answers? Ben Okafor (moderator), Amira Hart 09:30–10:30 Main hall Talk calendar" in page.words
    assert "Coffee 10:30–11:00" in page.words
    assert "Not accepted" not in page.words


def test_tells_nothing_private(data: bytes) -> None:
    assert b"private@hart.example" not in data
    assert b"internal note" not in data
    assert b"Rita Reviewer" not in data


def test_lists_the_episodes_with_their_audio(page: Page) -> None:
    assert "Podcasting on the ward How it began Amira Hart, Ben Okafor (host) 1 May 2027 2 min 49 s" in page.words
    assert "1 h 02 min bonus explicit" in page.words
    assert "download (3.2 MB)" in page.words
    for number, player in enumerate(page.all("audio")):
        assert player["src"] == f"shows/ward-rounds/audio/{number}.mp3"
        assert player["preload"] == "none"
        assert "controls" in player
    assert len(page.all("audio")) == 2
    assert {"rel": "license", "href": "https://creativecommons.org/licenses/by/4.0/"} in page.all("a")


def test_podcast_apps_find_the_feed(page: Page) -> None:
    alternate = {"rel": "alternate", "type": "application/rss+xml", "title": "Ward Rounds"}
    assert page.all("link") == [{**alternate, "href": "shows/ward-rounds/feed.xml"}]
    assert any(link["href"] == "shows/ward-rounds/feed.xml" for link in page.all("a"))


def test_has_landmarks_one_title_and_headings_without_gaps(page: Page) -> None:
    tags = Counter(tag for tag, _ in page.elements)
    assert [tags[tag] for tag in ("h1", "main", "header", "footer", "nav", "title")] == [1] * 6
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert page.all("html") == [{"lang": "en"}]
    assert page.all("a")[0] == {"class": "skip", "href": "#content"}
    assert all("alt" in picture for picture in page.all("img"))
    assert all(cell.get("scope") for cell in page.all("th"))


def test_every_reference_inside_the_page_has_its_one_target(page: Page) -> None:
    ids = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    assert set(ids.values()) == {1}
    wanted = {str(link["href"])[1:] for link in page.all("a") if str(link["href"]).startswith("#")}
    wanted |= {str(at["aria-labelledby"]) for _, at in page.elements if "aria-labelledby" in at}
    assert wanted <= set(ids)


def test_loads_and_runs_nothing_from_elsewhere(data: bytes, page: Page) -> None:
    assert not page.all("script")
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    loaded = [attributes.get("src") for _, attributes in page.elements if "src" in attributes]
    assert all(not re.match("[a-z]+:|//", str(address)) for address in loaded)
    assert b"@import" not in data
    assert b"url(" not in data


def test_the_text_of_others_stays_text() -> None:
    nasty = "\"><script>alert(1)</script>{{ 6 * 111 }} & '[bold]"
    programme = sample_programme()
    programme = replace(
        programme,
        event=replace(programme.event, title=nasty, subtitle=nasty, description=nasty, location=nasty, language=nasty),
        rooms=tuple(replace(room, name=nasty) for room in programme.rooms),
        tracks=tuple(replace(track, name=nasty, colour="red;background:url(x)") for track in programme.tracks),
        types=tuple(replace(kind, name=nasty) for kind in programme.types),
        sessions=tuple(replace(session, title=nasty, language=nasty) for session in programme.sessions),
        persons=tuple(replace(person, name=nasty) for person in programme.persons),
    )
    show, views = sample_show()
    show = replace(show, title=nasty, author=nasty, description=nasty, language=nasty)
    views = tuple(replace(view, title=nasty, subtitle=nasty, licence=nasty) for view in views)
    data = index_page([event_listing(programme)], [ShowListing(show, "feed.xml", views)], title=nasty)
    page = Page(data)
    assert not page.all("script")
    assert b"background:url" not in data
    assert page.all("html") == [{"lang": "en"}]
    assert nasty in "".join(page.text)
    assert b"666" not in data


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "https://x y",
        'https://x"onload=',
        "",
        " JavaScript:1",
    ],
)
def test_only_harmless_addresses_become_links(address: str) -> None:
    programme = sample_programme()
    programme = replace(
        programme,
        event=replace(programme.event, url=address),
        persons=tuple(replace(person, links=(Link(address),)) for person in programme.persons),
    )
    show, views = sample_show()
    views = tuple(replace(view, link=address) for view in views)
    page = Page(index_page([event_listing(programme)], [ShowListing(replace(show, url=address), "feed.xml", views)]))
    outside = [link["href"] for link in page.all("a") if re.match("[a-zA-Z]+:|//| ", str(link["href"]))]
    assert set(outside) <= {"https://creativecommons.org/licenses/by/4.0/"}
    assert "Website" not in page.words


def test_a_path_is_never_read_as_another_site() -> None:
    listing = replace(event_listing(), calendar="//evil.example/javascript:x?#ä b.ics", calendars={})
    assert "evil.example/javascript%3Ax%3F%23%C3%A4%20b.ics" in {
        link["href"] for link in Page(index_page([listing], [])).all("a")
    }


def test_a_workspace_with_nothing_says_so() -> None:
    page = Page(index_page([], []))
    assert "Nothing is published here yet." in page.words
    assert not page.all("nav")


def test_an_event_and_a_show_with_nothing_in_them_say_so() -> None:
    bare = Programme(replace(sample_programme().event, description="", subtitle="", url="", location="", language=""))
    show = replace(sample_show()[0], description="", author="", url="")
    page = Page(index_page([EventListing(bare, "a.ics")], [ShowListing(show, "feed.xml")]))
    assert "The programme is not public yet." in page.words
    assert "There are no episodes yet." in page.words
    assert "0 episodes" in page.words
    assert not page.all("details")


@pytest.mark.parametrize(
    ("events", "shows", "title"),
    [
        (1, 0, "Programme"),
        (2, 0, "Programmes"),
        (0, 1, "Podcast"),
        (0, 2, "Podcasts"),
        (2, 1, "Programmes and podcast"),
        (0, 0, "Programme and podcasts"),
    ],
)
def test_the_page_is_called_after_what_it_holds(events: int, shows: int, title: str) -> None:
    data = index_page([event_listing()] * events, [show_listing()] * shows)
    assert f"<title>{title}</title>" in data.decode()
    assert b"<title>Mine</title>" in index_page([], [], title="Mine")


def test_an_episode_without_its_file_has_no_player() -> None:
    show, views = sample_show()
    page = Page(index_page([], [ShowListing(show, "feed.xml", (replace(views[0], recording=None),))]))
    assert not page.all("audio")
    assert "download" not in page.words


def test_the_track_gives_its_colour(data: bytes) -> None:
    assert b'style="--track: #c2410c"' in data


def test_many_rooms_become_a_list() -> None:
    programme = sample_programme()
    rooms = tuple(Room(UUID(int=500 + n), EVENT, f"Room {n}", n) for n in range(7))
    slots = tuple(replace(slot(0, at(8, 9), 30, room.id), id=UUID(int=600 + n)) for n, room in enumerate(rooms))
    page = Page(index_page([event_listing(replace(programme, rooms=rooms, slots=slots))], []))
    assert [table["class"] for table in page.all("table")] == ["list"]
    assert len(page.all("tr")) == 8


def cells(programme: Programme, day: int = 0) -> list[list[tuple[list[str], int, int]]]:
    """The table of a day: rows of (titles, rows, columns)."""
    return [
        [([one.session.title for one in cell.placed], cell.rows, cell.columns) for cell in row.cells]
        for row in EventListing(programme, "").days[day].rows
    ]


def test_sessions_run_over_the_rows_they_last_and_breaks_over_all_rooms() -> None:
    assert cells(sample_programme()) == [
        [(["Opening keynote"], 1, 1), ([], 1, 1), ([], 1, 1)],
        [
            (["Panel: who answers?"], 2, 1),
            (["Podcasting on the ward"], 1, 1),
            (["Workshop: first episode in an hour"], 2, 1),
        ],
        [(["Lightning talks"], 1, 1)],
        [(["Coffee"], 1, 3)],
    ]


def test_what_has_no_room_but_something_beside_it_gets_a_column() -> None:
    assert cells(sample_programme(), day=1) == [
        [(["<b>Bold</b> & [red]brackets[/]"], 1, 1), (["Walk through the old town"], 1, 1)]
    ]


def only(*slots: Slot) -> Programme:
    return in_order(replace(sample_programme(), slots=slots))


def test_overlapping_sessions_share_a_cell() -> None:
    programme = only(
        slot(0, at(8, 9), 60, HALL),
        slot(1, at(8, 9, 30), 60, HALL),
        slot(2, at(8, 10), 15, LAB),
        slot(3, at(8, 11), 5, LAB),
    )
    assert cells(programme) == [
        [(["Opening keynote", "Panel: who answers?"], 3, 1), ([], 1, 1)],
        [([], 1, 1)],
        [(["Podcasting on the ward"], 1, 1)],
        [([], 1, 1), (["Workshop: first episode in an hour"], 1, 1)],
    ]


def test_a_short_session_inside_a_long_one_does_not_shorten_it() -> None:
    programme = only(slot(0, at(8, 9), 120, HALL), slot(1, at(8, 9, 30), 15, HALL), slot(2, at(8, 10), 15, LAB))
    assert cells(programme)[0] == [(["Opening keynote", "Panel: who answers?"], 3, 1), ([], 1, 1)]


def test_a_day_without_rooms_has_one_column() -> None:
    assert cells(only(slot(0, at(8, 9), 60, None), slot(1, at(8, 9), 30, None))) == [
        [(["Panel: who answers?", "Opening keynote"], 1, 1)]
    ]


def test_a_session_of_no_length_is_still_shown() -> None:
    assert cells(only(slot(0, at(8, 9), 0, None), slot(1, at(8, 9), 30, HALL))) == [
        [(["Panel: who answers?"], 1, 1), (["Opening keynote"], 1, 1)]
    ]


def test_a_day_as_a_list_goes_by_start_then_room() -> None:
    programme = only(
        slot(0, at(8, 9), 60, HALL),
        slot(1, at(8, 9, 45), 60, HALL),  # shares the cell of the one before
        slot(2, at(8, 9, 30), 15, LAB),
        slot(3, at(8, 9), 5, LAB),
        slot(4, at(8, 12), 5, None),
    )
    (table,) = EventListing(programme, "").days
    assert [(f"{one.slot.start:%H:%M}", one.room and one.room.name) for one in table.placed] == [
        ("09:00", "Main hall"),
        ("09:00", "Lab"),
        ("09:30", "Lab"),
        ("09:45", "Main hall"),
        ("12:00", None),
    ]


def test_after_midnight_belongs_to_the_day_before() -> None:
    programme = only(slot(0, at(8, 23), 60, HALL), slot(1, at(9, 0, 30), 60, HALL))
    tables = EventListing(programme, "").days
    assert [(table.day.day, len(table.placed)) for table in tables] == [(8, 2)]


def test_a_room_that_the_programme_does_not_know_counts_as_none() -> None:
    assert cells(only(slot(0, at(8, 9), 60, UUID(int=999)))) == [[(["Opening keynote"], 1, 1)]]


def test_every_public_slot_is_in_a_table_once_whatever_overlaps() -> None:
    rooms = (HALL, LAB, None)
    slots = tuple(
        replace(
            slot(number % 9, at(8, 9) + timedelta(minutes=7 * number % 60), 5 + 11 * number % 47, rooms[number % 3]),
            id=UUID(int=700 + number),
        )
        for number in range(60)
    )
    programme = only(*slots)
    placed = [one.slot.id for table in EventListing(programme, "").days for one in table.placed]
    public = {
        one.id for one in slots if programme.session[one.session_id].status in (Status.ACCEPTED, Status.CONFIRMED)
    }
    assert len(placed) == len(public)
    assert set(placed) == public
    for table in EventListing(programme, "").days:
        width = len(table.columns)
        filled = [0] * len(table.rows)
        for number, row in enumerate(table.rows):
            for cell in row.cells:
                for covered in range(number, number + cell.rows):
                    filled[covered] += cell.columns
        assert filled == [width] * len(table.rows)


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back"),
    [
        *[(front, back) for front in ("text", "quiet", "accent") for back in ("page", "raised")],
        ("on-accent", "accent"),
    ],
)
def test_every_text_stands_out_from_its_ground(data: bytes, scheme: int, front: str, back: str) -> None:
    found = re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", data.decode())
    colours = [dict(found[:7]), dict(found[7:14])][scheme]
    assert len(colours) == 7
    light, dark = sorted((_luminance(colours[front]), _luminance(colours[back])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5
