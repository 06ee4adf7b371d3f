"""A programme that another program filled with texts meant to break things, on every screen that plans it."""

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from confkit.domain.edit import Edit
from confkit.domain.review import Review
from confkit.domain.sign_up import SignUp
from confkit.services.workspace import Workspace
from tests.tui.conftest import NOW, PERSONS, SESSIONS, SLOTS, Start, number
from tests.tui.test_hostile import HOSTILE, assert_clean

# A lone surrogate can't be stored; these go in past our cleaning.
TEXT = " ".join(HOSTILE[name][:60] for name in ("markup", "ansi", "bidi", "nul", "wide")) + "<script>x</script>"
COLUMNS = {
    "event": ("title", "subtitle", "location", "organizer"),
    "room": ("name", "description"),
    "track": ("name", "description"),
    "session_type": ("name",),
    "person": ("name", "organisation", "biography", "email", "notes"),
    "session": ("title", "subtitle", "abstract", "description", "notes", "stream"),
    "review": ("comment",),
    "sign_up": ("name", "email"),
    "journal": ("label", "author"),
}
LISTS = {"session": ("tags", "equipment"), "room": ("equipment",)}
# The screen that these keys open from the list of sessions.
FLOWS = {
    "FilterScreen": "f right right",
    "ReadingScreen": "R x down e v",
    "JumpScreen": "J",
    "SignUpsScreen": "U",
    "BulkScreen": "x down x e",
    "LateScreen": "D l",
    "SignScreen": "D tab enter tab s",
    "TextPreview": "O ctrl+r",
    "Question": "7 r",
    "RuleScreen": "6 down s",
    "BetterScreen": "3 r",
    "MapScreen": "3 down T m w n",
    "BreakScreen": "3 T B",
    "SequenceScreen": "3 s",
    "PickScreen": "3 A w",
}


def spoil(folder: Path) -> None:
    """Write hostile texts past everything that cleans them."""
    connection = sqlite3.connect(folder / ".confkit" / "confkit.db")
    texts = json.dumps([TEXT, "[@click=app.quit]x"])
    with connection:
        for said, value in ((COLUMNS, TEXT), (LISTS, texts)):
            for table, columns in said.items():
                for column in columns:
                    connection.execute(f"UPDATE {table} SET {column} = ?", (value,))
    connection.close()


@pytest.mark.slow
async def test_every_screen_of_planning(workspace: Workspace, folder: Path, start: Start) -> None:
    reviews = [Review(number(600 + at), SESSIONS[4].id, one.id, at + 2, "x", NOW) for at, one in enumerate(PERSONS[:2])]
    signed = SignUp(number(500), SESSIONS[3].id, "x", "", datetime(2027, 2, 1, tzinfo=UTC))
    workspace.apply(Edit.add("Review", *reviews, signed))
    workspace.now = lambda: SLOTS[0].start
    workspace.close()
    spoil(folder)
    async with start(workspace, (80, 24)) as driver:
        driver.main.records.select(SESSIONS[3].id)
        for name, keys in FLOWS.items():
            *first, last = ("1", *keys.split())
            await driver.press(*first)
            assert_clean(driver)
            await driver.press(last)
            assert type(driver.app.screen).__name__ == name
            assert_clean(driver)
            await driver.press("escape", "escape", "escape")
            assert driver.app.screen is driver.main, name
