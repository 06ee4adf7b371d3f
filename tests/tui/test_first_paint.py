"""What the first paint may load, as a budget in modules; the time is measured in benchmarks/tui.py."""

import json
import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]

# Run in a fresh process: says what is loaded when the first frame is out, before anything is read.
PROBE = """
import json, sys
from pathlib import Path
from confkit.services.workspace import open_workspace
from confkit.tui.confkit_app import ConfkitApp
from confkit.tui.workspace_screen import WorkspaceScreen

def probe(screen):
    found = json.dumps(sorted(sys.modules))
    screen.app.exit()
    sys.__stderr__.write(found)

WorkspaceScreen.read = probe
ConfkitApp(open_workspace(Path(sys.argv[1]))).run(headless=True, size=(120, 40))
"""


def test_nothing_of_the_domain_or_the_database_is_loaded_before_the_first_paint(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(folder)],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        timeout=60,
        check=True,
    )
    loaded = set(json.loads(done.stderr))
    assert "confkit.tui.workspace_screen" in loaded
    for heavy in ("sqlalchemy", "alembic", "mutagen", "icalendar", "feedparser", "jinja2", "msgspec", "tomlkit"):
        assert heavy not in loaded
    ours = {name for name in loaded if name.startswith("confkit.")}
    assert not {name for name in ours if name.startswith(("confkit.storage", "confkit.codecs", "confkit.audio"))}
    assert {name for name in ours if name.startswith("confkit.domain.")} <= {"confkit.domain.errors"}
    for later in ("form_screen", "work_screen", "help_screen", "palette", "place_screen", "detail", "views"):
        assert f"confkit.tui.{later}" not in loaded
    # The registry of actions is named tuples, a module for each part of the interface.
    assert len([name for name in ours if not name.startswith("confkit.tui.actions")]) <= 22
