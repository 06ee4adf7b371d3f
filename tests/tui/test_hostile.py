"""Text that tries to be markup, a terminal command, or too long: nothing crashes, is eaten, or reaches the terminal."""

import sqlite3
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from confkit.domain.edit import Edit
from confkit.domain.event import Link
from confkit.domain.person import Participant
from confkit.domain.session import Session
from confkit.domain.show import Episode, TagBasis
from confkit.services.workspace import Workspace
from confkit.tui import safe_text
from confkit.tui.detail import content_of
from confkit.tui.form_screen import FormScreen
from confkit.tui.snapshot import read_snapshot
from confkit.tui.text_fields import TextInput, one_line
from tests.hostile.corpus import ENTRIES
from tests.hostile.entry import Door
from tests.tui.conftest import EPISODES, EVENT, PERSONS, SESSIONS, Driver, Start
from tests.tui.studio import PILOT, make_studio

pytestmark = pytest.mark.slow  # `make test` leaves these out

HOSTILE = {
    "markup": "[/] [bold]loud[/bold] [@click=app.quit]x[/] [red",
    "ansi": "a\x1b[31mred\x1b[0m\x1b]0;title\x07\x9b5mb",
    "bidi": "abc\u202edef\u2066ghi\u2069",
    "nul": "nul\x00bell\x07back\x08tab\tcr\rlf\nvt\x0bff\x0c",
    "surrogate": "half \ud800 of \udfff a pair",
    "long": "long " * 2_000,
    "wide": "漢字👩‍👩‍👧" * 200,
    "marks": "e" + "\u0301" * 500,
}
# The flows are long, so they take the short ones together.
TOGETHER = {
    "signs": " ".join(HOSTILE[name] for name in ("markup", "ansi", "bidi", "nul", "surrogate")),
    "long": HOSTILE["long"],
    "wide": HOSTILE["wide"] + HOSTILE["marks"],
}
FORBIDDEN = {*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)}


def assert_clean(driver: Driver) -> None:
    text = driver.text
    assert {*map(ord, text)} & (FORBIDDEN - {0x0A}) == set()
    text.encode("utf-8")


def hostile_session(text: str) -> Session:
    """A session that holds ``text`` in every field that is text."""
    session: Any = SESSIONS[1]
    texts = {f.name: text for f in fields(session) if f.type in (str, "str") and f.name != "origin"}
    return replace(
        session,
        **texts,
        tags=(text,),
        equipment=(text,),
        links=(Link("https://example.org/", text),),
        participants=(Participant(PERSONS[0].id),),
    )


@pytest.mark.parametrize("name", ["signs", *(pytest.param(name, marks=pytest.mark.slow) for name in ("long", "wide"))])
async def test_every_field_of_a_session(workspace: Workspace, start: Start, name: str) -> None:
    text = TOGETHER[name]
    hostile = replace(hostile_session(text), language="en", stream="")
    workspace.apply(Edit.change("Edit " + text, SESSIONS[1], hostile))
    workspace.apply(Edit.change("Edit", PERSONS[0], replace(PERSONS[0], name=text, organisation=text, notes=text)))
    async with start(workspace) as driver:
        driver.main.records.select(hostile.id)
        await driver.settle()
        assert_clean(driver)
        title = safe_text.line(workspace.repository.get(Session, hostile.id).title)  # type: ignore[union-attr]
        assert title in driver.main.detail.query_one("Static").visual.plain  # type: ignore[attr-defined]
        for key in "2345671":
            await driver.press(key)
            assert_clean(driver)
        driver.main.records.select(hostile.id)
        await driver.press("e")
        assert isinstance(driver.app.screen, FormScreen)
        assert_clean(driver)
        # What was not touched is not changed by saving.
        position = workspace.repository.position()
        await driver.press("ctrl+s")
        assert driver.app.screen is driver.main
        assert workspace.repository.position() == position
        for key in ("d", "n", "p", "escape", "ctrl+z"):
            await driver.press(key)
            assert_clean(driver)


@pytest.mark.parametrize("name", TOGETHER)
async def test_what_is_typed_and_pasted(workspace: Workspace, start: Start, name: str) -> None:
    from textual.events import Paste

    async with start(workspace) as driver:
        await driver.press("n")
        form = driver.app.screen
        assert isinstance(form, FormScreen)
        for field in ("title", "abstract"):
            editor = form.field_named(field).editor
            editor.focus()
            await driver.pilot.pause()
            editor.post_message(Paste(TOGETHER[name]))
            await driver.settle()
            assert_clean(driver)
            assert not {*map(ord, form.field_named(field).text)} & (FORBIDDEN - {0x0A, 0x09})
        await driver.press("ctrl+s")
        assert driver.app.screen is driver.main
        assert_clean(driver)


