"""``confkit episode publish``, ``schedule``, ``retract``, ``number`` and ``merge``: what becomes of an episode."""

from collections.abc import Callable, Sequence

import click

from confkit.cli.command import Verb, json_option, workspace
from confkit.cli.output import say, tell, tell_json
from confkit.cli.values import EPISODE
from confkit.domain.bridge import EpisodeView
from confkit.domain.errors import UsageError
from confkit.domain.history import Entry
from confkit.domain.text import clean_line
from confkit.domain.times import parse_local
from confkit.services import as_json, lookup, releasing, tag_merging
from confkit.services.workspace import Workspace


@click.command(cls=Verb, examples="confkit episode publish 7b1e55d0\nconfkit episode publish 7b1e55d0 9c2f1a44 --now")
@click.argument("episodes", type=EPISODE, nargs=-1, required=True, metavar="EPISODE…")
@click.option("--now", is_flag=True, help="Date them now; else a date that has come stays.")
@json_option
def publish(episodes: tuple[str, ...], now: bool, in_json: bool) -> None:
    """Let each EPISODE into the feed at the next build."""
    _several(episodes, lambda opened, views: releasing.publish(opened, views, now=now), in_json=in_json)


@click.command(cls=Verb, examples='confkit episode schedule 7b1e55d0 --at "2027-04-09 06:00"')
@click.argument("episode", type=EPISODE)
@click.option("--at", "text", required=True, metavar="TIME", help="When its time has come, such as 2027-04-09 06:00.")
@json_option
def schedule(episode: str, text: str, in_json: bool) -> None:
    """Let EPISODE into the feed by the first build after a time.

    The time is in the zone of the event that the episode was recorded at, else in that of the show's event, else UTC.
    """
    with workspace() as opened:
        view = lookup.find_episode(opened, episode)
        _done(opened, releasing.schedule(opened, view, parse_local(text, releasing.zone_of(opened, view)).instant))
        if in_json:
            tell_json(as_json.episode(lookup.episode_view(opened, view.id)))


@click.command(cls=Verb, examples="confkit episode retract 7b1e55d0")
@click.argument("episodes", type=EPISODE, nargs=-1, required=True, metavar="EPISODE…")
@json_option
def retract(episodes: tuple[str, ...], in_json: bool) -> None:
    """Take each EPISODE out of the feed at the next build.

    Nothing is lost: guid and audio stay known, so that they don't come back by themselves, and “publish” lets them in
    again.
    """
    _several(episodes, releasing.retract, in_json=in_json)


@click.command(cls=Verb, examples="confkit episode number 7b1e55d0")
@click.argument("episode", type=EPISODE)
@json_option
def number(episode: str, in_json: bool) -> None:
    """Give EPISODE the season and number that come next."""
    _several((episode,), lambda opened, views: releasing.number(opened, views[0]), in_json=in_json)


@click.command(
    cls=Verb,
    examples="confkit episode merge 7b1e55d0\nconfkit episode merge 7b1e55d0 --keep title --take description",
)
@click.argument("episode", type=EPISODE)
@click.option("--keep", multiple=True, metavar="FIELD", help="Keep what was edited here; “all” for every field.")
@click.option("--take", multiple=True, metavar="FIELD", help="Take what the file says; “all” for every field.")
@json_option
def merge(episode: str, keep: tuple[str, ...], take: tuple[str, ...], in_json: bool) -> None:
    """Settle what was changed both here and in the file.

    Without --keep and --take, both values of each field are shown.
    """
    if ("all" in keep and take) or ("all" in take and keep):
        raise UsageError("“all” leaves nothing for the other side", fix="name the fields")
    with workspace() as opened:
        view = lookup.find_episode(opened, episode)
        conflicts = tag_merging.conflicts_of(view)
        if keep or take:
            fields = [one.field for one in conflicts]
            chosen = {"keep": fields if "all" in keep else keep, "take": fields if "all" in take else take}
            _done(opened, tag_merging.settle(opened, view, **chosen))
            conflicts = tag_merging.conflicts_of(lookup.episode_view(opened, view.id))
    if in_json:
        tell_json([as_json.tag_conflict(view, one) for one in conflicts])
        return
    for one in conflicts:
        tell(f"{one.field}\n  here  {clean_line(tag_merging.own_in_words(view, one))}\n  file  {clean_line(one.tag)}")
        tell(f"  was   {clean_line(one.was)}")
    if not conflicts:
        say("nothing was changed in both places")


def _several(names: Sequence[str], do: Callable[[Workspace, list[EpisodeView]], Entry], *, in_json: bool) -> None:
    with workspace() as opened:
        views = list({view.id: view for view in (lookup.find_episode(opened, name) for name in names)}.values())
        _done(opened, do(opened, views))
        if in_json:
            after = [as_json.episode(lookup.episode_view(opened, view.id)) for view in views]
            tell_json(after if len(names) > 1 else after[0])


def _done(opened: Workspace, entry: Entry) -> None:
    say(entry.label if entry.number else "nothing changed")
