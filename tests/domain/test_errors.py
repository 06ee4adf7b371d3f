"""Errors say what, where, and what to do."""

import inspect

import pytest

from confkit.domain import errors
from confkit.domain.errors import ConfkitError, EditConflict, FormatError, StorageError, TruncatedInput, UsageError

EVERY = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]


def test_an_error_reads_as_place_fact_and_next_step() -> None:
    error = TruncatedInput("ends before END:VCALENDAR", where="a.ics", fix="download it again")
    assert str(error) == "a.ics: ends before END:VCALENDAR\n  → download it again"
    assert (error.what, error.where, error.fix) == ("ends before END:VCALENDAR", "a.ics", "download it again")


def test_place_and_next_step_may_be_missing() -> None:
    assert str(ConfkitError("went wrong")) == "went wrong"
    assert str(ConfkitError("went wrong", fix="try again")) == "went wrong\n  → try again"


@pytest.mark.parametrize("kind", EVERY)
def test_every_error_is_in_the_one_tree_and_in_its_drawing(kind: type[ConfkitError]) -> None:
    assert issubclass(kind, ConfkitError)
    assert kind.__name__ in (errors.__doc__ or "")
    assert kind("x").what == "x"


def test_the_tree_is_as_it_is_drawn() -> None:
    drawn: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        name = line.lstrip(" │├└─").partition(" ")[0]
        if name in {kind.__name__ for kind in EVERY}:
            depth = line.index(name)
            above = [one for one in above if one[0] < depth]
            if above:
                drawn[name] = above[-1][1]
            above.append((depth, name))
    assert drawn == {kind.__name__: kind.__base__.__name__ for kind in EVERY if kind is not ConfkitError}


def test_a_conflict_shows_both_values() -> None:
    error = EditConflict("changed meanwhile", differences=(("title", "Mine", "Theirs"),))
    assert error.differences == (("title", "Mine", "Theirs"),)
    assert EditConflict("x").differences == ()
    assert isinstance(error, StorageError)
    assert not isinstance(error, UsageError | FormatError)
