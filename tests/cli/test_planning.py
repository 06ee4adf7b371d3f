"""Planning from the command line: what is said, what is printed, and that docs/json.md holds."""

from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.test_json import holds

OPENING, WARD, IDEA = "00000020", "00000021", "00000022"


def test_a_session_is_moved_swapped_and_resized(confkit: Call) -> None:
    done = confkit("session", "move", OPENING, "--room", "Lab", "--start", "12:00", "--json")
    assert done.code == 0
    holds("session", done.json, besides={"notes"})
    (slot,) = done.json["slots"]
    assert (slot["room"], slot["start"]) == ("Lab", "2026-10-24T12:00:00+02:00")
    swapped = confkit("session", "swap", OPENING, WARD, "--json").json
    assert [one["slots"][0]["start"][11:16] for one in swapped] == ["11:00", "12:00"]
    resized = confkit("session", "resize", OPENING, "90", "--json").json
    assert resized["slots"][0]["end"] == "2026-10-24T12:30:00+02:00"
    assert "Make “Opening” 90 min long" in confkit("history").out
    assert confkit("session", "move", OPENING).code == 2
    assert confkit("session", "move", IDEA, "--room", "Lab").code == 2


def test_what_comes_later_is_pushed_and_pulled(confkit: Call) -> None:
    confkit("session", "move", WARD, "--room", "Main hall", "--start", "11:00")
    confkit("session", "place", IDEA, "--room", "Main hall", "--start", "2026-10-24 12:00", "--minutes", "30")
    done = confkit("session", "push", OPENING, "--by", "15", "--json").json
    assert [slot["start"][11:16] for slot in done["slots"]] == ["11:15", "12:15"]
    # As an option, as one word, and further than there is room: not into the opening, which ends at 10:30.
    assert "Pull Main hall 5 min earlier" in confkit("session", "push", OPENING, "--by", "-5").err
    pulled = confkit("session", "push", OPENING, "--by=-60")
    assert "10:30  11:15  Podcasting on the ward" in pulled.out
    assert "11:15  11:45  An idea" in pulled.out
    assert "comes only 40 min earlier" in pulled.err
    assert [confkit("undo").code for _ in range(3)] == [0, 0, 0]
    both = confkit("session", "push", WARD, "--by", "10", "--with-it", "--json").json
    assert [slot["start"][11:16] for slot in both["slots"]] == ["11:10", "12:10"]
    confkit("session", "pin", IDEA)
    stopped = confkit("session", "push", WARD, "--by", "10")
    assert ("no session was moved" in stopped.out + stopped.err, "is pinned and stays" in stopped.err) == (True, True)
    for wrong in ((IDEA, "--by", "5"), (OPENING, "--by", "0"), (OPENING, "--by", "soon"), (OPENING,), (OPENING, "-15")):
        assert confkit("session", "push", *wrong).code == 2, wrong
    assert "--by -15" in confkit("session", "push", "--help").out


def test_what_is_pinned_is_not_moved(confkit: Call) -> None:
    assert confkit("session", "pin", OPENING, "--json").json["slots"][0]["pinned"] is True
    done = confkit("session", "move", OPENING, "--room", "Lab")
    assert (done.code, "pinned" in done.err, "unpin" in done.err) == (2, True, True)
    assert confkit("session", "unpin", OPENING).code == 0
    assert confkit("session", "move", OPENING, "--room", "Lab").code == 0


def test_a_line_a_repetition_and_a_break(confkit: Call) -> None:
    start = ("--room", "Lab", "--start", "2026-10-24 14:00", "--gap", "5", "--json")
    found = confkit("session", "line", WARD, IDEA, *start).json
    assert [one["slots"][0]["start"][11:16] for one in found] == ["14:00", "14:50"]
    again = confkit("session", "repeat", WARD, "--day", "2026-10-25", "--json").json
    assert [slot["start"] for slot in again["slots"]] == ["2026-10-24T14:00:00+02:00", "2026-10-25T14:00:00+01:00"]
    coffee = confkit(
        "event", "break", "summit", "Coffee", "--start", "2026-10-24 16:00", "--minutes", "30", "--json"
    ).json
    assert sorted(slot["room"] for slot in coffee["slots"]) == ["Lab", "Main hall"]
    assert confkit("session", "repeat", WARD, "--day", "soon").code == 2


