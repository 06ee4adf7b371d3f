"""Audio made once for all tests, and a library of shows to scan."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.audio.encoding import encode_all


@pytest.fixture(scope="session")
def audio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every kind of file (see ``encoding.KINDS``); copy what you change."""
    folder = tmp_path_factory.mktemp("audio")
    encode_all(folder)
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty ``episodes`` folder with the show ``show``."""
    (tmp_path / "episodes" / "show").mkdir(parents=True)
    return tmp_path / "episodes"


@pytest.fixture
def put(audio: Path, root: Path) -> Callable[..., Path]:
    """Copy an encoded file into the show, under its own or another name."""

    def copy(name: str, to: str = "") -> Path:
        target = root / "show" / (to or name)
        shutil.copyfile(audio / name, target)
        return target

    return copy
