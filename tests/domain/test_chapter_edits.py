"""Editing chapters: whatever is done, they stay in order and apart, and what can be taken back is."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.domain import chapter_edits as edits
from confkit.domain.chapter_edits import CLOSEST, ZERO, Chapters, Draft
from confkit.domain.errors import InvalidValue
from confkit.domain.recording import Chapter
from tests.strategies import chapters as some_chapters

LENGTH = timedelta(hours=11)


def s(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def made(*starts: float) -> Chapters:
    return tuple(Chapter(s(start), f"At {start:g}") for start in starts)


def starts(chapters: Chapters) -> list[float]:
    return [one.start.total_seconds() for one in chapters]


times = st.integers(0, 11 * 3_600_000).map(lambda n: timedelta(milliseconds=n))
offsets = st.integers(-12 * 3_600_000, 12 * 3_600_000).map(lambda n: timedelta(milliseconds=n))
lengths = st.one_of(st.just(ZERO), st.just(LENGTH))
with_index = some_chapters().filter(bool).flatmap(lambda c: st.tuples(st.just(c), st.integers(0, len(c) - 1)))


def assert_sound(chapters: Chapters) -> None:
    assert all(one.start >= ZERO for one in chapters)
    assert all(other.start - one.start >= CLOSEST for one, other in pairwise(chapters))


@given(some_chapters(), times)
def test_split_then_merge_is_what_was(chapters: Chapters, at: timedelta) -> None:
    try:
        after = edits.split(chapters, at, "second")
    except InvalidValue:
        assert any(one.start == at for one in chapters)
        return
    assert_sound(after)
    assert len(after) == len(chapters) + 1
    (index,) = (n for n, one in enumerate(after) if one.start == at)
    before = edits.index_at(chapters, at)
    if before is not None and edits.end_of(chapters, before, LENGTH) > at:
        assert edits.merge(after, index) == chapters
    assert edits.remove(after, index)[:index] == after[:index]


@given(with_index, offsets, lengths)
def test_a_moved_chapter_stays_between_its_neighbours(
    chosen: tuple[Chapters, int], by: timedelta, length: timedelta
) -> None:
    chapters, index = chosen
    after = edits.move_start(chapters, index, by, length)
    assert_sound(after)
    moved = after[index]
    assert [one.title for one in after] == [one.title for one in chapters]
    assert not length or moved.start <= length
    # Never against the wish, never farther than it.
    done = moved.start - chapters[index].start
    assert abs(done) <= abs(by)
    assert not done or (done > ZERO) == (by > ZERO)
    assert all(one.end is None or one.end > one.start for one in after)
    others = [(a, b) for n, (a, b) in enumerate(zip(chapters, after, strict=True)) if n not in (index - 1, index)]
    assert all(a == b for a, b in others)


@given(with_index, offsets)
def test_a_move_that_met_nothing_is_taken_back_by_the_opposite_one(chosen: tuple[Chapters, int], by: timedelta) -> None:
    chapters, index = chosen
    after = edits.move_start(chapters, index, by, LENGTH)
    before = chapters[index - 1].end if index else None
    is_free = (
        before is None or before == chapters[index].start or before < min(after[index].start, chapters[index].start)
    )
    if after[index].start - chapters[index].start == by and is_free:
        assert edits.move_start(after, index, -by, LENGTH) == chapters


def test_an_end_that_touched_the_chapter_moves_along() -> None:
    chapters = (Chapter(s(0), "a", end=s(10)), Chapter(s(10), "b", end=s(20)))
    assert edits.move_start(chapters, 1, s(-3), s(30))[0].end == s(7)
    assert edits.move_start(chapters, 1, s(3), s(30))[0].end == s(13)
    assert edits.move_start(chapters, 1, s(50), s(30))[1].start == s(20) - CLOSEST
    apart = (Chapter(s(0), "a", end=s(8)), Chapter(s(10), "b"))
    assert edits.move_start(apart, 1, s(-1), s(30))[0].end == s(8)
    assert edits.move_start(apart, 1, s(-5), s(30))[0].end == s(5)


def test_doubled_chapters_from_elsewhere_can_be_moved_apart() -> None:
    doubled = made(0, 5, 5, 9)
    assert starts(edits.move_start(doubled, 2, s(1), s(20))) == [0, 5, 6, 9]
    assert starts(edits.move_start(doubled, 1, s(-1), s(20))) == [0, 4, 5, 9]
    assert starts(edits.move_start(doubled, 2, s(-1), s(20))) == [0, 5, 5, 9]
    assert starts(edits.move_start(made(50), 0, s(1), s(20))) == [50]
    assert starts(edits.move_start(made(50), 0, s(-1), s(20))) == [49]


@given(some_chapters(), offsets)
def test_shifting_keeps_the_distances(chapters: Chapters, by: timedelta) -> None:
    after = edits.shift(chapters, by)
    assert_sound(after)
    if by >= ZERO or (chapters and chapters[0].start + by >= ZERO):
        assert edits.shift(after, -by) == chapters
    assert len(after) <= len(chapters)
    kept = chapters[len(chapters) - len(after) :]
    assert [one.title for one in after] == [one.title for one in kept]
    assert [one.start for one in after] == [max(ZERO, one.start + by) for one in kept]


def test_what_is_shifted_out_is_gone() -> None:
    assert starts(edits.shift(made(0, 10, 20), s(-10))) == [0, 10]
    assert starts(edits.shift(made(0, 10, 20), s(-15))) == [0, 5]
    assert edits.shift((Chapter(s(0), "a", end=s(4)), Chapter(s(10), "b")), s(-5)) == (Chapter(s(5), "b"),)


@given(some_chapters(), times)
def test_adding_and_removing(chapters: Chapters, at: timedelta) -> None:
    try:
        after = edits.add(chapters, Chapter(at, "new"))
    except InvalidValue:
        assert any(one.start == at for one in chapters)
        return
    assert_sound(after)
    assert edits.remove(after, [one.title == "new" and one.start == at for one in after].index(True)) == chapters


@given(with_index, times)
def test_a_change_is_put_in_order(chosen: tuple[Chapters, int], at: timedelta) -> None:
    chapters, index = chosen
    changed = Chapter(at, "changed")
    others = edits.remove(chapters, index)
    try:
        after = edits.change(chapters, index, changed)
    except InvalidValue:
        assert any(one.start == at for one in others)
        return
    assert_sound(after)
    assert changed in after
    assert len(after) == len(chapters)


@given(some_chapters(), st.integers(1, 90), st.none() | st.integers(0, 3))
def test_splitting_evenly(chapters: Chapters, minutes: int, index: int | None) -> None:
    every = timedelta(minutes=minutes)
    chosen = min(index, len(chapters) - 1) if index is not None and chapters else None
    try:
        after = edits.split_evenly(chapters, every, LENGTH, chosen)
    except InvalidValue:
        assert chosen is None or edits.end_of(chapters, chosen, LENGTH) - chapters[chosen].start < 1.5 * every
        return
    assert_sound(after)
    first, last = chosen or 0, (chosen or 0) + len(after) - max(len(chapters), 1)
    parts = after[first : last + 1]
    assert all(other.start - one.start == every for one, other in pairwise(parts))
    whole_end = edits.end_of(chapters, chosen, LENGTH) if chosen is not None else LENGTH
    rest = whole_end - parts[-1].start
    assert every / 2 <= rest < every * 1.5
    assert edits.end_of(after, last, LENGTH) == whole_end


def test_the_parts_are_numbered() -> None:
    whole = edits.split_evenly((), timedelta(minutes=10), timedelta(minutes=32))
    assert [(one.start // s(60), one.title) for one in whole] == [(0, "Part 1"), (10, "Part 2"), (20, "Part 3")]
    chapters = (Chapter(s(0), "Consent", url="https://example.org/", end=s(100)), *made(200))
    parts = edits.split_evenly(chapters, s(30), s(300), 0)
    assert [one.title for one in parts] == ["Consent", "Consent 2", "Consent 3", "At 200"]
    assert [one.end for one in parts] == [None, None, s(100), None]
    assert {one.url for one in parts[:3]} == {"https://example.org/"}


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: edits.split(made(0, 10), s(10)), "begins there already"),
        (lambda: edits.merge(made(0, 10), 0), "is the first chapter"),
        (lambda: edits.add((), Chapter(s(-1), "x")), "before the beginning"),
        (lambda: edits.change(made(0, 10), 0, Chapter(s(3), "x", end=s(2))), "is not after the start"),
        (lambda: edits.add(made(0, 10), Chapter(s(3), "x", end=s(3))), "is not after the start"),
        (lambda: edits.change(made(0, 10), 0, Chapter(s(10), "x")), "begins there already"),
        (lambda: edits.split_evenly(made(0), s(0.5), s(60), 0), "too short"),
        (lambda: edits.split_evenly(made(0), s(60), s(60), 0), "not longer than that"),
        (lambda: edits.split_evenly(made(0), s(1), s(20_000), 0), "more than 10,000"),
        (lambda: edits.split_evenly(made(5), s(1), s(20), None), "no chapter sounds here"),
        (lambda: edits.add(made(*range(edits.MOST)), Chapter(s(99_999), "x")), "10,000 chapters already"),
    ],
)
def test_what_can_t_be_done_is_said(call: object, word: str) -> None:
    with pytest.raises(InvalidValue, match=word) as caught:
        call()  # type: ignore[operator]
    assert caught.value.fix


def test_which_chapter_sounds() -> None:
    chapters = made(5, 10)
    assert [edits.index_at(chapters, s(at)) for at in (0, 4.9, 5, 9.9, 10, 99)] == [None, None, 0, 0, 1, 1]
    assert edits.index_at((), s(3)) is None
    ended = (Chapter(s(0), "a", end=s(3)), Chapter(s(5), "b", end=s(2)), Chapter(s(9), "c", end=s(99)))
    assert [edits.end_of(ended, n, s(20)) for n in range(3)] == [s(3), s(9), s(20)]


def codes(chapters: Chapters, length: float = 60) -> list[tuple[str, int | None]]:
    return [(fault.code, fault.index) for fault in edits.faults(chapters, s(length))]


def test_what_is_wrong() -> None:
    assert codes(made(0, 10, 20)) == []
    assert codes(()) == []
    assert codes(made(3, 10, 20)) == [("chapters-late", 0)]
    assert codes(made(0, 10)) == [("chapters-few", None)]
    assert codes(made(0, 10, 10, 20)) == [("chapter-at-same-time", 2)]
    assert codes(made(0, 10, 62)) == [("chapter-beyond-end", 2)]
    assert codes(made(0, 10, 62), length=0) == []
    assert codes((*made(0, 10), Chapter(s(20), "x", end=s(20)))) == [("chapter-ends-early", 2)]
    assert codes((*made(0, 10), Chapter(s(20), " "))) == [("chapter-without-title", 2)]
    assert codes((*made(0, 10), Chapter(s(20), "x" * 101))) == [("chapter-title-long", 2)]
    # What is hidden is in no list, so lists can't be wrong because of it.
    assert codes((Chapter(s(0), "", hidden=True), *made(0.5, 10, 20))) == []


@given(st.lists(some_chapters(), max_size=6), st.data())
def test_every_step_is_undone_and_done_again(versions: list[Chapters], data: st.DataObject) -> None:
    draft = first = Draft(())
    seen = [draft.chapters]
    for number, version in enumerate(versions):
        after = draft.step(f"Step {number}", version)
        assert (after is draft) == (version == draft.chapters)
        if after is not draft:
            seen.append(version)
        draft = after
    last = draft
    steps = data.draw(st.integers(0, len(seen) - 1))
    for n in range(steps):
        draft = draft.undone()
        assert draft.chapters == seen[-2 - n]
    for n in range(steps):
        draft = draft.redone()
        assert draft.chapters == seen[len(seen) - steps + n]
    assert draft == last
    assert first.undone() is first
    assert last.redone() is last


def test_steps_of_one_kind_in_a_row_are_undone_as_one() -> None:
    draft = Draft(made(0)).step("Move", made(1), joins=True).step("Move", made(2), joins=True)
    assert draft.undone().chapters == made(0)
    assert draft.undone().redone().chapters == made(2)
    other = draft.step("Split", made(2, 3)).step("Move", made(2, 4), joins=True)
    assert other.undone().chapters == made(2, 3)
    # What was undone and is gone on from is a step of its own.
    again = draft.undone().redone().step("Move", made(5), joins=True)
    assert again.undone().chapters == made(0)
    assert draft.step("Split", made(9)).undone().step("Move", made(7), joins=True).future == ()
