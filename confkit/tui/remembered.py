"""What the terminal UI remembers of this workspace on this machine: the theme one chose, that the tour was taken.

It lies in ``.confkit/ui.json`` and not in ``confkit.toml``, which a team shares. A file that is gone or broken only
means that nothing is remembered.
"""

import json
from pathlib import Path

from confkit.domain.errors import ConfkitError
from confkit.files import atomic_write
from confkit.services.workspace import Workspace

NAME = "ui.json"
# Anything longer is something else.
_LARGEST = 16 << 10
_THEME, _OVER, _TOUR = "theme", "theme-over", "tour"


def theme_of(ws: Workspace) -> str:
    """Return the theme that was chosen last; empty where none was, or where ``confkit.toml`` was changed since."""
    kept = _read(ws.state / NAME)
    return kept.get(_THEME, "") if kept.get(_OVER) == ws.config.theme else ""


def keep_theme(ws: Workspace, theme: str) -> None:
    """Remember the theme that was chosen in place of that of ``confkit.toml``."""
    _keep(ws, {_THEME: theme, _OVER: ws.config.theme})


def is_first_start(ws: Workspace) -> bool:
    """Whether the UI was never opened on this workspace; says so once only."""
    if _read(ws.state / NAME).get(_TOUR):
        return False
    return _keep(ws, {_TOUR: "offered"})


def _read(path: Path) -> dict[str, str]:
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}


def _keep(ws: Workspace, values: dict[str, str]) -> bool:
    """Write ``values`` beside what is kept; say whether it could be, since a folder may be read-only."""
    path = ws.state / NAME
    try:
        ws.make_state()
        atomic_write(path, json.dumps(_read(path) | values, indent=1, sort_keys=True).encode())
    except ConfkitError:
        return False
    return True
