"""docs/json.md is a contract: what it says is what is printed."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from confkit.services import as_json
from tests.cli.conftest import PROJECT, Call
from tests.pictures import cover

_NULLABLE = {
    "number or null": (int, type(None)),
    "string or null": (str, type(None)),
    "object or null": (dict, type(None)),
}
_TYPES: dict[str, tuple[type, ...]] = _NULLABLE | {
    "string": (str,),
    "number": (int,),
    "seconds": (int, float),
    "seconds or null": (int, float, type(None)),
    "boolean": (bool,),
    "object": (dict,),
    "time": (str,),
    "day": (str,),
}


def _documented() -> dict[str, dict[str, str]]:
    """Read the tables of the page: heading → field → type."""
    tables: dict[str, dict[str, str]] = {}
    heading = ""
    for line in (Path(PROJECT) / "docs" / "json.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:]
        elif heading and line.startswith("| `"):
            _, fields, kind, _ = line.split("|", 3)
            for field in re.findall(r"`(\w+)`", fields):
                tables.setdefault(heading, {})[field] = re.sub(r"\[(\w+)\]\(#\w+\)", r"\1", kind).strip()
    return tables


DOCUMENTED = _documented()


def holds(kind: str, value: dict[str, Any], *, besides: set[str] = frozenset()) -> None:  # type: ignore[assignment]
    """Assert that ``value`` has exactly the documented fields, each of its type; parts are looked into."""
    table = DOCUMENTED[kind]
    assert set(value) == set(table) | besides
    for field, said in table.items():
        found = value[field]
        if said.startswith("array"):
            assert isinstance(found, list), field
            part = said.rpartition(" ")[2]
            for item in found if part in DOCUMENTED else ():
                holds(part, item)
        else:
            assert isinstance(found, _TYPES[said]), (field, said, found)
            if said == "time":
                assert datetime.fromisoformat(found).utcoffset() is not None
            if said == "day":
                assert re.fullmatch(r"\d{4}-\d\d-\d\d", found)


def test_every_noun_is_found_where_it_is_said_to_be() -> None:
    for name, module in as_json.HOME.items():
        assert getattr(as_json, name).__module__ == f"{as_json.__name__}.{module}"
    written = {path.stem for path in Path(as_json.__path__[0]).glob("[a-z]*.py")}
    assert written == {*as_json.HOME.values()}
    with pytest.raises(AttributeError, match="nonsense"):
        getattr(as_json, "nonsense")  # noqa: B009 - mypy knows that it is not there


@pytest.mark.parametrize(
    ("kind", "args"),
    [
        ("event", ("event", "list")),
        ("session", ("session", "list", "summit")),
        ("person", ("person", "list")),
        ("room", ("room", "list", "summit")),
        ("track", ("track", "list", "summit")),
        ("show", ("show", "list")),
        ("episode", ("episode", "list", "ward-rounds")),
        ("problem", ("check",)),
        ("tagging", ("episode", "tag", "guid-1", "--dry-run")),
        ("hit", ("search", "ward")),
        ("entry", ("history",)),
    ],
)
def test_lists_are_arrays_of_what_is_documented(kind: str, args: tuple[str, ...], confkit: Call) -> None:
    confkit("scan")
    found = confkit(*args, "--json").json
    assert isinstance(found, list)
    assert found
    for item in found:
        holds(kind, item)


@pytest.mark.parametrize(
    ("kind", "besides", "args"),
    [
        ("session", {"notes"}, ("session", "show", "Opening")),
        ("session", {"notes"}, ("session", "edit", "Opening", "--title", "New")),
        ("session", {"notes"}, ("session", "add", "summit", "--title", "New")),
        ("session", {"notes"}, ("session", "place", "Opening", "--start", "2026-10-24 12:00")),
        ("room", set(), ("room", "add", "summit", "--name", "Studio")),
        ("room", set(), ("room", "edit", "summit", "Lab", "--capacity", "30")),
        ("track", set(), ("track", "add", "summit", "--name", "Theory")),
        ("track", set(), ("track", "edit", "summit", "Practice", "--name", "Theory")),
        ("event", set(), ("event", "add", "--title", "Next", "--slug", "next")),
        ("event", set(), ("event", "edit", "summit", "--title", "Next")),
        ("event", {"rooms", "tracks", "types", "sessions"}, ("event", "show", "summit")),
        ("show", set(), ("show", "show", "ward-rounds")),
        ("show", set(), ("show", "add", "--slug", "new", "--title", "New")),
        ("show", set(), ("show", "edit", "ward-rounds", "--author", "Amira")),
        ("episode", {"alternates"}, ("episode", "show", "guid-1")),
        ("private", set(), ("show", "private", "ward-rounds", "--on")),
        ("episode", set(), ("episode", "edit", "guid-1", "--number", "3")),
        ("episode", set(), ("episode", "link", "guid-1", "--none")),
        ("build", set(), ("build",)),
    ],
)  # fmt: skip
def test_single_things_are_objects(kind: str, besides: set[str], args: tuple[str, ...], confkit: Call) -> None:
    holds(kind, confkit(*args, "--json").json, besides=besides)


def test_chapters_and_a_transcript(confkit: Call, folder: Path) -> None:
    chapters = confkit("chapters", "guid-1", "--json").json
    assert [one["title"] for one in chapters] == ["Hello", "Bye"]
    for one in chapters:
        holds("chapter", one)
    words = "WEBVTT\n\n00:00.000 --> 00:01.000\n<v amira>Hello</v>\n\n00:01.000 --> 00:01.500\n<v Stranger>Bye</v>\n"
    (folder / "episodes" / "ward-rounds" / "001.vtt").write_text(words, "utf-8")
    transcript = confkit("transcript", "guid-1", "--json").json
    holds("transcript", transcript)
    assert transcript["path"] == "ward-rounds/001.vtt"
    assert transcript["type"] == "text/vtt"
    assert [(one["speaker"], one["person"], one["end"]) for one in transcript["cues"]] == [
        ("Amira Hart", "00000010-0000-0000-0000-000000000007", 1),
        ("Stranger", None, 1.5),
    ]


def test_artwork_of_a_show_and_of_an_episode(confkit: Call, folder: Path) -> None:
    none = confkit("episode", "cover", "guid-1", "--json").json
    holds("artwork", none)
    assert (none["kind"], none["type"]) == ("none", None)
    (folder / "cover.png").write_bytes(cover(1500, 1400, "PNG"))
    for args in (("show", "artwork", "ward-rounds"), ("episode", "cover", "guid-1")):
        found = confkit(*args, "--set", str(folder / "cover.png"), "--json").json
        holds("artwork", found)
        assert (found["type"], found["width"], found["colours"]) == ("image/png", 1500, "RGB")
        assert [one["code"] for one in found["problems"]] == ["artwork-not-square"]


def test_undo_and_redo_print_their_entry(confkit: Call) -> None:
    confkit("session", "edit", "Opening", "--title", "New")
    holds("entry", confkit("undo", "--json").json)
    holds("entry", confkit("redo", "--json").json)


def test_import_prints_what_it_brought(confkit: Call, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "again.toml"
    file.write_text(confkit("export", "summit", "--format", "toml").out, "utf-8")
    holds("import", confkit("import", str(file), "--json").json)


def test_an_event_holds_its_parts(confkit: Call) -> None:
    event = confkit("event", "show", "summit", "--json").json
    for kind in ("room", "track", "type", "session"):
        for item in event[f"{kind}s"]:
            holds(kind, item)


def test_a_scan_is_one_object_a_line(confkit: Call) -> None:
    done = confkit("scan", "--json")
    assert done.out.count("\n") == 1
    recording = done.json
    holds("recording", recording)
    assert recording["path"] == "ward-rounds/001.wav"
    assert recording["duration"] == 1.5
    assert recording["size"] == 12044


def test_private_facts_are_shown_for_one_person_and_not_in_lists(confkit: Call) -> None:
    listed = confkit("person", "list", "--json")
    assert "amira@example.org" not in listed.out
    assert "Fridays" not in listed.out
    assert "quiet room" not in confkit("session", "list", "summit", "--json").out
    shown = confkit("person", "show", "Amira Hart", "--json").json
    assert set(shown) == {*DOCUMENTED["person"], *DOCUMENTED["Private fields of a person"], "sessions"}
    assert shown["email"] == "amira@example.org"


def test_values_are_as_documented(confkit: Call) -> None:
    session = confkit("session", "show", "Podcasting on the ward", "--json").json
    assert session["duration"] == 45 * 60
    assert session["slots"][0]["start"] == "2026-10-24T11:00:00+02:00"
    assert session["slots"][0]["room"] == "Lab"
    assert [(one["name"], one["role"]) for one in session["people"]] == [
        ("Amira Hart", "speaker"),
        ("Ben Okafor", "moderator"),
    ]
    assert session["track"] == "Practice"


def test_an_empty_workspace_prints_empty_arrays(confkit: Call, tmp_path: Path) -> None:
    assert confkit("init", str(tmp_path / "new"), workspace=None).code == 0
    for args in (("event", "list"), ("person", "list"), ("show", "list"), ("history",)):
        assert confkit(*args, "--json", workspace=tmp_path / "new").json == []


def test_the_page_has_a_table_for_everything() -> None:
    planned = {"event", "session", "slot", "person", "room", "track", "type"}
    published = {"show", "episode", "recording", "credit", "chapter", "transcript", "cue", "link", "build"}
    assert set(DOCUMENTED) >= planned | published | {"problem", "import", "hit", "entry"}
