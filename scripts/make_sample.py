"""Makes the sample workspace of this repository: an event, a show, and five short episodes with sound.

    python -m scripts.make_sample [FOLDER]

It reads ``scripts/sample/*.toml`` and writes ``confkit.toml``, ``events/`` and ``episodes/`` into FOLDER (the
repository). Ids come from a fixed namespace and the name of the thing, so that a second run with the same tools changes
nothing. The sound needs ``espeak-ng`` and ``ffmpeg``; the voices are synthetic and everything said is our own.
"""

import sys
import tempfile
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from confkit.codecs.event_file import read_event, write_event
from confkit.codecs.person_table import put_person
from confkit.codecs.rss import podcast_guid
from confkit.codecs.show_file import read_show, write_show
from confkit.codecs.toml_text import TomlWriter
from confkit.domain.errors import ConfkitError
from confkit.domain.programme import Programme
from confkit.files import atomic_write
from scripts.sample_audio import SampleError, SpokenChapter, encode, require_tools, speak
from scripts.sample_cover import draw_cover
from scripts.sample_tags import EpisodeTags, write_tags

HERE = Path(__file__).parent
SOURCES = HERE / "sample"
SITE = "https://example.org/"
# Everything in the sample has an id made of this and its name.
NAMESPACE = UUID("7d0f6f2e-52a4-4c0b-9d0e-3b1f6c8a2e41")

CONFIG = f"""\
# This repository is a sample workspace of confkit: `confkit` opens it, `confkit build` writes public/.
# Planning data is in the database under .confkit/, made from events/ and episodes/ on first use.

# The address that public/ will be served at; feeds and calendars hold it.
site = "{SITE}"
"""


def main(arguments: list[str]) -> int:
    """Make the sample in the folder that is given, or in the repository; return an exit code."""
    root = Path(arguments[0]) if arguments else HERE.parent
    try:
        require_tools()
        save(root / "confkit.toml", CONFIG.encode())
        programme = make_event(root)
        make_show(root, programme)
    except (SampleError, ConfkitError) as error:
        print(f"make_sample: {error}", file=sys.stderr)
        return 1
    return 0


def sample_id(kind: str, name: str) -> str:
    """Return the id of the sample's ``kind`` called ``name``."""
    return str(uuid5(NAMESPACE, f"{kind}:{name}"))


def make_event(root: Path) -> Programme:
    """Write the event file; return what is in it."""
    source = tomllib.loads((SOURCES / "event.toml").read_text("utf-8"))
    writer = TomlWriter()
    put_table(writer, "[event]", source["event"], sample_id("event", source["event"]["slug"]))
    for key in ("rooms", "tracks", "types", "persons", "sessions"):
        for table in source[key]:
            slots = table.pop("slots", [])
            name = table.get("title") or table["name"]
            put_table(writer, f"[[{key}]]", table, sample_id(key, name))
            for number, slot in enumerate(slots):
                put_table(writer, "[[sessions.slots]]", slot, sample_id("slots", f"{name}:{number}"))
    programme = read_event(writer.finish(), "scripts/sample/event.toml")
    save(root / "events" / f"{programme.event.slug}.toml", write_event(programme))
    return programme


def put_table(writer: TomlWriter, header: str, table: dict[str, Any], key: str) -> None:
    """Write a table as it was read, with its id."""
    writer.table(header)
    writer.put("id", key)
    for name, value in table.items():
        writer.put(name, value)


def make_show(root: Path, programme: Programme) -> None:
    """Write the show file, the artwork and the audio of every episode."""
    source = tomllib.loads((SOURCES / "show.toml").read_text("utf-8"))
    show: dict[str, Any] = source["show"]
    episodes: list[dict[str, Any]] = source["episodes"]
    folder = root / "episodes" / show["slug"]
    cover = draw_cover()
    save(folder / "cover.png", cover)
    for episode in episodes:
        save(folder / episode["file"], make_episode(show, episode, cover))
    save(folder / "show.toml", show_file(show, episodes, programme))


def show_file(show: dict[str, Any], episodes: list[dict[str, Any]], programme: Programme) -> bytes:
    """Return the show file: only what the audio files and the sessions do not say."""
    sessions = {session.title: str(session.id) for session in programme.sessions}
    hosts = {part["person"] for part in show["participants"]}
    persons = tuple(person for person in programme.persons if person.name in hosts)
    writer = TomlWriter()
    guid = podcast_guid(f"{SITE}shows/{show['slug']}/feed.xml")
    added_here = {"artwork": "cover.png", "guid": str(guid), "event": str(programme.event.id)}
    put_table(writer, "[show]", show | added_here, sample_id("shows", show["slug"]))
    for person in persons:
        put_person(writer, person)
    for episode in reversed(episodes):
        table = {
            "added": datetime.fromisoformat(f"{episode['date']}T18:00:00Z"),
            "state": "published",
            "file": f"{show['slug']}/{episode['file']}",
            "session": sessions[episode["session"]] if "session" in episode else None,
            "kind": episode.get("kind"),
        }
        put_table(writer, "[[episodes]]", table, sample_id("episodes", episode["file"]))
    return write_show(read_show(writer.finish(), "scripts/sample/show.toml"))


def make_episode(show: dict[str, Any], episode: dict[str, Any], cover: bytes) -> bytes:
    """Return the audio file of an episode, spoken, encoded and tagged."""
    people: list[dict[str, str]] = episode["people"]
    chapters = [
        SpokenChapter(chapter["title"], people[chapter.get("voice", 1) - 1]["voice"], chapter["speech"])
        for chapter in episode["chapters"]
    ]
    name = Path(episode["file"])
    with tempfile.TemporaryDirectory(prefix="confkit-sample-") as work:
        sound, audio = Path(work) / "speech.wav", Path(work) / name
        timed = speak(chapters, sound)
        encode(sound, episode["encoding"], timed, audio)
        tags = EpisodeTags(
            title=episode["title"],
            subtitle=episode.get("subtitle", ""),
            show=show["title"],
            people=tuple((person["person"], person.get("role", "speaker")) for person in people),
            date=episode["date"],
            season=episode["season"],
            number=episode.get("number"),
            description=episode["description"].strip(),
            language="en",
            copyright=show["copyright"],
            link=f"{show['url']}/{name.stem}",
            chapters=timed,
            cover=cover,
        )
        write_tags(audio, tags)
        return audio.read_bytes()


def save(path: Path, data: bytes) -> None:
    """Write a file of the sample, if it differs from what is there, and say so."""
    same = path.is_file() and path.read_bytes() == data
    if not same:
        atomic_write(path, data)
    print(f"{'unchanged' if same else 'written':<9} {len(data):>8,}  {path}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