def test_one_field_of_many(confkit: Call) -> None:
    found = confkit("session", "set", "tags", "+both,-care", OPENING, WARD, "--json").json
    assert [one["tags"] for one in found] == [["both"], ["audio", "both"]]
    done = confkit("session", "set", "tags", "+both", OPENING)
    assert (done.code, "nothing changed" in done.err) == (0, True)
    assert confkit("session", "set", "title", "x", OPENING).code == 2
    assert confkit("session", "set", "track", "none", OPENING).code == 2


def test_one_field_of_many_things(confkit: Call) -> None:
    rooms = confkit("room", "set", "summit", "equipment", "+screen", "Lab", "Main hall", "--json").json
    assert all("screen" in room["equipment"] for room in rooms)
    holds("room", rooms[0])
    people = confkit("person", "set", "organisation", "Radio Nord", "Ben Okafor", "Amira Hart", "--json").json
    assert {one["organisation"] for one in people} == {"Radio Nord"}
    done = confkit("person", "set", "availability", "never", "Ben Okafor", "--event", "summit")
    assert (done.code, "Set availability" in done.err) == (0, True)
    assert "Set organisation to “Radio Nord”" in confkit("history").out
    moved = confkit("session", "set", "room", "Lab", OPENING, WARD, "--json").json
    assert {slot["room"] for one in moved for slot in one["slots"]} == {"Lab"}
    episodes = [one["id"] for one in confkit("episode", "list", "ward-rounds", "--json").json]
    found = confkit("episode", "set", "season", "3", *episodes, "--json").json
    assert {one["season"] for one in found} == {3}
    refused = confkit("room", "set", "summit", "name", "x", "Lab")
    assert (refused.code, "capacity" in refused.err) == (2, True)


def test_reviews_make_a_ranking_and_decisions_follow(confkit: Call) -> None:
    review = confkit("session", "review", IDEA, "--by", "Ben Okafor", "--score", "4", "--comment", "Yes", "--json").json
    holds("review", review)
    confkit("session", "review", OPENING, "--by", "Ben Okafor", "--score", "2")
    assert confkit("session", "review", OPENING, "--by", "Amira Hart", "--score", "5").code == 2
    for method in ("mean", "median-rank"):
        ranked = confkit("session", "rank", "summit", "--by", method, "--json").json
        for one in ranked:
            assert set(one) == {"id", "title", "status", "place", "value", "scores", "left_out"}
        assert [one["title"] for one in ranked] == ["An idea", "Opening", "Podcasting on the ward"]
    assert "An idea" in confkit("session", "rank", "summit").out.splitlines()[1]
    confkit("track", "edit", "summit", "Practice", "--quota", "10")
    confkit("session", "set", "track", "Practice", IDEA)
    done = confkit("session", "accept", IDEA, WARD, "--json")
    assert [one["status"] for one in done.json] == ["accepted"]
    assert "quota-tracks" in done.err
    for usage in confkit("event", "quota", "summit", "--json").json:
        holds("usage", usage)
    assert "75 min" in confkit("event", "quota", "summit").out
    assert [one["id"] for one in confkit("session", "reject", IDEA, "--json").json] == [review["session"]]
    assert "Ben Okafor" in confkit("session", "export", "summit", "--reviews").out


def test_sessions_from_a_table_and_back(confkit: Call, tmp_path: Path) -> None:
    table = tmp_path / "talks.csv"
    table.write_bytes("Titel;Referent;Dauer;Farbe\nÜber =1;Femi;20;rot\n".encode("cp1252"))
    done = confkit("session", "import", "summit", str(table), "--json")
    holds("sheet", done.json)
    assert (done.json["added"], done.json["unknown"], done.code) == (1, ["Farbe"], 0)
    assert "Titel → title" in confkit("session", "import", "summit", str(table)).out
    written = confkit("session", "export", "summit", "-o", str(tmp_path / "out.csv"))
    assert written.code == 0
    again = confkit("session", "import", "summit", str(tmp_path / "out.csv"), "--json").json
    assert (again["added"], again["updated"], again["problems"]) == (0, 0, [])
    table.write_text("a,b\n")
    assert (
        confkit("session", "import", "summit", str(table)).code == 1
        or "none of its columns" in confkit("session", "import", "summit", str(table)).err
    )


