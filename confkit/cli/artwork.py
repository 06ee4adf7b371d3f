"""``confkit show artwork`` and ``confkit episode cover``: look at a picture, choose one, make it right."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from confkit.cli.command import Verb, json_option, workspace
from confkit.cli.output import say, tell_facts, tell_json
from confkit.cli.problems import code_for, show_problems
from confkit.cli.values import EPISODE, SHOW
from confkit.domain.artwork import Colours, weight
from confkit.services import as_json, lookup

if TYPE_CHECKING:
    from confkit.domain.artwork import Picture
    from confkit.services.artwork import PictureReport
    from confkit.services.mending import Given

_FROM = {
    "own": "named by the episode",
    "beside": "beside the audio",
    "embedded": "inside the audio",
    "show": "the show's artwork",
    "none": "there is none",
}
_mend = click.option("--mend", is_flag=True, help="Make it right: square, RGB, 1,400 to 3,000 pixels, light.")
_set = click.option(
    "--set", "file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Take the picture in FILE."
)


@click.command(
    "artwork",
    cls=Verb,
    examples="confkit show artwork ward-rounds\nconfkit show artwork ward-rounds --mend\n"
    "confkit show artwork ward-rounds --set ~/cover.tiff --mend",
)
@click.argument("show", type=SHOW)
@_mend
@_set
@json_option
def artwork(show: str, mend: bool, file: Path | None, in_json: bool) -> int:
    """Hold the artwork of SHOW to what directories ask.

    --mend writes a picture that is right beside the one that is there, which stays, and makes it the artwork. “confkit
    undo” goes back to the one before.
    """
    from confkit.services.artwork import report_artwork

    with workspace() as opened:
        found = lookup.find_show(opened, show)
        if file is not None or mend:
            from confkit.services import mending

            given = (
                mending.mend_artwork(opened, found)
                if file is None
                else mending.set_artwork(opened, found, file, mend=mend)
            )
            _talk(given)
            found = lookup.find_show(opened, str(found.id))
        report = report_artwork(opened, found)
    if in_json:
        tell_json(as_json.artwork(report, found))
    else:
        _tell(report, found.title)
    return code_for(report.problems)


@click.command(
    "cover",
    cls=Verb,
    examples="confkit episode cover 7b1e55d0\nconfkit episode cover 7b1e55d0 --mend\n"
    "confkit episode cover 7b1e55d0 --set portrait.png",
)
@click.argument("episode", type=EPISODE)
@_mend
@_set
@json_option
def cover(episode: str, mend: bool, file: Path | None, in_json: bool) -> int:
    """Hold the picture of EPISODE to what directories ask.

    It is the one that the episode names, one beside the audio (001.jpg beside 001.mp3), the one inside the audio, or
    the artwork of the show. --mend writes a picture that is right and names it; what is there stays as it is.
    """
    from confkit.services.artwork import report_cover

    with workspace() as opened:
        view = lookup.find_episode(opened, episode)
        if file is not None or mend:
            from confkit.services import mending

            given = (
                mending.mend_cover(opened, view) if file is None else mending.set_cover(opened, view, file, mend=mend)
            )
            _talk(given)
            view = lookup.episode_view(opened, view.id)
        report = report_cover(opened, view)
    if in_json:
        tell_json(as_json.artwork(report, view.show, view.id))
    else:
        _tell(report, view.title)
    return code_for(report.problems)


def _talk(given: "Given") -> None:
    for note in given.notes:
        say(f"· {note}")
    say(given.entry.label if given.entry else "nothing to change")


def _tell(report: "PictureReport", title: str) -> None:
    source = report.source
    facts = {"File": source.path, "Source": _FROM[source.kind.value]}
    tell_facts(facts | (_facts(report.picture) if report.picture else {}), title=title)
    show_problems(sorted(report.problems, key=lambda problem: problem.rank), sys.stdout)


def _facts(picture: "Picture") -> dict[str, str]:
    return {
        "Type": picture.name,
        "Pixels": f"{picture.width:,} × {picture.height:,}" if picture.width else "",
        "Colours": f"{picture.colours.value}, {picture.depth} bits" if picture.colours is not Colours.UNKNOWN else "",
        "Weight": weight(picture.size),
    }
