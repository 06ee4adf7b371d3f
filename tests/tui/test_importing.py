"""Importing a podcast in the terminal: whose it is, and how much audio."""

from confkit.services import lookup
from confkit.services.history import undo
from confkit.services.workspace import Workspace
from confkit.tui.import_screen import ImportScreen
from confkit.tui.pick_screen import PickScreen
from confkit.tui.question import Question
from tests.codecs.test_feed_read import ITEM, feed
from tests.tui.conftest import EVENT, PERSONS, Start

LOCKED = '<podcast:locked owner="olga@e.example">yes</podcast:locked>'


def kept(ws: Workspace, channel: str = "") -> str:
    path = ws.root / "feed.xml"
    path.write_text(feed(channel, ITEM.format("")), encoding="utf-8")
    return str(path)


async def test_a_locked_feed_is_asked_for_and_its_audio_chosen(empty_workspace: Workspace, start: Start) -> None:
    path = kept(empty_workspace, LOCKED)
    async with start(empty_workspace) as driver:
        await driver.press("i")
        driver.app.screen.query_one("LineInput").value = path  # type: ignore[attr-defined]
        await driver.press("enter")
        assert isinstance(driver.app.screen, Question)
        assert "Is “A show” your podcast?" in driver.text
        assert "olga@e.example" in driver.text
        await driver.press("y")
        assert isinstance(driver.app.screen, PickScreen)
        assert "which audio to fetch?" in driver.text
        assert "1 file, 0 MB" in driver.text
        await driver.press("enter")
        assert "✓ done" in driver.text
        await driver.press("escape")
        assert driver.app.screen is driver.main
        (show,) = lookup.shows(empty_workspace)
        (view,) = lookup.episodes(empty_workspace, show)
        assert (show.slug, view.episode.guid, view.episode.file) == ("a-show", "g1", "")
        # A second time it is known, and nobody asks whose it is.
        await driver.press("i")
        driver.app.screen.query_one("LineInput").value = path  # type: ignore[attr-defined]
        await driver.press("enter")
        assert isinstance(driver.app.screen, PickScreen)


async def test_what_is_not_answered_imports_nothing(empty_workspace: Workspace, start: Start) -> None:
    path = kept(empty_workspace, LOCKED)
    async with start(empty_workspace) as driver:
        for keys in (("escape",), ("y", "escape")):
            await driver.press("i")
            driver.app.screen.query_one("LineInput").value = path  # type: ignore[attr-defined]
            await driver.press("enter")
            for key in keys:
                await driver.press(key)
            assert driver.app.screen is driver.main
        assert lookup.shows(empty_workspace) == ()


async def test_an_address_goes_through_the_gate(empty_workspace: Workspace, start: Start) -> None:
    async with start(empty_workspace) as driver:
        await driver.press("i")
        driver.app.screen.query_one("LineInput").value = "http://127.0.0.1/feed.xml"  # type: ignore[attr-defined]
        await driver.press("enter")
        assert "✗ not done" in driver.text
        assert "127.0.0.1" in driver.text
        assert "allow private addresses" in driver.text


CALENDAR = (
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//x//EN", "X-WR-CALNAME:Workshops", "X-WR-TIMEZONE:Europe/Berlin",
    "BEGIN:VEVENT", "UID:1@x", "SUMMARY:A late one", "DTSTAMP:20260101T000000Z", "DTSTART:20270409T140000Z",
    "DTEND:20270409T150000Z", "LOCATION:lab", "ATTENDEE;CN=Chiara Conti:mailto:x@example.org", "END:VEVENT",
    "END:VCALENDAR", "",
)  # fmt: skip


async def test_a_programme_comes_into_the_event_that_is_open(workspace: Workspace, start: Start) -> None:
    path = workspace.root / "more.ics"
    path.write_bytes("\r\n".join(CALENDAR).encode())
    async with start(workspace, size=(80, 24)) as driver:

        async def asked(text: str) -> ImportScreen:
            await driver.press("i")
            screen = driver.app.screen
            assert isinstance(screen, ImportScreen)
            screen.query_one("LineInput").value = text  # type: ignore[attr-defined]
            assert "becomes an event beside those that are here" in driver.text
            return screen

        before = lookup.programme(workspace, EVENT.slug)
        # Nothing is imported without a path, nor a podcast into an event.
        screen = await asked("")
        await driver.press("enter")
        assert driver.app.screen is screen
        await driver.press("escape")
        await asked(kept(workspace))
        await driver.press("down", "enter")
        assert "is a show, which does not belong into an event" in driver.text
        await driver.press("escape")
        # By the mouse: a click chooses, another one on the bottom line goes on.
        screen = await asked(str(path))
        await driver.pilot.click(screen.aims, offset=(4, 1))
        await driver.settle()
        assert "Into “Health Voices Summit”" in driver.text
        assert "nothing is removed" in driver.text
        await driver.pilot.click("KeyLine", offset=(2, 0))
        await driver.settle()
        assert "Into “Health Voices Summit”: 1 room, 1 person, 1 session, 1 slot" in driver.text
        assert "person “Chiara Conti” has the name of one who is here" in driver.text
        assert "→ if they are two" in driver.text
        await driver.press("escape")
        (session,) = (one for one in lookup.programme(workspace, EVENT.slug).sessions if one.title == "A late one")
        assert [one.person_id for one in session.participants] == [PERSONS[2].id]
        undo(workspace)
        assert (lookup.programme(workspace, EVENT.slug), len(lookup.events(workspace))) == (before, 1)
        # As usual, it is an event of its own.
        await asked(str(path))
        await driver.press("down", "up", "enter", "escape")
        assert {event.title for event in lookup.events(workspace)} == {EVENT.title, "Workshops"}
