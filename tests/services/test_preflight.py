import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from confkit.domain.edit import Edit
from confkit.domain.errors import FormatError, NotFound
from confkit.services import editing, lookup
from confkit.services.building import build
from confkit.services.checking import check
from confkit.services.importing import import_path
from confkit.services.preflight import check_feed, read_feed_file
from confkit.services.workspace import Workspace
from tests.services.conftest import NOW, Clock

FEED = "shows/ward-rounds/feed.xml"


def spoil(ws: Workspace) -> None:
    """Let two episodes of the sample have one guid in the feed, as an older database could hold them."""
    lookup.shows(ws)
    first, second = [
        view.episode for view in lookup.episodes(ws, lookup.find_show(ws, "ward-rounds")) if view.is_due(NOW)
    ][:2]
    # Past Workspace.apply, which would take the blank away.
    ws.repository.apply(Edit.change("Spoil", second, replace(second, guid=f"{first.guid} ")), author="x", at=NOW)


def test_the_feed_of_the_sample_is_fit_for_every_app_and_directory(ws: Workspace) -> None:
    build(ws)
    found = check_feed((ws.output / FEED).read_bytes(), FEED, now=NOW)
    # It shows what each kind of audio looks like, and Apple takes neither Opus nor FLAC.
    assert {problem.code for problem in found} <= {"enclosure-type-refused"}


def test_the_check_of_a_workspace_looks_at_the_feeds_that_a_build_would_publish(ws: Workspace) -> None:
    show = lookup.find_show(ws, "ward-rounds")
    ws.apply(Edit.change("Wrong", show, replace(show, categories=("Arts > Cures",), medium="lecture")))
    found = {problem.code: problem for problem in check(ws)}
    assert found["category-unknown"].where.startswith(f"{FEED}: channel")
    assert found["category-unknown"].subjects == found["medium-unknown"].subjects == (show.id,)
    assert "category-unknown" not in {problem.code for problem in check(ws, feeds=False)}
    assert not (ws.output / FEED).exists()


def test_what_a_show_lacks_is_said_once(empty: Workspace) -> None:
    empty.apply(Edit.add("Add", editing.new_show(empty, "bare", "Bare")))
    codes = [problem.code for problem in check(empty)]
    assert "show-without-artwork" in codes
    assert "channel-without-image" not in codes


def test_a_new_show_is_published_before_directories_would_take_it(empty: Workspace) -> None:
    empty.apply(Edit.add("Add", editing.new_show(empty, "bare", "Bare")))
    report = build(empty)
    assert "shows/bare/feed.xml" in report.written
    assert report.problems == ()


def test_a_feed_that_mixes_up_episodes_is_held_back_and_the_published_one_stays(ws: Workspace, clock: Clock) -> None:
    build(ws)
    before = (ws.output / FEED).read_bytes()
    spoil(ws)
    clock.time += timedelta(days=1)
    for _ in range(2):
        report = build(ws)
        assert FEED not in (*report.written, *report.removed)
        assert (ws.output / FEED).read_bytes() == before
        assert [problem.code for problem in report.problems] == ["feed-held-back", "guid-twice"]
        assert "the one published before stays" in report.problems[0].message
        assert "--anyway" in report.problems[0].fix
    assert f'"{FEED}"' in (ws.output / "manifest.json").read_text()


def test_a_feed_held_back_at_the_first_build_is_not_there(ws: Workspace) -> None:
    spoil(ws)
    report = build(ws)
    assert not (ws.output / FEED).exists()
    assert "there is none from before" in report.problems[0].message


def test_a_feed_is_published_anyway_when_asked(ws: Workspace) -> None:
    build(ws)
    spoil(ws)
    report = build(ws, anyway=True)
    assert FEED in report.written
    assert [(problem.code, problem.severity.value) for problem in report.problems] == [("guid-twice", "warning")]


def test_a_corrected_feed_is_published_again(ws: Workspace) -> None:
    build(ws)
    spoil(ws)
    build(ws)
    bad = next(
        view.episode
        for view in lookup.episodes(ws, lookup.find_show(ws, "ward-rounds"))
        if view.episode.guid.endswith(" ")
    )
    ws.apply(Edit.change("Right", bad, replace(bad, guid="another")))
    assert FEED in build(ws).written


def test_a_real_conference_becomes_a_feed_at_the_first_build(empty: Workspace, shared_data: Path) -> None:
    import_path(empty, shared_data / "open-event" / "OTS16")
    report = build(empty)
    feeds = [path for path in report.written if path.endswith("feed.xml")]
    assert len(feeds) == 1
    assert (empty.output / feeds[0]).read_bytes().count(b"<item>") == 2
    assert "feed-held-back" not in {problem.code for problem in report.problems}


@pytest.mark.parametrize(
    ("data", "code", "severity"),
    [
        (b"<rss><channel><title>x", "feed-truncated", "error"),
        (b"<rss><channel><title>R&D</title></channel></rss>", "feed-unreadable", "error"),
        (b"<rss><channel>" + b"<a>" * 100, "feed-too-large", "warning"),
    ],
)
def test_what_can_not_be_read_is_a_problem(data: bytes, code: str, severity: str) -> None:
    (found,) = check_feed(data, "feed.xml")
    assert (found.code, found.severity.value) == (code, severity)
    assert found.where.startswith("feed.xml")
    assert found.fix


def test_a_date_is_in_the_future_of_the_clock() -> None:
    feed = b"<rss><channel><item><pubDate>Fri, 09 Apr 2027 10:00:00 +0000</pubDate></item></channel></rss>"
    assert "date-in-future" in {problem.code for problem in check_feed(feed, "f", now=NOW)}
    assert "date-in-future" not in {problem.code for problem in check_feed(feed, "f", now=NOW + timedelta(days=400))}


def test_files_are_read_up_to_the_limit_and_nothing_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    with file.open("wb") as sparse:
        sparse.truncate(1 << 40)
    assert len(read_feed_file(file)) == 32 * 1024 * 1024 + 1
    os.mkfifo(tmp_path / "fifo")
    for name, what in (("fifo", "is not a file"), ("", "Is a directory")):
        with pytest.raises(FormatError, match=what):
            read_feed_file(tmp_path / name)
    with pytest.raises(NotFound):
        read_feed_file(tmp_path / "missing")