def test_signing_up(confkit: Call, tmp_path: Path) -> None:
    confkit("session", "edit", WARD, "--capacity", "1")
    holds("signup", confkit("signup", "add", WARD, "Chidi", "--email", "chidi@example.org", "--json").json)
    assert "waits, place 1" in confkit("signup", "add", WARD, "Eleanor").err
    listed = confkit("signup", "list", WARD, "--json")
    assert [one["standing"] for one in listed.json] == ["has a place", "waits (1)"]
    holds("signup", listed.json[0], besides={"standing"})
    assert "chidi@example.org" not in listed.out + confkit("signup", "list", WARD).out
    assert "chidi@example.org" in confkit("signup", "export", WARD).out
    left = confkit("signup", "withdraw", WARD, "Chidi", "--json")
    assert [one["name"] for one in left.json] == ["Eleanor"]
    table = tmp_path / "list.csv"
    table.write_text("Name\nTahani\nJason\n")
    assert confkit("signup", "import", WARD, str(table), "--json").json["added"] == 2
    assert confkit("signup", "withdraw", WARD, "Nobody").code == 2
    moved = confkit("signup", "move", WARD, "Jason", "--up", "--json").json
    assert [one["name"] for one in moved if one["standing"].startswith("waits")] == ["Jason", "Tahani"]
    assert "end of the list" in confkit("signup", "move", WARD, "Jason").err
    assert confkit("signup", "attended", WARD, "Eleanor", "--json").json[0]["attended"] is True
    assert confkit("signup", "attended", WARD, "Eleanor", "--not", "--json").json[0]["attended"] is False
    printed = confkit("signup", "print", WARD).out
    assert "[ ] Eleanor" in printed
    assert "waits: Jason" in printed


def test_slots_of_a_consultation(confkit: Call) -> None:
    at = ("--start", "2026-10-24 14:00", "--end", "15:00", "--every", "20", "--pause", "5", "--room", "Lab")
    found = confkit("session", "slots", IDEA, *at, "--json").json
    assert [slot["start"][11:16] for slot in found["slots"]] == ["14:00", "14:25"]
    assert confkit("session", "slots", IDEA, "--start", "2026-10-24 14:00", "--end", "14:05").code == 2


def test_what_stays_apart_and_where_it_belongs(confkit: Call) -> None:
    confkit("session", "edit", WARD, "--not-with", "Opening")
    confkit("room", "edit", "summit", "Lab", "--parallel", "3")
    assert confkit("room", "list", "summit", "--json").json[1]["parallel"] == 3
    assert confkit("room", "edit", "summit", "Lab", "--parallel", "0").code == 2
    opening = confkit("session", "show", OPENING, "--json").json["slots"][0]
    moved = confkit("session", "move", WARD, "--start", opening["start"][:16].replace("T", " "))
    assert "the same people want both" in moved.err


def test_the_day_of_the_event(confkit: Call) -> None:
    at = ("--at", "2026-10-24 10:10")
    found = confkit("event", "now", "summit", *at, "--json").json
    for one in found:
        holds("now", one)
    assert [(one["room"], [each["title"] for each in one["now"]]) for one in found] == [
        ("Main hall", ["Opening"]),
        ("Lab", []),
    ]
    assert "11:00 Podcasting on the ward" in confkit("event", "now", "summit", *at).out
    missing = confkit("event", "checkin", "summit", "--missing", "60", *at, "--json").json
    assert [one["person"]["name"] for one in missing] == ["Amira Hart", "Ben Okafor"]
    for one in missing:
        holds("missing", one)
    (arrival,) = confkit("event", "checkin", "summit", "Amira Hart", "--json").json
    holds("arrival", arrival)
    assert "Amira Hart" in confkit("event", "checkin", "summit").out
    assert confkit("event", "checkin", "summit", "Amira Hart").code == 2
    assert confkit("event", "checkin", "summit", "Amira Hart", "--back").code == 0
    late = confkit("room", "late", "summit", "Lab", "10", *at, "--json").json
    assert [slot["start"] for slot in late["slots"]] == ["2026-10-24T11:10:00+02:00"]
    assert late["problems"] == []
    assert [one["late"] for one in confkit("event", "now", "summit", *at, "--json").json] == [0, 600]
    assert "10 min late" in confkit("event", "now", "summit", *at).out
    early = confkit("room", "ontime", "summit", "Lab", *at, "--json")
    assert [slot["start"] for slot in early.json["slots"]] == ["2026-10-24T11:00:00+02:00"]
    assert "on time already" in confkit("room", "ontime", "summit", "Lab", *at).err
    assert "no room" in confkit("room", "sign", "Nowhere").err


