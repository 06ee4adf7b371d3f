"""Fixtures that more than one part of the house needs."""

import gc
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes tells how busy the machine is, not whether the code is right.
# And whether a change may land must not hang on which examples were drawn: CI draws the same ones every time, a run by
# hand explores. Enough examples to notice what a change breaks within minutes; CONFKIT_EXAMPLES=1000 digs deeper.
settings.register_profile(
    "confkit",
    deadline=None,
    max_examples=int(os.environ.get("CONFKIT_EXAMPLES", "30")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("confkit")

PROJECT = Path(__file__).parents[1]
# The tests that the floor of coverage is held by: those of the layers that it is about, and of the services above them.
# Elsewhere counting branches would only cost time.
COUNTED = ("domain", "codecs", "storage", "publish", "services")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out of the counting what does not belong to it."""
    for item in items:
        if item.path.relative_to(PROJECT / "tests").parts[0] not in COUNTED:
            item.add_marker(pytest.mark.no_cover)


def pytest_collection_finish() -> None:
    """Keep the collector from looking through thousands of tests again and again; they all stay to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real programmes, calendars, feeds and audio; they are not part of the project."""
    folder = Path(os.environ.get("CONFKIT_DATA", PROJECT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder} (set CONFKIT_DATA to the folder that holds it)")
    return folder


def copy_sample(target: Path) -> Path:
    """Make ``target`` the sample of the repository, as a workspace of its own."""
    target.mkdir()
    for name in ("events", "episodes"):
        shutil.copytree(PROJECT / name, target / name)
    shutil.copy(PROJECT / "confkit.toml", target)
    return target


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample of the repository as a workspace of its own."""
    return copy_sample(tmp_path / "sample")
