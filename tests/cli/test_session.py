from pathlib import Path

import pytest

from tests.cli.conftest import Call


def test_the_list_is_in_the_order_of_the_schedule(confkit: Call) -> None:
    lines = confkit("session", "list", "summit").out.splitlines()
    assert lines[0].split() == ["ID", "WHEN", "ROOM", "STATUS", "TITLE", "PEOPLE"]
    assert [line[:8] for line in lines[1:]] == ["00000020", "00000021", "00000022"]
    assert "2026-10-24 10:00  Main hall  confirmed" in lines[1]


@pytest.mark.parametrize(
    ("option", "titles"),
    [
        (("--status", "accepted"), ["Podcasting on the ward"]),
        (("--room", "main hall"), ["Opening"]),
        (("--track", "Practice"), ["Podcasting on the ward"]),
        (("--waiting",), ["An idea"]),
        (("--waiting", "--status", "confirmed"), []),
    ],
)
def test_the_list_can_be_narrowed(option: tuple[str, ...], titles: list[str], confkit: Call) -> None:
    assert [one["title"] for one in confkit("session", "list", "summit", *option, "--json").json] == titles


@pytest.mark.parametrize("name", ["00000021", "0000-0021", "podcasting on the WARD"])
def test_a_session_is_found_by_id_or_title(name: str, confkit: Call) -> None:
    assert confkit("session", "show", name, "--json").json["title"] == "Podcasting on the ward"


def test_show_says_everything(confkit: Call) -> None:
    shown = confkit("session", "show", "00000021").out
    for words in ("Podcasting on the ward", "Sat 2026-10-24 11:00–11:45, Lab", "Ben Okafor (moderator)", "45 min",
                  "Practice", "needs a quiet room", "https://example.org/ward"):  # fmt: skip
        assert words in shown


@pytest.mark.parametrize("name", ["ffff", "nothing like it", "00000"])
def test_a_name_that_means_nothing_or_several_is_wrong_use(name: str, confkit: Call) -> None:
    done = confkit("session", "show", name)
    assert done.code == 2
    assert done.err.startswith("error: ")
    assert "→" in done.err


def test_edit_changes_one_field_and_keeps_the_others(confkit: Call) -> None:
    before = confkit("session", "show", "00000021", "--json").json
    done = confkit("session", "edit", "00000021", "--title", "On the ward", "--minutes", "60", "--json")
    assert done.code == 0
    assert done.json == before | {"title": "On the ward", "duration": 3600}
    assert "On the ward" in done.err


def test_edit_says_on_stderr_what_changed(confkit: Call) -> None:
    done = confkit("session", "edit", "00000020", "--status", "cancelled")
    assert done.out == ""
    assert "confirmed → cancelled" in done.err


def test_an_empty_value_clears_a_field(confkit: Call) -> None:
    assert confkit("session", "edit", "00000021", "--track", "", "--json").json["track"] is None


def test_a_hyphen_reads_the_value_from_stdin(confkit: Call) -> None:
    done = confkit("session", "edit", "00000022", "--abstract", "-", "--json", stdin="First line\n\nSecond.\n")
    assert done.json["abstract"] == "First line\n\nSecond."


def test_a_person_named_for_the_first_time_is_added(confkit: Call) -> None:
    done = confkit("session", "edit", "00000022", "--people", "Amira Hart, Cleo New (moderator)", "--json").json
    assert [one["name"] for one in done["people"]] == ["Amira Hart", "Cleo New"]
    assert "Cleo New" in confkit("person", "list").out


def test_every_wrong_field_is_named_and_nothing_is_written(confkit: Call) -> None:
    done = confkit("session", "edit", "00000020", "--status", "done", "--capacity", "many", "--title", "New")
    assert done.code == 2
    assert "error: --status: " in done.err
    assert "error: --capacity: " in done.err
    assert "submitted, accepted, confirmed" in done.err
    assert confkit("session", "show", "00000020", "--json").json["title"] == "Opening"


def test_an_edit_without_a_field_is_wrong_use(confkit: Call) -> None:
    done = confkit("session", "edit", "00000020")
    assert done.code == 2
    assert "--title" in done.err


def test_an_edit_that_changes_nothing_says_so(confkit: Call) -> None:
    before = confkit("history", "--json").json
    assert "nothing changed" in confkit("session", "edit", "00000020", "--title", "Opening").err
    assert confkit("history", "--json").json == before


