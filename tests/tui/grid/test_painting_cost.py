"""What a key of the grid may cost in Textual's layouts, as a count; the time is measured in benchmarks/grid.py."""

from dataclasses import replace
from typing import Any

import pytest
from textual._compositor import Compositor

from confkit.domain.edit import Change, Edit
from confkit.services.workspace import Workspace
from confkit.tui.detail_pane import DetailPane
from confkit.tui.grid.view import GridView
from tests.tui.conftest import SESSIONS, Start


def counted(patch: pytest.MonkeyPatch, kind: type, name: str) -> list[str]:
    """What grows with each call of a method."""
    calls: list[str] = []
    method = getattr(kind, name)

    def call(*arguments: Any, **named: Any) -> Any:
        calls.append(name)
        return method(*arguments, **named)

    patch.setattr(kind, name, call)
    return calls


async def test_a_key_costs_one_layout_at_most(
    workspace: Workspace, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    keynote = SESSIONS[0]
    workspace.apply(Edit("Tell more", (Change(keynote, replace(keynote, abstract="A word, and another. " * 200)),)))
    async with start(workspace) as driver:
        await driver.press("3")
        detail, grid = driver.main.detail, driver.app.focused
        assert isinstance(grid, GridView)
        layouts = counted(monkeypatch, Compositor, "reflow")
        shown = counted(monkeypatch, DetailPane, "show")
        width = detail.virtual_size.width
        assert detail.max_scroll_y > 40

        # To a text that needs no scroll bar, and back to the one that does.
        for key, is_long in (("right", False), ("left", True)):
            layouts.clear()
            shown.clear()
            await driver.press(key)
            assert (len(layouts), len(shown)) == (1, 1)
            assert (detail.max_scroll_y > 0) is is_long
            assert detail.virtual_size.width == width

        # From a free place to the next one the text is as high as before.
        await driver.press("end")
        await driver.press("up")
        layouts.clear()
        await driver.press("up")
        assert detail.border_title == "Free"
        assert not layouts

        # What comes within one frame is shown once, as it is in the end.
        await driver.press("home")
        shown.clear()
        grid.action_cursor_right()
        grid.action_cursor_left()
        grid.action_cursor_right()
        await driver.settle()
        assert len(shown) == 1
        assert detail.max_scroll_y == 0
