"""Handing a folder over to the desktop's own file browser, where there is one."""

import os
import shutil
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from confkit.domain.bridge import EpisodeView
from confkit.domain.show import Show
from confkit.services.workspace import Workspace

# How long a program that could not do it may take to say so, in seconds; one that shows the folder may run on.
_PATIENCE = 1.5


def folder_of(ws: Workspace, show: Show | None, view: EpisodeView | None) -> Path:
    """Return the folder where an episode's audio is, or would be; the nearest above it that there is."""
    root = ws.episodes_root
    wanted = root / (view.episode.file if view and view.episode.file else f"{show.slug if show else ''}/-")
    for folder in wanted.parents:
        if folder.is_dir() and folder.is_relative_to(root):
            return folder
    return root


def browser() -> str:
    """Return the program that opens folders here; empty where there is none, or no display to show it on."""
    if sys.platform == "darwin":
        return shutil.which("open") or ""
    if sys.platform == "win32":
        return shutil.which("explorer") or ""
    has_display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return (shutil.which("xdg-open") or "") if has_display else ""


def open_folder(folder: Path) -> bool:
    """Open ``folder`` in the desktop's file browser, apart from this terminal; say whether that could be done."""
    program = browser()
    if not program:
        return False
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            [program, str(folder)], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True, close_fds=True
        )
    except OSError:
        return False
    with suppress(subprocess.TimeoutExpired):
        # Explorer answers 1 also when it has shown the folder.
        return process.wait(_PATIENCE) == 0 or sys.platform == "win32"
    # It goes on by itself; somebody must still take its answer when it ends.
    threading.Thread(target=process.wait, daemon=True).start()
    return True
