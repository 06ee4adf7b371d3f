"""``confkit import``: bring in what exists elsewhere."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from confkit.cli.command import json_option, verb, workspace
from confkit.cli.output import say, tell, tell_json
from confkit.cli.problems import code_for, count_of, counted, talk_about
from confkit.cli.progress import progress
from confkit.cli.values import EVENT
from confkit.domain.errors import UsageError
from confkit.domain.text import clean_line
from confkit.services import as_json, lookup
from confkit.services.importing import ImportReport, import_calendar, import_path

if TYPE_CHECKING:
    from confkit.services.feed_files import FileChoice
    from confkit.services.importing_feeds import FeedSource
    from confkit.services.workspace import Workspace


class Audio(click.ParamType[int | None]):
    """How much audio: all (None), none (0), or that of the newest so many."""

    name = "all|none|NUMBER"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int | None:
        """Read what was typed."""
        if value is None or isinstance(value, int):
            return value
        text = str(value).strip().lower().removeprefix("newest").strip()
        if text in ("all", "none"):
            return None if text == "all" else 0
        if not text.isascii() or not text.isdigit():
            self.fail(f"{value!r} is not all, none or a number of episodes", param, ctx)
        return int(text)


_UNSAID = -1


@verb(
    "import",
    examples="confkit import OTS16\nconfkit import schedule.xml\nconfkit import programme.ics\n"
    "confkit import workshops.ics --event summit\n"
    "confkit import https://example.org/feed.xml --dry-run\nconfkit import feed.xml ward-rounds --audio 10",
)
@click.argument("source", metavar="SOURCE")
@click.argument("show", required=False)
@click.option("--event", type=EVENT, help="Bring a programme into this event, instead of an event of its own.")
@click.option(
    "--audio", type=Audio(), default=_UNSAID, show_default=False,
    help="Of a feed: fetch the audio of all episodes, of none, or of the newest so many, with what belongs to them. "
    "By default all from an address and none from a file.",
)  # fmt: skip
@click.option("--mine", is_flag=True, help="Import a feed that its owner has locked: it is yours.")
@click.option("--any-length", is_flag=True, help="Take audio whose length is not what the feed says.")
@click.option(
    "--private-addresses", is_flag=True, help="Fetch from addresses of private networks and this machine too."
)
@click.option("--dry-run", is_flag=True, help="Of a feed: say what it would bring, and change nothing.")
@json_option
def command(
    source: str,
    show: str | None,
    event: str | None,
    audio: int | None,
    mine: bool,
    any_length: bool,
    private_addresses: bool,
    dry_run: bool,
    in_json: bool,
) -> int:
    """Import SOURCE: an Open Event folder, a schedule.xml or .json, a TOML file, a calendar (ICS), or a podcast's feed.

    A calendar or feed can be a file or an address. A feed becomes the show SHOW, or one named by its title; its guids
    are kept.

    With --event, the sessions of a programme come into an event that is there, which keeps its title, days and zone.
    What is known by its id or origin is updated, persons also by their name alone unless something contradicts; rooms,
    tracks and types of a name that is there are those. The rest is added, and nothing is removed.

    Importing the same thing again updates it; “confkit undo” takes an import back. Exit code 1 says that something of
    it could not be read or fetched.
    """
    from confkit.services.feed_files import FileChoice
    from confkit.services.importing_feeds import FeedSource
    from confkit.services.importing_sources import source_named

    is_address = "://" in source
    newest = (None if is_address else 0) if audio == _UNSAID else audio
    choice = FileChoice(newest, is_address or newest != 0, any_length, private_addresses)
    with workspace() as opened:
        found = source_named(source, private=private_addresses)
        into = lookup.find_event(opened, event) if event else None
        if isinstance(found, FeedSource):
            if into is not None:
                raise UsageError("is a podcast’s feed, and --event is for programmes", where=source, fix="leave it out")
            return _podcast(opened, found, show or "", choice, mine=mine, dry_run=dry_run, in_json=in_json)
        if show or audio != _UNSAID or mine or any_length or dry_run:
            raise UsageError(
                "is no feed, and a short name, --audio, --mine, --any-length and --dry-run are for feeds",
                where=source,
                fix="leave them out",
            )
        with progress() as report:
            if isinstance(found, Path):
                done = import_path(opened, found, into=into, progress=report)
            else:
                title = source.rstrip("/").rpartition("/")[2]
                done = import_calendar(opened, found, source, title=title, into=into)
    return _told(done, in_json)


def _podcast(
    opened: "Workspace",
    source: "FeedSource",
    slug: str,
    choice: "FileChoice",
    *,
    mine: bool,
    dry_run: bool,
    in_json: bool,
) -> int:
    from confkit.services.feed_files import chosen, fetch_files
    from confkit.services.importing_feeds import apply_feed, plan_feed, report_of

    plan = plan_feed(opened, source, slug=slug)
    done = report_of(plan)
    wanted = chosen(plan, choice)
    waiting = [item.episode.remote for id, item in wanted if item.episode.remote and id not in plan.with_files]
    if waiting:
        size = sum(remote.size for remote in waiting)
        say(f"{count_of(len(waiting), 'audio file')} to fetch, {size / 1e6:,.0f} MB by what the feed says")
    if dry_run:
        return _told(done, in_json, dry_run=True)
    apply_feed(opened, plan, is_mine=mine)
    with progress() as report:
        files = fetch_files(opened, plan, choice, progress=report)
    done = replace(done, problems=(*done.problems, *files.problems), downloaded=files.audio)
    return _told(done, in_json)


def _told(done: ImportReport, in_json: bool, *, dry_run: bool = False) -> int:
    talk_about(done.problems)
    if in_json:
        tell_json(
            {
                "title": done.title,
                "slug": done.slug,
                "counts": dict(done.counts),
                "added": done.added,
                "updated": done.updated,
                "downloaded": done.downloaded,
                "problems": [as_json.problem(problem) for problem in done.problems],
            }
        )
        return code_for(done.problems)
    tell(f"{clean_line(done.slug)}: {clean_line(done.title)}")
    for word, count in done.counts.items():
        tell(f"  {count_of(count, word)}")
    parts = [f"{done.added:,} added", f"{done.updated:,} updated"]
    parts += [f"{count_of(done.downloaded, 'audio file')} fetched"] if done.downloaded else []
    say(("nothing is changed yet: " if dry_run else "") + ", ".join((*parts, counted(done.problems))))
    return code_for(done.problems)
