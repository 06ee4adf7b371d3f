"""Pictures of the terminal UI for the docs, taken from the sample workspace: ``python -m scripts.screenshots [NAME…]``.

Each is an SVG that Textual draws of the running app, so it shows what a terminal shows; nothing is painted by hand. The
clock is fixed, and the database is made anew from the sample's files, so that the same source gives the same picture.
"""

import asyncio
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from textual.widgets import Input

from confkit.files import atomic_write
from confkit.services.scanning import scan
from confkit.services.workspace import Workspace
from confkit.tui.confkit_app import ConfkitApp
from confkit.tui.workspace_screen import WorkspaceScreen

PROJECT = Path(__file__).parents[1]
IMAGES = PROJECT / "docs" / "images"
CLOCK = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its name, the keys that lead to it, and how it is taken."""

    name: str
    keys: tuple[str, ...] = ()
    theme: str = "dark"
    size: tuple[int, int] = (120, 36)


PICTURES = (
    Picture("sessions", ("slash", *"ward", "enter", "escape")),
    Picture("schedule", ("3", "down", "down"), theme="light"),
    Picture("turned", ("3", *["down"] * 4, "T"), size=(140, 32)),
    Picture("map", ("3", "m", "right"), theme="light"),
    Picture("form", ("slash", *"ward", "enter", "e")),
)


async def take(folder: Path, picture: Picture) -> str:
    """Return the picture as SVG."""
    with Workspace(folder, clock=lambda: CLOCK, author="you") as workspace:
        scan(workspace)
        app = ConfkitApp(workspace)
        async with app.run_test(size=picture.size, notifications=False) as pilot:
            app.theme = f"confkit-{picture.theme}"
            screen = app.screen
            assert isinstance(screen, WorkspaceScreen)
            while screen.snapshot.problems is None:
                await pilot.pause(0.05)
            for key in picture.keys:
                await pilot.press(key)
                await app.workers.wait_for_complete()
                await pilot.pause()
            for field in app.screen.query(Input):
                field.cursor_blink = False
            await pilot.pause(0.3)
            svg = app.export_screenshot(title="confkit")
    # The drawing names its parts by a random number; without it, an unchanged picture is an unchanged file. Its fonts
    # would be fetched from a server; every system has a monospaced one.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"terminal-\d+", f"terminal-{picture.name}", svg)


def main(*names: str) -> None:
    """Take the pictures of these names, or every one."""
    for picture in (one for one in PICTURES if one.name in names or not names):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) / "sample"
            folder.mkdir()
            for name in ("events", "episodes"):
                shutil.copytree(PROJECT / name, folder / name)
            config = (PROJECT / "confkit.toml").read_text("utf-8")
            (folder / "confkit.toml").write_text(config, "utf-8")
            svg = asyncio.run(take(folder, picture))
        atomic_write(IMAGES / f"{picture.name}.svg", svg.encode())
        print(f"docs/images/{picture.name}.svg", len(svg) // 1000, "kB")


if __name__ == "__main__":
    main(*sys.argv[1:])
