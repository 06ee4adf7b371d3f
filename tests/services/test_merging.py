"""What a second import changes."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from confkit.domain.edit import Change
from confkit.domain.person import Person
from confkit.domain.session import Slot
from confkit.services.merging import update

ONE, TWO = UUID(int=1), UUID(int=2)


def test_what_is_the_same_is_no_change_and_what_is_new_is_added() -> None:
    known, new = Person(ONE, "Amira Hart"), Person(TWO, "Ben Okafor")
    assert update([Person(ONE, "Amira Hart"), new], [known]) == [Change(None, new)]


def test_an_import_empties_no_field_of_a_person() -> None:
    known = Person(ONE, "Amira Hart", biography="Long", notes="internal")
    found = update([Person(ONE, "A. Hart")], [known])
    assert found == [Change(known, Person(ONE, "A. Hart", biography="Long", notes="internal"))]


def test_a_move_to_the_second_half_past_two_is_seen() -> None:
    """Python takes both for the same time."""
    first = datetime(2027, 10, 31, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    end = first.replace(hour=4)
    (change,) = update([Slot(ONE, TWO, first.replace(fold=1), end)], [Slot(ONE, TWO, first, end)])
    assert change.fields == ("start",)
