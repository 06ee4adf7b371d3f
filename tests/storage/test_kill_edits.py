"""The short form of ``scripts/kill_edits.py``: programs that edit are killed, and nothing acknowledged is lost."""

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize("kills", [10, pytest.param(60, marks=pytest.mark.slow)])
def test_kills_lose_no_acknowledged_edit(kills: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.kill_edits", "--kills", str(kills)],
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{kills} kills of two processes")