@pytest.mark.parametrize("name", TOGETHER)
async def test_what_is_searched(workspace: Workspace, start: Start, name: str) -> None:
    async with start(workspace) as driver:
        await driver.press("slash")
        driver.main.search_line.value = TOGETHER[name]  # type: ignore[union-attr]
        await driver.settle()
        assert_clean(driver)
        await driver.press("escape", "ctrl+p")
        driver.app.screen.query_one("CommandInput").value = TOGETHER[name]  # type: ignore[attr-defined]
        await driver.pilot.pause(0.3)
        await driver.settle()
        assert_clean(driver)


async def test_a_database_that_something_else_wrote(workspace: Workspace, folder: Path, start: Start) -> None:
    """Text that never passed our cleaning: the last defence is the drawing itself."""
    _ = workspace.repository
    workspace.close()
    with sqlite3.connect(folder / ".confkit" / "confkit.db") as connection:
        names = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE name IN ('session', 'sessions')")
        ]
        connection.execute(
            f"UPDATE {names[0]} SET title = ?, abstract = ?", (HOSTILE["ansi"] + HOSTILE["bidi"], HOSTILE["nul"])
        )
    connection.close()
    async with start(workspace) as driver:
        assert_clean(driver)
        assert "aredb" in driver.text
        for key in ("3", "2", "6", "1", "e"):
            await driver.press(key)
            assert_clean(driver)


@pytest.mark.parametrize("name", ["signs", *(pytest.param(name, marks=pytest.mark.slow) for name in ("long", "wide"))])
async def test_dialogues_of_an_episode(workspace: Workspace, start: Start, name: str) -> None:
    """The index of the scan can hold anything too: here it is what another program put there."""
    text = TOGETHER[name]
    make_studio(workspace)
    episode = workspace.repository.get(Episode, EPISODES[0].id)
    assert episode is not None
    basis = tuple(TagBasis(field, "before " + text) for field in ("title", "description"))
    workspace.apply(
        Edit.change("Edit", episode, replace(episode, title="Mine " + text, description=text, based_on=basis))
    )
    workspace.apply(Edit.change("Edit", SESSIONS[0], replace(SESSIONS[0], title=text)))
    recordings = dict(workspace.recordings())
    stamp = workspace._recordings[0]  # type: ignore[index]
    old = recordings[PILOT]
    theirs = replace(old.tags, title="Theirs " + text, description="Theirs\n" + text)
    recordings[PILOT] = replace(old, tags=theirs)
    workspace._recordings = (stamp, recordings)
    async with start(workspace) as driver:
        await driver.press("5")
        driver.main.records.select(EPISODES[0].id)
        await driver.settle()
        assert_clean(driver)
        for keys in (("m", "right", "down", "left"), ("w", "a", "r"), ("l",), ("N",), ("P",), ("r",)):
            await driver.press(*keys)
            assert driver.app.screen is not driver.main, keys
            assert_clean(driver)
            await driver.press("escape")
            assert driver.app.screen is driver.main


async def test_audio_with_hostile_tags_and_names(workspace: Workspace, folder: Path, start: Start) -> None:
    from confkit.services.scanning import scan

    show = folder / "episodes" / "ward-rounds"
    show.mkdir(exist_ok=True)
    wanted = [
        one for one in ENTRIES if one.door is Door.SHOW and ("script for" in one.name or "folder: a name" in one.name)
    ]
    assert len(wanted) >= 10
    for number, entry in enumerate(wanted):
        entry.build(show)
        for name in ("x.mp3", "x.m4a", "x.flac", "x.wav"):
            if (show / name).exists():
                (show / name).rename(show / f"{number}-{name}")
    scan(workspace)
    assert len(workspace.recordings()) > 5
    async with start(workspace) as driver:
        for key in "1234567":
            await driver.press(key)
            assert_clean(driver)
            await driver.press("down", "down")
            assert_clean(driver)


def test_markup_is_text_in_the_detail(workspace: Workspace) -> None:
    workspace.apply(Edit.change("x", SESSIONS[1], replace(SESSIONS[1], title="[bold]x[/]")))
    snapshot = read_snapshot(workspace, EVENT.id)
    row = next(one for one in snapshot.programme.sessions if one.id == SESSIONS[1].id)  # type: ignore[union-attr]
    assert "[bold]x[/]" in content_of(row, snapshot)[1].plain


@pytest.mark.parametrize("name", HOSTILE)
def test_an_input_never_holds_a_control_character(name: str) -> None:
    assert not {*map(ord, one_line(HOSTILE[name]))} & FORBIDDEN
    assert not {*map(ord, TextInput(HOSTILE[name]).text)} & (FORBIDDEN - {0x0A, 0x09})


@pytest.mark.parametrize("name", HOSTILE)
def test_safe_text(name: str) -> None:
    text = HOSTILE[name]
    assert not {*map(ord, safe_text.line(text))} & FORBIDDEN
    assert not {*map(ord, safe_text.lines(text))} & (FORBIDDEN - {0x0A})


def test_safe_text_eats_nothing_that_can_be_seen() -> None:
    for text in ("[/] [bold] \\[x]", "naïve – “quoted” …", "漢字 👩‍👩‍👧", "العربية", "a  b"):
        assert safe_text.line(text) in (text, " ".join(text.split()))
