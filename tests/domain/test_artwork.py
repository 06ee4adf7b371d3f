"""The rules for artwork, each with a picture that breaks this one."""

from dataclasses import replace
from uuid import UUID

import pytest

from confkit.domain.artwork import JPEG, PNG, Colours, Picture, artwork_problems, weight
from confkit.domain.problem import Severity

GOOD = Picture(JPEG, 1400, 1400, Colours.RGB, 200_000)
MEND = "confkit show artwork x --mend"
ID = UUID(int=1)


def codes(picture: Picture | None, name: str = "cover.jpg", severity: Severity = Severity.ERROR) -> dict[str, Severity]:
    problems = artwork_problems(picture, "episodes/x/cover.jpg", (ID,), mend=MEND, name=name, severity=severity)
    assert all(problem.subjects == (ID,) and problem.where == "episodes/x/cover.jpg" for problem in problems)
    assert all(problem.fix for problem in problems)
    return {problem.code: problem.severity for problem in problems}


@pytest.mark.parametrize(
    ("picture", "name"),
    [
        (GOOD, "cover.jpg"),
        (GOOD, "cover.JPEG"),
        (GOOD, ""),
        (replace(GOOD, width=3000, height=3000, size=512 << 10), "cover.jpg"),
        (replace(GOOD, media_type=PNG, has_profile=True), "cover.png"),
    ],
)
def test_what_directories_take(picture: Picture, name: str) -> None:
    assert codes(picture, name) == {}


@pytest.mark.parametrize(
    ("picture", "name", "code", "severity"),
    [
        (None, "cover.jpg", "artwork-unreadable", Severity.ERROR),
        (replace(GOOD, fault="ends before it is complete"), "cover.jpg", "artwork-unreadable", Severity.ERROR),
        (Picture("image/gif"), "cover.jpg", "artwork-wrong-type", Severity.ERROR),
        (Picture("image/x-new"), "cover.jpg", "artwork-wrong-type", Severity.ERROR),
        (replace(GOOD, width=1401), "cover.jpg", "artwork-not-square", Severity.ERROR),
        (replace(GOOD, width=1399, height=1399), "cover.jpg", "artwork-too-small", Severity.ERROR),
        (replace(GOOD, width=3001, height=3001), "cover.jpg", "artwork-too-large", Severity.ERROR),
        *(
            (replace(GOOD, colours=colours), "cover.jpg", "artwork-not-rgb", Severity.ERROR)
            for colours in Colours
            if colours is not Colours.RGB
        ),
        (replace(GOOD, is_animated=True), "cover.jpg", "artwork-animated", Severity.ERROR),
        (GOOD, "cover.png", "artwork-wrong-extension", Severity.ERROR),
        (GOOD, "cover", "artwork-wrong-extension", Severity.ERROR),
        (replace(GOOD, media_type=PNG), "cover.jpg", "artwork-wrong-extension", Severity.ERROR),
        (replace(GOOD, size=(512 << 10) + 1), "cover.jpg", "artwork-heavy", Severity.WARNING),
        (replace(GOOD, depth=16), "cover.jpg", "artwork-deep", Severity.WARNING),
        (replace(GOOD, orientation=6), "cover.jpg", "artwork-turned", Severity.WARNING),
    ],
)
def test_what_they_don_t(picture: Picture | None, name: str, code: str, severity: Severity) -> None:
    assert codes(picture, name) == {code: severity}


def test_of_an_episode_nothing_is_an_error() -> None:
    wrong = replace(GOOD, width=3001, height=2, size=1 << 20)
    found = codes(wrong, severity=Severity.WARNING)
    assert set(found) == {"artwork-not-square", "artwork-too-small", "artwork-too-large", "artwork-heavy"}
    assert set(found.values()) == {Severity.WARNING}
    assert set(codes(wrong, severity=Severity.HINT).values()) == {Severity.HINT}


def test_the_fix_names_the_command_where_it_helps() -> None:
    (square,) = artwork_problems(replace(GOOD, width=1500), "x", mend=MEND)
    assert MEND in square.fix
    (broken,) = artwork_problems(replace(GOOD, fault="is damaged"), "x", mend=MEND)
    assert MEND not in broken.fix


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 KB"), (1, "1 KB"), (512 << 10, "512 KB"), (1 << 20, "1.0 MB"), (3_565_158, "3.4 MB")]
)
def test_weight(size: int, words: str) -> None:
    assert weight(size) == words
