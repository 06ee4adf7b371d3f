"""The short form of ``scripts/kill_builds.py``: builds killed at random moments."""

import subprocess
import sys

import pytest

from tests.conftest import PROJECT


@pytest.mark.slow
def test_killed_builds_leave_whole_files_and_the_next_one_finishes_the_job() -> None:
    # In a process of its own: it forks, which a process with threads must not.
    done = subprocess.run(
        [sys.executable, "-m", "scripts.kill_builds", "--kills", "8"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "all whole" in done.stdout
