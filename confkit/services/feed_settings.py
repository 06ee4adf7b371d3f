"""What is wrong with how feeds are set up: series nobody collects, secrets that are none, elements kept in vain."""

from collections.abc import Iterable, Iterator, Sequence

from confkit.domain.event import Event, series_key
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Shelf
from confkit.domain.show import Episode, Show
from confkit.services.workspace import Workspace


def feed_setting_problems(ws: Workspace, shelves: Sequence[Shelf]) -> Iterator[Problem]:
    """Return what the feeds of the shows would lack or give away."""
    events = ws.repository.events()
    yield from _series(ws, events, shelves)
    for shelf in shelves:
        yield from _extras(shelf)
        if shelf.show.is_private and ws.config.site.startswith("http:"):
            yield Problem(
                "private-over-http",
                Severity.WARNING,
                shelf.show.slug,
                "is private, and the site is plain http: everybody on the way can read the secret address",
                "serve the site by https, and write it so in confkit.toml",
                (shelf.show.id,),
            )


def _series(ws: Workspace, events: Iterable[Event], shelves: Iterable[Shelf]) -> Iterator[Problem]:
    collecting = {series_key(shelf.show.series) for shelf in shelves if shelf.show.series}
    for event in events:
        if event.series and series_key(event.series) not in collecting:
            yield Problem(
                "series-without-show",
                Severity.HINT,
                event.slug,
                f"is one of the series “{event.series}”, which no show collects",
                f'add a show for it: confkit show add --slug NAME --title TITLE --series "{event.series}"',
                (event.id,),
            )
    recorded = _recorded_series(ws, shelves) if collecting else frozenset()
    for shelf in shelves:
        show = shelf.show
        if show.series and series_key(show.series) not in recorded:
            yield Problem(
                "series-empty",
                Severity.HINT,
                show.slug,
                f"collects “{show.series}”, and no show has an episode of an event of that series yet",
                "set the series of the events, and link the episodes of another show to their sessions",
                (show.id,),
            )


def _recorded_series(ws: Workspace, shelves: Iterable[Shelf]) -> frozenset[str]:
    sessions = {
        episode.session_id
        for shelf in shelves
        if not shelf.show.is_private
        for episode in shelf.episodes
        if episode.session_id is not None and episode.state.is_for_feed
    }
    return frozenset(series_key(talk.event.series) for talk in ws.repository.talks(sessions).values())


def _extras(shelf: Shelf) -> Iterator[Problem]:
    things: tuple[Show | Episode, ...] = (shelf.show, *shelf.episodes)
    if not any(thing.extras for thing in things):
        return
    from confkit.codecs.rss_extras import read_extra

    for thing in things:
        broken = [text for text in thing.extras if read_extra(text) is None]
        if broken:
            named = f": episode {thing.guid}" if isinstance(thing, Episode) else ""
            yield Problem(
                "extra-unusable",
                Severity.WARNING,
                f"{shelf.show.slug}{named}",
                f"keeps something that is not one element of the podcast namespace: {broken[0][:60]!r}",
                "correct it in the show file, with the prefix podcast: and every element closed, or remove it",
                (thing.id,),
            )
