"""Names on the web: ASCII, and each thing keeps its own."""

import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.publish.file_name import ascii_name, unique_names
from confkit.publish.manifest import is_output_path


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bücher & [x].mp3", "bucher-x.mp3"),
        ("Straße Łódź Ærø.M4A", "strasse-lodz-aero.m4a"),
        ("Main hall", "main-hall"),
        ("Room 1.2", "room-1-2"),
        ("../../etc/passwd", "etc-passwd"),
        ("ﬁne ①", "fine-1"),
        (".mp3", "mp3"),
        ("..mp3", "unnamed.mp3"),
        ("東京.mp3", "unnamed.mp3"),
        ("", "unnamed"),
        ("a\0b\n", "a-b"),
        ("x" * 200 + ".mp3", "x" * 80 + ".mp3"),
        ("y" * 79 + "- z", "y" * 79),
        ("talk.verylongsuffix", "talk-verylongsuffix"),
    ],
)
def test_ascii_name(text: str, name: str) -> None:
    assert ascii_name(text) == name


def test_the_fallback_is_the_callers() -> None:
    assert ascii_name("東京.mp3", fallback="episode") == "episode.mp3"


@given(st.text())
def test_every_text_gives_a_name_that_needs_no_quoting(text: str) -> None:
    name = ascii_name(text)
    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9]+)?", name)
    assert is_output_path(name)
    assert ascii_name(name) == name


def test_the_later_of_two_equal_names_carries_its_id() -> None:
    one, two, three = UUID(int=1), UUID(int=2**127), UUID(int=3)
    assert unique_names([(one, "Ä.mp3"), (two, "a.mp3"), (three, "b.mp3")]) == {
        one: "a.mp3",
        two: "a-80000000.mp3",
        three: "b.mp3",
    }


def test_ids_that_begin_alike_are_told_apart() -> None:
    ids = [UUID(int=number) for number in range(3)]
    names = unique_names(dict.fromkeys(ids, "x"))
    assert names == {ids[0]: "x", ids[1]: "x-00000000", ids[2]: f"x-{ids[2].hex}"}


@given(st.dictionaries(st.uuids(), st.text(max_size=3), max_size=20))
def test_names_are_unique_and_a_new_one_changes_none(texts: dict[UUID, str]) -> None:
    names = unique_names(texts)
    assert len(set(names.values())) == len(texts)
    for end in range(len(texts)):
        assert unique_names(list(texts.items())[:end]).items() <= names.items()
