"""Text that is made to break things, in every text field, through everything that is written and printed."""

import re
import xml.etree.ElementTree as ET
from dataclasses import fields, replace
from pathlib import Path

import icalendar
import pytest
from click.testing import CliRunner
from mutagen.id3 import COMM, ID3, TALB, TIT2, TPE1

from confkit.cli.main import root
from confkit.domain.edit import Entity
from confkit.domain.event import Link
from confkit.services import editing, lookup
from confkit.services.building import build
from confkit.services.exporting import export_event
from confkit.services.workspace import open_workspace
from tests.conftest import copy_sample

HOSTILE = (
    "[/] [bold]kept[/bold] <b>&amp; ]]> \x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J \x00\x01\x7f "
    "\u202eoverride\u202c \u2066isolate\u2069 \ud800 \ufffe \u2028 =HYPERLINK() {{ braces }} 'quote\" ;,:\\"
)
# What must still be there afterwards, in each of the forms that a format may write it in.
KEPT = ("[/]", "[bold]kept[/bold]", "override", "isolate", "red", "braces")
LONG = "x" * 10_000
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
# Texts whose shape is checked: they can't hold anything.
SHAPED = {"id", "slug", "zone", "language", "email", "owner_email", "url", "new_feed_url", "link", "colour", "guid"}
SHAPED |= {"file", "artwork", "origin", "image", "stream", "recurrence", "secret"}


def spoiled(entity: Entity) -> Entity:
    """``entity`` with every free text of it hostile, and long where it may be."""
    values: dict[str, object] = {}
    for field in fields(entity):
        old = getattr(entity, field.name)
        if field.name in SHAPED:
            continue
        if field.name == "links":
            values[field.name] = (Link("https://example.org/x", HOSTILE),)
        elif field.name in ("tags", "equipment", "categories"):
            values[field.name] = (HOSTILE, "second")
        elif type(old) is str:
            values[field.name] = HOSTILE + LONG if field.name in ("description", "abstract") else HOSTILE
    return replace(entity, **values)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_sample(tmp_path_factory.mktemp("hostile") / "sample")
    for path in sorted((folder / "episodes" / "ward-rounds").glob("*.mp3")):
        tags = ID3(path)
        text = HOSTILE.replace("\ud800", "")  # an encoder can't write it; the codecs' own tests do
        for frame in (TIT2(encoding=3, text=text), TPE1(encoding=3, text=[text]), TALB(encoding=3, text=text)):
            tags.setall(frame.FrameID, [frame])
        tags.setall("COMM", [COMM(encoding=3, lang="eng", desc="", text=text + LONG)])
        tags.save(path)
    with open_workspace(folder) as ws:
        (event,) = lookup.events(ws)
        for entity in ws.repository.programme(event.id).contents:
            after = spoiled(entity)
            if after != entity:
                editing.change(ws, entity, after)
        for shelf in ws.repository.shelves():
            for one in (shelf.show, *shelf.episodes[:1]):
                editing.change(ws, one, spoiled(one))
    return folder


def test_nothing_that_is_published_holds_a_control_character_or_eats_text(hostile: Path) -> None:
    with open_workspace(hostile) as ws:
        build(ws)
        (event,) = lookup.events(ws)
        out = ws.output
        written = [path for path in out.rglob("*") if path.suffix in (".ics", ".xml", ".json", ".html")]
        assert len(written) > 40
        for path in written:
            text = path.read_text("utf-8")
            assert not FORBIDDEN.search(text), path
        for name in (f"events/{event.slug}/schedule.ics", "shows/ward-rounds/feed.xml", "index.html"):
            unfolded = (out / name).read_text("utf-8").replace("\r\n ", "").replace("\n ", "")
            for kept in KEPT:
                assert kept in unfolded, (name, kept)
        feed = ET.fromstring((out / "shows/ward-rounds/feed.xml").read_bytes())
        assert len(feed.findall("channel/item")) == 5
        calendar = icalendar.Calendar.from_ical((out / f"events/{event.slug}/schedule.ics").read_bytes())
        assert all("[bold]kept[/bold]" in str(one["SUMMARY"]) for one in calendar.walk("VEVENT"))
        assert "<b>&amp;" not in (out / "index.html").read_text("utf-8")
        assert export_event(ws, event.slug, "toml")


@pytest.mark.parametrize(
    "command",
    [
        ["session", "list", "health-voices-2026"],
        ["person", "list"],
        ["show", "list"],
        ["episode", "list", "ward-rounds"],
        ["event", "list"],
        ["history"],
        ["check"],
        ["scan"],
    ],
)
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_nothing_that_is_printed_holds_a_control_character(hostile: Path, command: list[str], form: list[str]) -> None:
    result = CliRunner().invoke(root, ["-w", str(hostile), *command, *form])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert not FORBIDDEN.search(result.output)
    assert "[bold]kept[/bold]" in result.output or command[0] in ("scan", "check")
