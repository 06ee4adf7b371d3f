"""Edits as people read them: names for ids, words for long texts, lists item by item."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from confkit.domain.edit import Change, Edit
from confkit.domain.event import Event, Room
from confkit.domain.person import Participant, Person
from confkit.domain.recording import Chapter
from confkit.domain.rule_settings import RuleOptions
from confkit.domain.session import Session, Slot
from confkit.domain.show import Episode
from confkit.services.history_diff import FieldDiff, _text_diff, diff_of, in_lines

EVENT = Event(UUID(int=1), "summit", "Summit", "UTC", date(2027, 10, 30), date(2027, 10, 31))
SESSION = Session(UUID(int=2), EVENT.id, "Opening", abstract="One line.\nA second line of words that stays.")
NAMES = {UUID(int=10): "Main hall", UUID(int=20): "Amira Hart", SESSION.id: "Opening"}


def lines(*changes: Change) -> list[str]:
    return list(in_lines(diff_of(Edit("Edit", changes), NAMES)))


def test_fields_are_told_with_names_words_and_items() -> None:
    after = replace(
        SESSION,
        abstract="One line.\nA third line of words that stays.",
        participants=(Participant(UUID(int=20)),),
        capacity=20,
    )
    assert lines(Change(SESSION, after)) == [
        "~ session “Opening”",
        "    Abstract:",
        "      One line.",
        "      A {-second-}{+third+} line of words that stays.",
        "    People:",
        "      + Amira Hart speaker",
        "    Capacity: – → 20",
    ]
    rested = replace(EVENT, options=RuleOptions(rest=timedelta(minutes=30)))
    assert lines(Change(EVENT, rested)) == ["~ event “Summit”", "    Rest: 15 min → 30 min"]


def test_what_was_added_or_removed_is_listed_with_what_it_held() -> None:
    start = datetime(2027, 10, 30, 9, tzinfo=UTC)
    slot = Slot(UUID(int=3), SESSION.id, start, start + timedelta(minutes=30), UUID(int=10))
    told = lines(Change(slot, None))
    assert told[0] == "- slot “Opening”: Sat 30 Oct 09:00, Main hall"
    assert "    Room: Main hall → –" in told
    rooms = [Change(None, Room(UUID(int=50 + n), EVENT.id, f"Room {n}", capacity=5)) for n in range(250)]
    things = diff_of(Edit("Many", tuple(rooms)))
    assert (len(things), things[0].fields) == (200, ())
    assert list(in_lines(things, 50))[-1] == "… and 50 more things"
    assert "    Organisation: – → Radio" in lines(Change(None, Person(UUID(int=60), "Ben", "Radio")))


def test_chapters_are_told_with_their_times() -> None:
    moment = datetime(2027, 1, 1, tzinfo=UTC)
    before = Episode(UUID(int=4), UUID(int=5), "guid", moment, chapters=(Chapter(timedelta(0), "Welcome"),))
    after = replace(before, chapters=(*(before.chapters or ()), Chapter(timedelta(seconds=3725), "Questions")))
    assert lines(Change(before, after))[1:] == ["    Chapters:", "      + 1:02:05 Questions"]


WORDS = st.lists(st.sampled_from(("care", "ward,", "a", "voice", "\n", "ñandú", "…")), max_size=40).map(" ".join)


@given(WORDS, WORDS)
def test_a_text_can_be_made_again_from_what_is_short_of_cutting(before: str, after: str) -> None:
    found = _text_diff("Text", before, after)
    gone = "".join(piece.text for piece in found.pieces if piece.sign != "+")
    come = "".join(piece.text for piece in found.pieces if piece.sign != "-")
    if "…" not in gone + come:
        assert (gone, come) == (before, after)
    for text, kept in ((before, gone), (after, come)):
        assert all(part.strip() in text for part in kept.split(" … ") if "…" not in part)


def test_texts_too_long_for_words_are_compared_by_line_and_longer_ones_not_at_all() -> None:
    before = "\n".join(f"line {number} of some words" for number in range(800))
    found = _text_diff("Text", before, before.replace("line 7 ", "line seven "))
    assert found.by_line
    assert [piece.text for piece in found.pieces] == ["line 7 of some words", "line seven of some words"]
    huge = "word\n" * 100_000
    assert _text_diff("Text", huge, huge + "x") == FieldDiff(
        "Text", f"{huge[:60]}… (500,000 characters)", f"{huge[:60]}… (500,001 characters)"
    )
