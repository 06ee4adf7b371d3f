"""``confkit show artwork`` and ``confkit episode cover``, as a person calls them."""

from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.pictures import cover, drawn, encoded


@pytest.fixture
def place(folder: Path, confkit: Call) -> Path:
    """The folder of the show, with artwork that directories refuse."""
    found = folder / "episodes" / "ward-rounds"
    (found / "cover.jpg").write_bytes(cover(1500, 1400))
    confkit("scan")
    assert confkit("show", "edit", "ward-rounds", "--artwork", "cover.jpg").code == 0
    return found


def test_artwork_that_is_not_right(confkit: Call, place: Path) -> None:
    called = confkit("show", "artwork", "ward-rounds")
    assert called.code == 1
    assert "1,500 × 1,400" in called.out
    assert "artwork-not-square" in called.out
    assert "confkit show artwork ward-rounds --mend" in called.out
    assert "artwork-not-square" in confkit("check").out


def test_mending_it_and_taking_that_back(confkit: Call, place: Path) -> None:
    before = (place / "cover.jpg").read_bytes()
    called = confkit("show", "artwork", "ward-rounds", "--mend")
    assert called.code == 0
    assert "cut to a square: 100 pixels" in called.err
    assert "Mend the artwork of “Ward Rounds”" in called.err
    assert "1,400 × 1,400" in called.out
    (made,) = place.glob("cover-*.jpg")
    assert confkit("show", "show", "ward-rounds", "--json").json["artwork"] == made.name
    again = confkit("show", "artwork", "ward-rounds", "--mend")
    assert (again.code, again.err) == (0, "nothing to change\n")
    assert confkit("undo").code == 0
    assert confkit("show", "show", "ward-rounds", "--json").json["artwork"] == "cover.jpg"
    assert (place / "cover.jpg").read_bytes() == before


def test_a_cover_for_an_episode(confkit: Call, place: Path, tmp_path: Path) -> None:
    assert "the show's artwork" in confkit("episode", "cover", "guid-1").out
    none = confkit("episode", "cover", "guid-1", "--mend")
    assert none.code == 2
    assert "confkit episode cover 00000031 --set FILE" in none.err
    file = tmp_path / "portrait.gif"
    file.write_bytes(encoded(drawn(1000, 400), "GIF"))
    refused = confkit("episode", "cover", "guid-1", "--set", str(file))
    assert refused.code == 1
    assert "--mend" in refused.err
    called = confkit("episode", "cover", "guid-1", "--set", str(file), "--mend")
    assert called.code == 0
    assert "padded to a square" in called.err
    assert "enlarged from 1,000" in called.err
    assert "named by the episode" in called.out
    shown = confkit("episode", "cover", "guid-1", "--json").json
    assert (shown["kind"], shown["width"], shown["problems"]) == ("own", 1400, [])
    # A cover that is not right is a warning: the show's artwork takes its place.
    (place / "001.png").write_bytes(cover(500, 500, "PNG"))
    assert confkit("undo").code == 0
    small = confkit("episode", "cover", "guid-1")
    assert small.code == 0
    assert "beside the audio" in small.out
    assert "artwork-too-small" in small.out


def test_what_is_wrong_is_said(confkit: Call, folder: Path) -> None:
    none = confkit("show", "artwork", "ward-rounds")
    assert none.code == 2
    assert "confkit show artwork ward-rounds --set FILE" in none.err
    missing = confkit("show", "artwork", "ward-rounds", "--set", str(folder / "nothing.png"))
    assert missing.code == 1
    assert "is not there" in missing.err
    assert "there is none" in confkit("episode", "cover", "guid-1").out


def test_a_hostile_name_stays_a_name(confkit: Call, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "a\x1b[2J[bold].png"
    file.write_bytes(cover(form="PNG"))
    called = confkit("show", "artwork", "ward-rounds", "--set", str(file))
    assert called.code == 0
    assert "\x1b" not in called.out + called.err
    assert "[bold]" in called.out
