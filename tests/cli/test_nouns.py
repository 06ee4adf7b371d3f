"""Persons, rooms, tracks, events, shows, episodes."""

import pytest

from tests.cli.conftest import Call


def test_persons_of_one_event(confkit: Call) -> None:
    confkit("person", "add", "--name", "Cleo New")
    assert "Cleo New" in confkit("person", "list").out
    assert [one["name"] for one in confkit("person", "list", "--event", "summit", "--json").json] == [
        "Amira Hart",
        "Ben Okafor",
    ]


def test_a_person_is_shown_with_private_facts_and_sessions(confkit: Call) -> None:
    shown = confkit("person", "show", "amira hart").out
    for words in ("St. Mary’s", "amira@example.org", "calls back on Fridays", "00000020 Opening (summit)"):
        assert words in shown


def test_a_person_is_added_and_edited(confkit: Call) -> None:
    added = confkit("person", "add", "--name", "Cleo New", "--email", "cleo@example.org").out.strip()
    done = confkit("person", "edit", added, "--email", "", "--links", "Site <https://example.org>", "--json").json
    assert (done["email"], done["links"]) == ("", [{"url": "https://example.org", "title": "Site"}])


def test_availability_belongs_to_an_event(confkit: Call) -> None:
    window = "2026-10-24 09:00 - 12:00"
    done = confkit("person", "edit", "Ben Okafor", "--event", "summit", "--availability", window, "--json").json
    assert done["availability"][0]["windows"] == [
        {"start": "2026-10-24T09:00:00+02:00", "end": "2026-10-24T12:00:00+02:00"}
    ]


def test_a_bad_address_is_answered_with_the_option(confkit: Call) -> None:
    done = confkit("person", "add", "--name", "X", "--email", "nowhere")
    assert done.code == 2
    assert "error: --email: " in done.err


def test_removing_a_person_leaves_the_sessions(confkit: Call) -> None:
    assert confkit("person", "remove", "Ben Okafor").code == 0
    people = confkit("session", "show", "00000021", "--json").json["people"]
    assert [one["name"] for one in people] == ["Amira Hart"]


def test_rooms(confkit: Call) -> None:
    assert "Main hall       400  beamer" in confkit("room", "list", "summit").out
    confkit("room", "add", "summit", "--name", "Studio", "--equipment", "microphones, booth")
    confkit("room", "edit", "summit", "studio", "--capacity", "80")
    studio = confkit("room", "list", "summit", "--json").json[2]
    assert (studio["name"], studio["capacity"], studio["equipment"]) == ("Studio", 80, ["microphones", "booth"])
    assert confkit("room", "remove", "summit", "Lab").code == 0
    assert confkit("session", "show", "00000021", "--json").json["slots"][0]["room"] is None


def test_tracks(confkit: Call) -> None:
    assert confkit("track", "list", "summit").out.splitlines()[1].split() == ["00000004", "Practice", "#2f6f9f", "1"]
    confkit("track", "add", "summit", "--name", "Theory")
    assert confkit("track", "edit", "summit", "Theory", "--colour", "blue").code == 2
    assert confkit("track", "edit", "summit", "Theory", "--colour", "#0000ff").code == 0
    assert confkit("track", "remove", "summit", "Practice").code == 0
    assert [one["name"] for one in confkit("track", "list", "summit", "--json").json] == ["Theory"]
    assert confkit("session", "show", "00000021", "--json").json["track"] is None


def test_events(confkit: Call) -> None:
    assert "summit" in confkit("event", "list").out
    shown = confkit("event", "show", "summit").out
    for words in (
        "Health Voices Summit",
        "2026-10-24 to 2026-10-25",
        "3 sessions, 2 placed, 1 waiting",
        "Talk (45 min)",
    ):
        assert words in shown
    added = confkit("event", "add", "--title", "Next", "--slug", "next", "--zone", "Asia/Tokyo",
                    "--first-day", "2027-04-08", "--last-day", "2027-04-09")  # fmt: skip
    assert (added.code, added.out) == (0, "next\n")
    assert [one["slug"] for one in confkit("event", "list", "--json").json] == ["next", "summit"]
    assert confkit("event", "edit", "next", "--last-day", "2027-04-10", "--json").json["last_day"] == "2027-04-10"
    assert confkit("event", "remove", "next").code == 0
    assert confkit("event", "show", "next").code == 2


@pytest.mark.parametrize(
    ("option", "value"),
    [("--slug", "No Good"), ("--zone", "Mars/Base"), ("--first-day", "soon"), ("--email", "x"), ("--language", "?")],
)
def test_an_event_with_a_wrong_field_names_it(option: str, value: str, confkit: Call) -> None:
    fields = {"--title": "T", "--slug": "t"} | {option: value}
    done = confkit("event", "add", *(word for pair in fields.items() for word in pair))
    assert done.code == 2
    assert f"error: {option}: " in done.err
    assert "Traceback" not in done.err


def test_shows(confkit: Call) -> None:
    assert confkit("show", "list").out.splitlines()[1].split() == ["ward-rounds", "1", "en", "Ward", "Rounds"]
    assert "shows/ward-rounds/feed.xml" in confkit("show", "show", "ward-rounds").out
    assert confkit("show", "add", "--slug", "night-shift", "--title", "Night Shift").out == "night-shift\n"
    done = confkit(
        "show", "edit", "night-shift", "--categories", "Health & Fitness > Medicine", "--explicit", "yes", "--json"
    )
    assert (done.json["categories"], done.json["explicit"]) == (["Health & Fitness > Medicine"], True)
    assert confkit("show", "remove", "night-shift").code == 0
    assert len(confkit("show", "list", "--json").json) == 1


def test_an_episode_follows_its_session_until_it_is_edited(confkit: Call) -> None:
    def title() -> tuple[str, str]:
        episode = confkit("episode", "show", "guid-1", "--json").json
        return episode["title"], episode["sources"]["title"]

    assert title() == ("Podcasting on the ward", "session")
    confkit("session", "edit", "00000021", "--title", "On the ward")
    assert title() == ("On the ward", "session")
    confkit("episode", "edit", "guid-1", "--title", "Mine")
    assert title() == ("Mine", "episode")
    confkit("episode", "edit", "guid-1", "--title", "")
    assert title() == ("On the ward", "session")


def test_episodes_are_listed_and_shown_with_their_sources(confkit: Call) -> None:
    listed = confkit("episode", "list", "ward-rounds").out
    assert "00000031" in listed
    assert "0:02" in listed
    shown = confkit("episode", "show", "00000031").out
    assert "Podcasting on the ward (from the session)" in shown
    assert "0:01 Bye" in shown


def test_an_episode_is_linked_and_let_go(confkit: Call) -> None:
    done = confkit("episode", "link", "guid-1", "Opening", "--json").json
    assert done["title"] == "Opening"
    done = confkit("episode", "link", "guid-1", "--none", "--json").json
    assert (done["session"], done["title"]) == (None, "001")
    assert confkit("episode", "link", "guid-1").code == 2
    assert confkit("episode", "link", "guid-1", "Opening", "--none").code == 2


def test_the_date_of_an_episode_is_read_in_the_zone_of_its_event(confkit: Call) -> None:
    done = confkit("episode", "edit", "guid-1", "--date", "2026-11-02 09:00", "--json").json
    assert done["date"] == "2026-11-02T08:00:00+00:00"
