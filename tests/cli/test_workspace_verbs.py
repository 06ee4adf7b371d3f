"""init, import, scan, check, build, export, search, history, undo, redo."""

from pathlib import Path

import pytest

from tests.cli.conftest import Call, write_wave


def test_init_makes_a_workspace_and_says_where(confkit: Call, tmp_path: Path) -> None:
    done = confkit("init", str(tmp_path / "new"), workspace=None)
    assert (done.code, done.out) == (0, f"{tmp_path / 'new'}\n")
    assert (tmp_path / "new" / "confkit.toml").is_file()
    again = confkit("init", str(tmp_path / "new"), workspace=None)
    assert again.code == 2
    assert "already" in again.err


def test_scan_lists_the_files_and_counts_on_stderr(confkit: Call, folder: Path) -> None:
    write_wave(folder / "episodes" / "ward-rounds" / "002.wav")
    done = confkit("scan")
    assert done.code == 0
    assert "ward-rounds/001.wav" in done.out
    assert "2 files, 2 read, 1 new episode, no problems" in done.err
    assert "2 files, 0 read, 0 new episodes" in confkit("scan").err


def test_a_broken_file_is_a_problem_and_the_others_are_read(confkit: Call, folder: Path) -> None:
    (folder / "episodes" / "ward-rounds" / "bad.mp3").write_bytes(b"no audio at all" * 10)
    done = confkit("scan", "--json")
    assert done.code == 1
    assert "ward-rounds/001.wav" in done.out
    assert "bad.mp3" in done.err


def test_check_ends_with_1_only_for_errors(confkit: Call) -> None:
    confkit("scan")
    confkit("show", "remove", "ward-rounds")
    done = confkit("check", "summit", "--json")
    assert done.code == 0
    assert not [problem for problem in done.json if problem["severity"] == "error"]
    confkit("session", "place", "00000022", "--room", "Lab", "--start", "2026-10-24 11:00")
    done = confkit("check", "summit", "--json")
    assert done.code == 1
    overlap = done.json[0]
    assert overlap["code"] == "room-overlap"
    assert {subject[:8] for subject in overlap["subjects"]} == {"00000021", "00000022", "00000003"}


def test_check_for_people_says_what_to_do(confkit: Call) -> None:
    done = confkit("check")
    assert "[site-not-set]" in done.out
    assert "    → " in done.out
    assert "error" in done.err


def test_build_says_what_it_wrote_and_where(confkit: Call, folder: Path) -> None:
    done = confkit("build")
    assert done.out.splitlines()[0] == str(folder / "public")
    assert "shows/ward-rounds/feed.xml" in done.out
    assert (folder / "public" / "events" / "summit" / "schedule.ics").is_file()
    again = confkit("build", "--json").json
    assert (again["written"], again["removed"]) == ([], [])


def test_build_elsewhere(confkit: Call, folder: Path, tmp_path: Path) -> None:
    done = confkit("build", "--out", str(tmp_path / "site"), "--json").json
    assert done["out"] == str(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").is_file()
    assert not (folder / "public").exists()


def test_export_prints_the_file_and_nothing_else(confkit: Call, tmp_path: Path) -> None:
    done = confkit("export", "summit", "--format", "ics")
    assert done.out.startswith("BEGIN:VCALENDAR\n")
    assert "amira@example.org" not in done.out
    file = tmp_path / "summit.ics"
    assert confkit("export", "summit", "--format", "ics", "-o", str(file)).out == ""
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_an_exported_event_comes_back_whole(confkit: Call, tmp_path: Path) -> None:
    file = tmp_path / "summit.toml"
    file.write_text(confkit("export", "summit", "--format", "toml").out, "utf-8")
    there = tmp_path / "there"
    confkit("init", str(there), workspace=None)
    assert confkit("import", str(file), workspace=there).code == 0
    here = confkit("event", "show", "summit", "--json").json
    assert confkit("event", "show", "summit", "--json", workspace=there).json == here
    assert confkit("undo", workspace=there).code == 0
    assert confkit("event", "list", "--json", workspace=there).json == []


def test_a_calendar_comes_into_an_event_that_is_here(confkit: Call, tmp_path: Path) -> None:
    calendar, feed = tmp_path / "more.ics", tmp_path / "feed.xml"
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//x//EN", "BEGIN:VEVENT", "UID:1@x", "SUMMARY:A late one",
             "DTSTAMP:20260101T000000Z", "DTSTART:20261024T140000Z", "DTEND:20261024T150000Z", "LOCATION:lab",
             "END:VEVENT", "END:VCALENDAR", "")  # fmt: skip
    calendar.write_bytes("\r\n".join(lines).encode())
    done = confkit("import", str(calendar), "--event", "summit", "--json").json
    assert (done["slug"], done["added"], done["updated"]) == ("summit", 2, 0)
    (slot,) = confkit("session", "show", "A late one", "--json").json["slots"]
    assert (slot["room"], slot["start"]) == ("Lab", "2026-10-24T16:00:00+02:00")
    assert [one["slug"] for one in confkit("event", "list", "--json").json] == ["summit"]
    assert "into “Health Voices Summit”" in confkit("history", "--limit", "1").out
    assert confkit("undo").code == 0
    assert confkit("session", "show", "A late one").code == 2
    feed.write_text('<rss version="2.0"><channel><title>x</title></channel></rss>', "utf-8")
    for wrong in ((str(feed), "--event", "summit"), (str(calendar), "--event", "nowhere")):
        assert confkit("import", *wrong).code == 2


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", 1),
        ("a.toml", b"[event", 1),
        ("a.png", b"\x89PNG", 1),
        ("", b"", 2),
    ],
)
def test_what_can_not_be_imported(name: str, content: bytes, code: int, confkit: Call, tmp_path: Path) -> None:
    if name:
        (tmp_path / name).write_bytes(content)
    done = confkit("import", str(tmp_path / (name or "missing.ics")))
    assert done.code == code
    assert done.err.startswith("error: ")
    assert done.out == ""