def test_add_prints_the_id(confkit: Call) -> None:
    done = confkit("session", "add", "summit", "--title", "New one", "--type", "Talk")
    assert done.code == 0
    assert confkit("session", "show", done.out.strip(), "--json").json["title"] == "New one"


def test_add_without_a_title_names_the_option(confkit: Call) -> None:
    done = confkit("session", "add", "summit")
    assert done.code == 2
    assert "error: --title: is empty" in done.err


def test_remove_and_undo(confkit: Call) -> None:
    assert confkit("session", "remove", "00000021").code == 0
    assert confkit("session", "show", "00000021").code == 2
    assert confkit("undo").code == 0
    assert confkit("session", "show", "00000021", "--json").json["slots"][0]["room"] == "Lab"


def _slot(confkit: Call, *args: str) -> dict[str, str]:
    done = confkit("session", "place", *args, "--json")
    assert done.code == 0, done.err
    slot: dict[str, str] = done.json["slots"][0]
    return slot


def test_place_takes_the_planned_length(confkit: Call) -> None:
    slot = _slot(confkit, "00000022", "--room", "Lab", "--start", "2026-10-24 15:00")
    assert (slot["start"], slot["end"]) == ("2026-10-24T15:00:00+02:00", "2026-10-24T15:30:00+02:00")
    assert slot["room"] == "Lab"


@pytest.mark.parametrize("until", [("--minutes", "50"), ("--end", "15:50"), ("--end", "2026-10-24 15:50")])
def test_place_takes_an_end_or_a_length(until: tuple[str, ...], confkit: Call) -> None:
    slot = _slot(confkit, "00000022", "--room", "Lab", "--start", "2026-10-24T15:00", *until)
    assert slot["end"] == "2026-10-24T15:50:00+02:00"


def test_moving_keeps_the_slot_and_the_room(confkit: Call) -> None:
    before = confkit("session", "show", "00000021", "--json").json["slots"][0]
    after = _slot(confkit, "00000021", "--start", "2026-10-24 16:00")
    assert (after["id"], after["room"]) == (before["id"], "Lab")


def test_a_repeated_hour_is_named(confkit: Call) -> None:
    done = confkit("session", "place", "00000022", "--start", "2026-10-25 02:30", "--json")
    assert "exists twice" in done.err
    assert done.json["slots"][0]["start"] == "2026-10-25T02:30:00+02:00"
    second = confkit("session", "place", "00000022", "--start", "2026-10-25T02:30+01:00", "--json")
    assert "exists twice" not in second.err
    assert second.json["slots"][0]["start"] == "2026-10-25T02:30:00+01:00"


def test_a_skipped_hour_is_named(confkit: Call) -> None:
    done = confkit("session", "place", "00000022", "--start", "2026-03-29 02:30", "--json")
    assert "does not exist" in done.err
    assert done.json["slots"][0]["start"] == "2026-03-29T03:30:00+02:00"


def test_a_conflict_is_told_and_the_session_placed(confkit: Call) -> None:
    done = confkit("session", "place", "00000022", "--room", "Lab", "--start", "2026-10-24 11:00")
    assert done.code == 0
    assert "room-overlap" in done.err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--start", "tomorrow"), "--start: 'tomorrow'"),
        (("--start", "2026-10-24 10:00", "--end", "late"), "--end: 'late'"),
        (("--start", "2026-10-24 10:00", "--end", "09:00"), "before the start"),
        (("--start", "2026-10-24 10:00", "--end", "11:00", "--minutes", "5"), "--minutes"),
        (("--start", "2026-10-24 10:00", "--minutes", "0"), "--minutes"),
        (("--start", "2026-10-24 10:00", "--room", "Attic"), "Main hall, Lab"),
        ((), "--start"),
    ],
)
def test_a_place_that_can_not_be_is_wrong_use(args: tuple[str, ...], words: str, confkit: Call) -> None:
    done = confkit("session", "place", "00000022", *args)
    assert done.code == 2
    assert words in done.err
    assert confkit("session", "show", "00000022", "--json").json["slots"] == []


def test_unplace(confkit: Call) -> None:
    assert confkit("session", "unplace", "00000021").code == 0
    assert confkit("session", "show", "00000021", "--json").json["slots"] == []
    assert confkit("session", "unplace", "00000021").code == 2


def test_the_workspace_may_be_named_behind_the_command(confkit: Call, folder: Path) -> None:
    done = confkit("session", "show", "00000020", "-w", str(folder), "--json", workspace=None)
    assert done.json["title"] == "Opening"
    assert confkit("session", "-w", str(folder), "show", "00000020", workspace=None).code == 0
