"""Tag changed and field not edited: the tag wins by itself. Both changed: a problem that shows both."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from confkit.domain.person import Credit, Participant
from confkit.domain.problem import Severity
from confkit.domain.recording import Tags
from confkit.domain.show import EpisodeState, TagBasis
from confkit.domain.tag_merge import (
    TAG_FIELDS,
    TagConflict,
    merge_problems,
    rebase,
    settled,
    tag_conflicts,
    tag_text,
)
from tests.domain.test_bridge import EPISODE, HART, RECORDING, TAGS


def test_an_edited_field_is_based_on_the_tag_of_the_moment() -> None:
    after = replace(EPISODE, title="Mine", season=4)
    assert rebase(EPISODE, after, TAGS).based_on == (TagBasis("title", "Tagged title"), TagBasis("season", "2"))


def test_people_are_based_on_their_names() -> None:
    tags = replace(TAGS, people=(Credit("A"), Credit("B")))
    after = replace(EPISODE, people=(Participant(HART.id),))
    assert rebase(EPISODE, after, tags).based_on == (TagBasis("people", "A, B"),)


def test_a_field_that_is_edited_again_is_based_anew_and_others_stay() -> None:
    before = rebase(EPISODE, replace(EPISODE, title="Mine", link="https://x.example"), TAGS)
    after = rebase(before, replace(before, title="Still mine"), replace(TAGS, title="Other", link="https://other"))
    assert after.based_on == (TagBasis("title", "Other"), TagBasis("link", "https://tag.example"))


def test_a_field_that_is_cleared_has_no_basis() -> None:
    before = rebase(EPISODE, replace(EPISODE, title="Mine"), TAGS)
    assert rebase(before, replace(before, title=None), TAGS).based_on == ()


def test_an_edit_of_something_else_changes_nothing() -> None:
    before = rebase(EPISODE, replace(EPISODE, title="Mine"), TAGS)
    after = replace(before, state=EpisodeState.DRAFT)
    assert rebase(before, after, replace(TAGS, title="Other")) is after


def test_a_field_that_came_without_a_basis_gets_one() -> None:
    mine = replace(EPISODE, title="Mine")
    assert rebase(mine, replace(mine, explicit=True), TAGS).based_on == (TagBasis("title", "Tagged title"),)


def test_both_changed_is_a_problem_that_shows_both() -> None:
    episode = rebase(EPISODE, replace(EPISODE, title="Mine"), TAGS)
    (problem,) = merge_problems(episode, replace(RECORDING, tags=replace(TAGS, title="Theirs")))
    assert problem.code == "episode-tag-changed"
    assert problem.severity is Severity.WARNING
    assert problem.where == f"{EPISODE.file}: title"
    assert problem.message == "edited here and in the file: here 'Mine', file 'Theirs' (was 'Tagged title')"
    assert problem.subjects == (EPISODE.id,)


def test_other_people_are_a_problem_too() -> None:
    episode = rebase(EPISODE, replace(EPISODE, people=(Participant(HART.id),)), TAGS)
    (problem,) = merge_problems(episode, replace(RECORDING, tags=replace(TAGS, people=(Credit("Zoe"),))))
    assert "here other people, file 'Zoe' (was 'Tagged Person')" in problem.message


@pytest.mark.parametrize(
    ("own", "tags"),
    [
        ({"title": "Mine"}, {}),  # nothing changed in the file
        ({"title": "Mine"}, {"title": "Mine"}),  # changed to the same
        ({"season": 4}, {"season": 4}),
        ({"date": datetime(2027, 4, 8, 10, tzinfo=UTC)}, {"date": "2027-04-08T12:00+02:00"}),
        ({"title": "Mine"}, {"subtitle": "Other"}),  # another field, not edited here
    ],
)
def test_no_problem(own: dict[str, object], tags: dict[str, object]) -> None:
    episode = rebase(EPISODE, replace(EPISODE, **own), TAGS)  # type: ignore[arg-type]
    assert merge_problems(episode, replace(RECORDING, tags=replace(TAGS, **tags))) == ()  # type: ignore[arg-type]


def test_a_basis_without_its_field_is_no_problem() -> None:
    episode = replace(EPISODE, based_on=(TagBasis("title", "Old"),))
    assert merge_problems(episode, RECORDING) == ()


@pytest.mark.parametrize("field", TAG_FIELDS)
def test_every_tag_has_a_text(field: str) -> None:
    assert tag_text(TAGS, field)
    assert tag_text(Tags(), field) == ""


def test_what_is_settled_is_no_conflict_any_more() -> None:
    episode = rebase(EPISODE, replace(EPISODE, title="Mine", season=4), TAGS)
    changed = replace(RECORDING, tags=replace(TAGS, title="Theirs", season=9))
    assert [one.field for one in tag_conflicts(episode, changed)] == ["title", "season"]
    after = settled(episode, {"title", "language"}, changed.tags)
    assert list(tag_conflicts(after, changed)) == [TagConflict("season", 4, "9", "2")]
    assert after.title == "Mine"
    assert settled(after, {"title"}, changed.tags) is after