@pytest.mark.parametrize("kind", ["doors", "speakers", "moderators", "timetable"])
def test_paper(kind: str, confkit: Call, tmp_path: Path) -> None:
    text = confkit("event", "paper", "summit", kind)
    assert "Podcasting on the ward" in text.out
    assert "needs a quiet room" not in text.out
    assert confkit("event", "paper", "summit", kind, "--html", "-o", str(tmp_path / "x.html")).code == 0
    assert (tmp_path / "x.html").read_text("utf-8").startswith("<!doctype html>")


def test_an_older_edit_is_taken_back_by_its_number(confkit: Call) -> None:
    confkit("session", "edit", OPENING, "--subtitle", "One")
    confkit("session", "edit", WARD, "--subtitle", "Two")
    done = confkit("undo", "2", "--json")
    assert (done.code, done.json["target"]) == (0, 2)
    confkit("session", "edit", WARD, "--subtitle", "Three")
    refused = confkit("undo", "3")
    assert refused.code == 1
    assert "5 “Edit session “Podcasting on the ward””" in refused.err


def test_the_event_and_rooms_have_what_the_rules_go_by(confkit: Call) -> None:
    rules = ("--severities", "room-overlap: off", "--walking", "10", "--sessions-a-day", "2", "--json")
    event = confkit("event", "edit", "summit", *rules).json
    assert event["severities"] == [{"rule": "room-overlap", "severity": "off"}]
    assert (event["options"]["walking"], event["options"]["sessions_a_day"]) == (600, 2)
    room = confkit("room", "edit", "summit", "Lab", "--ways", "Main hall: 4", "--json").json
    assert [way["duration"] for way in room["ways"]] == [240]
    assert confkit("event", "edit", "summit", "--rest", "-1").code == 2


def test_columns_are_told_and_reviews_are_read(confkit: Call, tmp_path: Path) -> None:
    table = tmp_path / "talks.csv"
    table.write_text("Vorschlag,Wer,Intern\nÜber Ton,Femi,geheim\n", encoding="utf-8")
    assert confkit("session", "import", "summit", str(table)).code == 1
    mapping = ("--map", "Vorschlag=title", "--map", "Wer = Speakers", "--map", "Intern=")
    shown = confkit("session", "import", "summit", str(table), "--columns", *mapping)
    assert "Vorschlag  title" in " ".join(shown.out.split("\n")).replace("   ", "  ")
    columns = confkit("session", "import", "summit", str(table), "--columns", *mapping, "--json").json
    assert [(one["heading"], one["name"]) for one in columns["columns"]] == [
        ("Vorschlag", "title"),
        ("Wer", "speakers"),
        ("Intern", ""),
    ]
    done = confkit("session", "import", "summit", str(table), *mapping, "--json").json
    assert (done["added"], done["columns"]) == (1, {"title": "Vorschlag", "speakers": "Wer"})
    for wrong in ("Vorschlag", "=title", "Vorschlag=titel", "Nirgends=title"):
        assert confkit("session", "import", "summit", str(table), "--map", wrong).code == 2
    reviews = tmp_path / "reviews.csv"
    reviews.write_text("Talk,Reviewer,Score\nÜber Ton,Ben Okafor,4\nNowhere,Ben Okafor,4\n", encoding="utf-8")
    read = confkit("session", "import", "summit", str(reviews), "--reviews", "--json")
    holds("sheet", read.json)
    assert (read.json["added"], len(read.json["problems"])) == (1, 1)
    assert "reviews.csv, line 3" in read.err
    found = confkit("session", "rank", "summit", "--by", "mean-rank", "--json").json
    assert (found[0]["title"], found[0]["value"]) == ("Über Ton", 0.5)
    listed = confkit("session", "waitlist", IDEA, "--json").json
    assert [one["status"] for one in listed] == ["waitlisted"]
    assert confkit("session", "withdraw", IDEA, "--json").json[0]["status"] == "withdrawn"
    assert confkit("event", "edit", "summit", "--blind", "yes").code == 0
    assert confkit("event", "show", "summit", "--json").json["options"]["blind"] is True
