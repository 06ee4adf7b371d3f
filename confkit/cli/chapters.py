"""``confkit chapters``: where the parts of an episode begin."""

import click

from confkit.cli.command import json_option, verb, workspace
from confkit.cli.output import Column, tell_json, tell_table
from confkit.cli.values import EPISODE
from confkit.services import as_json, lookup

_COLUMNS = (Column("START", right=True), Column("END", right=True), Column("TITLE", cut=2), Column("LINK", cut=1))


@verb("chapters", examples="confkit chapters 7b1e55d0\nconfkit chapters ward-rounds/001.mp3 --json")
@click.argument("episode", type=EPISODE)
@json_option
def command(episode: str, in_json: bool) -> None:
    """List the chapters of EPISODE.

    They are its own, or those of a file beside the audio, or those in the tags.
    """
    from confkit.cli.episode import clock

    with workspace() as opened:
        view = lookup.find_episode(opened, episode)
    if in_json:
        tell_json(as_json.chapters(view))
        return
    tell_table(
        _COLUMNS,
        (
            (
                clock(chapter.start),
                clock(chapter.end) if chapter.end is not None else "",
                f"{chapter.title} (hidden)" if chapter.hidden else chapter.title,
                chapter.url,
            )
            for chapter in view.chapters
        ),
        empty="no chapters; put them beside the audio, as lines of time and title in a file NAME.chapters.txt",
    )