def test_search(confkit: Call) -> None:
    found = confkit("search", "ward", "--json").json
    assert {"session", "show"} <= {hit["kind"] for hit in found}
    assert "00000021" in confkit("search", "podcasting").out
    nothing = confkit("search", "xyzzy")
    assert (nothing.code, nothing.out) == (0, "")


@pytest.mark.parametrize("words", ['"', "a OR", "NEAR(", "*", "-x", "title:", "'; drop table", "\x00"])
def test_any_text_can_be_searched_for(words: str, confkit: Call) -> None:
    assert confkit("search", "--", words).code == 0


def test_history_undo_redo(confkit: Call) -> None:
    confkit("session", "edit", "00000020", "--title", "New")
    listed = confkit("history", "--limit", "1").out
    assert "Tester" in listed
    assert "Edit session “New”" in listed
    undone = confkit("undo")
    assert undone.out.splitlines()[0] == "undo: Edit session “New”"
    assert "New → Opening" in undone.out
    assert "(undone)" in confkit("history").out
    assert confkit("redo").out.splitlines()[0] == "redo: Edit session “New”"
    assert confkit("redo").code == 1
    # By its number; what is not taken back isn't done again.
    number = next(one["number"] for one in confkit("history", "--json").json if one["kind"] == "edit")
    assert confkit("redo", str(number)).code == 1
    assert confkit("undo", str(number)).code == 0
    assert confkit("redo", str(number)).out.splitlines()[0] == "redo: Edit session “New”"
    assert confkit("session", "show", "00000020", "--json").json["title"] == "New"


def test_the_history_is_chosen_by_author_kind_and_words(confkit: Call) -> None:
    confkit("session", "edit", "00000020", "--title", "Welcome", "--subtitle", "Now")
    confkit("room", "edit", "summit", "Lab", "--capacity", "30")
    confkit("undo")

    def labels(*args: str) -> list[tuple[str, str]]:
        return [(one["kind"], one["label"]) for one in confkit("history", *args, "--json").json]

    room, session = ("edit", "Edit room “Lab”"), ("edit", "Edit session “Welcome”")
    assert labels("--by", "TEST") == [("undo", "Edit room “Lab”"), room, session, ("edit", "Add the sample")]
    assert labels("--by", "nobody") == []
    assert "nothing of this was changed yet" in confkit("history", "--by", "nobody").err
    assert labels("--kind", "undo") == [("undo", "Edit room “Lab”")]
    assert labels("--kind", "edit", "--search", "lab ROOM") == [room]
    assert labels("--search", "room session") == []
    # The newest that fit, not those among the newest that fit.
    assert labels("--search", "welcome", "--limit", "1") == [session]
    assert labels("00000020", "--search", "edit") == [session]
    number = confkit("history", "--search", "welcome", "--json").json[0]["number"]
    shown = confkit("history", "--edit", str(number)).out
    assert shown.startswith("Edit session “Welcome”\n")
    assert "by Tester" in shown
    assert "Opening" in shown
    assert "Now" in shown
    (change,) = confkit("history", "--edit", str(number), "--json").json["changes"]
    assert (change["kind"], sorted(change["fields"])) == ("session", ["subtitle", "title"])
    for wrong in (("--kind", "both"), ("--edit", "0"), ("--edit", "9999"), ("--limit", "0")):
        assert confkit("history", *wrong).code == 2, wrong


@pytest.mark.parametrize("name", ["00000020", "00000020-0000-0000-0000-000000000007"])
def test_the_history_of_one_thing(name: str, confkit: Call) -> None:
    confkit("session", "edit", "00000020", "--title", "New")
    confkit("session", "edit", "00000021", "--title", "Other")
    labels = [entry["label"] for entry in confkit("history", name, "--json").json]
    assert labels == ["Edit session “New”", "Add the sample"]


def test_what_is_gone_has_a_history_by_its_whole_id(confkit: Call) -> None:
    confkit("session", "remove", "00000020")
    assert confkit("history", "00000020").code == 2
    gone = confkit("history", "00000020-0000-0000-0000-000000000007", "--json").json
    assert gone[0]["changes"][-1] | {"id": ""} == {"kind": "session", "id": "", "action": "remove", "fields": []}


@pytest.mark.parametrize("name", ["what is it", "ffff", "0000"])
def test_a_history_of_nothing_is_wrong_use(name: str, confkit: Call) -> None:
    assert confkit("history", name).code == 2


def test_the_short_name_of_an_event_has_a_history(confkit: Call) -> None:
    assert confkit("history", "summit", "--json").json[0]["label"] == "Add the sample"


def test_the_main_job(confkit: Call, shared_data: Path, tmp_path: Path) -> None:
    there = tmp_path / "ots"
    confkit("init", str(there), workspace=None)
    done = confkit("import", str(shared_data / "open-event" / "OTS16"), workspace=there)
    assert done.code == 0, done.err
    event = confkit("event", "list", "--json", workspace=there).json[0]["slug"]
    assert len(confkit("session", "list", event, "--json", workspace=there).json) == 82
    assert len(confkit("room", "list", event, "--json", workspace=there).json) == 8
    confkit("build", workspace=there)
    show = confkit("show", "list", "--json", workspace=there).json[0]["slug"]
    episodes = confkit("episode", "list", show, "--json", workspace=there).json
    assert sorted(round(one["duration"], 1) for one in episodes) == [168.7, 461.4]
    assert all(one["sources"]["title"] == "session" for one in episodes)
    assert confkit("build", "--json", workspace=there).json["written"] == []
