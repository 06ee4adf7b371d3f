"""Show notes as apps will show them, before they are published."""

from dataclasses import replace

import pytest

from confkit.domain.edit import Edit
from confkit.services.notes import look_at_notes
from confkit.services.workspace import Workspace
from confkit.tui.form_screen import FormScreen
from confkit.tui.preview_screen import PreviewScreen
from tests.tui.conftest import SESSIONS, Start

pytestmark = pytest.mark.slow  # `make test` leaves these out

NOTES = "# Heading\n\nSome *words* and [a link](https://example.org).\n\n- one\n- two\n\n[bold]\x1b[31mnot red[/bold]"


async def test_the_notes_of_a_session_are_read(workspace: Workspace, start: Start) -> None:
    session = SESSIONS[1]
    workspace.apply(Edit.change("Edit", session, replace(session, description=NOTES)))
    async with start(workspace) as driver:
        driver.main.records.select(session.id)
        await driver.press("o")
        assert isinstance(driver.app.screen, PreviewScreen)
        await driver.settle()
        for part in ("Heading", "Some words and a link", "• one", "[bold]", "not red[/bold]", "of 4,000 bytes"):
            assert part in driver.text
        assert "\x1b" not in driver.text
        await driver.press("escape")
        assert driver.app.screen is driver.main


async def test_what_is_typed_is_read_before_it_is_saved(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("e")
        form = driver.app.screen
        assert isinstance(form, FormScreen)
        await driver.press("ctrl+r")
        assert "Go to a field of long text first" in driver.toasts
        form.field_named("description").text = "A **bold** claim"
        form.field_named("description").editor.focus()
        await driver.press("ctrl+r")
        await driver.settle()
        assert "A bold claim" in driver.text
        await driver.press("q")
        assert driver.app.screen is form
        assert form.field_named("description").text == "A **bold** claim"


@pytest.mark.parametrize(
    ("text", "shown", "is_shortened"),
    [
        ("plain", "plain", False),
        ("<p>One &amp; two</p><p>Three<br/>four</p>", "One & two\n\nThree\n\nfour", False),
        ("word " * 1000, "word " * 1000, True),
        ("", "", False),
    ],
)
def test_what_becomes_of_a_text(text: str, shown: str, is_shortened: bool) -> None:
    look = look_at_notes(text)
    assert (look.markdown, look.is_shortened) == (shown, is_shortened)
    assert (look.size > look.limit) == is_shortened
