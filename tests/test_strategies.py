"""The strategies keep what they promise; otherwise every property test would stand on sand."""

from hypothesis import given, settings

from confkit.domain.edit import cleaned
from confkit.domain.problem import Severity
from confkit.domain.programme import Programme, Shelf, in_order
from confkit.domain.validation import field_problems
from tests.strategies import exact, programmes, shelves


def _sound(entity) -> None:
    assert [problem for problem in field_problems(entity) if problem.severity is Severity.ERROR] == []
    assert cleaned(entity) == entity


@settings(max_examples=20, deadline=None)
@given(programmes())
def test_programmes_are_valid_clean_and_in_order(programme: Programme) -> None:
    for entity in programme.contents:
        _sound(entity)
    assert exact(in_order(programme)) == exact(programme)


@settings(max_examples=20, deadline=None)
@given(shelves())
def test_shelves_are_valid_and_clean(shelf: Shelf) -> None:
    for entity in (shelf.show, *shelf.episodes, *shelf.persons):
        _sound(entity)
