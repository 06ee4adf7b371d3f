"""``confkit episode publish``, ``schedule``, ``retract``, ``number``, ``merge``, ``add`` and ``remove``."""

from pathlib import Path

from confkit.audio.write_tags import write_tags
from confkit.domain.recording import Tags
from tests.cli.conftest import Call
from tests.cli.test_json import holds


def state(confkit: Call, episode: str = "guid-1") -> str:
    return str(confkit("episode", "show", episode, "--json").json["state"])


def test_an_episode_is_retracted_and_published_again(confkit: Call) -> None:
    done = confkit("episode", "retract", "guid-1")
    assert done.code == 0
    assert done.out == ""
    assert "Retract episode “Podcasting on the ward”" in done.err
    assert state(confkit) == "retracted"
    assert confkit("episode", "publish", "guid-1", "--now", "--json").json["state"] == "published"
    assert "nothing changed" in confkit("episode", "publish", "guid-1").err


def test_a_time_is_read_in_the_zone_of_the_event(confkit: Call) -> None:
    shown = confkit("episode", "schedule", "guid-1", "--at", "2999-07-01 06:00", "--json").json
    holds("episode", shown)
    assert (shown["state"], shown["date"]) == ("scheduled", "2999-07-01T04:00:00+00:00")
    late = confkit("episode", "schedule", "guid-1", "--at", "2001-07-01 06:00")
    assert late.code == 2
    assert "has passed already" in late.err
    wrong = confkit("episode", "schedule", "guid-1", "--at", "tomorrow")
    assert wrong.code != 0
    assert "Traceback" not in wrong.err


def test_one_is_added_for_a_session_numbered_and_removed(confkit: Call) -> None:
    added = confkit("episode", "add", "ward-rounds", "--session", "Opening", "--json").json
    holds("episode", added)
    assert (added["title"], added["state"], added["duration"]) == ("Opening", "draft", None)
    refused = confkit("episode", "publish", added["id"])
    assert refused.code == 2
    assert "has no audio" in refused.err
    number = confkit("episode", "number", added["id"], "--json").json["number"]
    assert number == (confkit("episode", "show", "guid-1", "--json").json["number"] or 0) + 1
    assert "Remove episode" in confkit("episode", "remove", added["id"]).err
    assert "Retract episode" in confkit("episode", "remove", "guid-1").err
    assert state(confkit) == "retracted"


def test_two_at_once_are_an_array(confkit: Call) -> None:
    other = confkit("episode", "add", "ward-rounds", "--title", "Other", "--json").json["id"]
    shown = confkit("episode", "retract", "guid-1", other, "--json").json
    assert [one["state"] for one in shown] == ["retracted", "retracted"]
    assert "undo: Retract 2 episodes" in confkit("undo").out


def test_both_values_are_shown_and_one_is_chosen(confkit: Call, folder: Path) -> None:
    assert confkit("episode", "edit", "guid-1", "--title", "Mine", "--subtitle", "Mine").code == 0
    assert "nothing was changed in both places" in confkit("episode", "merge", "guid-1").err
    write_tags(folder / "episodes", "ward-rounds/001.wav", Tags(title="Theirs", subtitle="Theirs"), None)
    assert confkit("scan").code == 0
    conflicts = confkit("episode", "merge", "guid-1", "--json").json
    assert {one["field"] for one in conflicts} == {"title", "subtitle"}
    for one in conflicts:
        holds("tagconflict", one)
    assert "title\n  here  Mine\n  file  Theirs\n" in confkit("episode", "merge", "guid-1").out
    assert "subtitle" in confkit("episode", "merge", "guid-1", "--keep", "title").out
    confkit("episode", "merge", "guid-1", "--take", "all")
    shown = confkit("episode", "show", "guid-1", "--json").json
    assert (shown["title"], shown["subtitle"]) == ("Mine", "Theirs")
    assert confkit("episode", "merge", "guid-1", "--keep", "all", "--take", "title").code == 2
    assert confkit("episode", "merge", "guid-1", "--keep", "title").code == 2
