"""A feed of 1,000 episodes: confkit against feedgen, the library that most Python programs write feeds with.

Both write title, guid, date, link, enclosure, description, duration, season, number, author and explicit of every
episode, and the same channel; confkit makes HTML of the descriptions beside it. Chapters (in two forms), persons and
licences, which feedgen can't write, are measured on their own. The two take turns, so that what else the machine does
meets both.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from feedgen.feed import FeedGenerator

from confkit.codecs.rss import FeedAddresses, compose_feed, podcast_guid, render_item, write_feed
from confkit.domain.bridge import EpisodeView, resolve_episode
from confkit.domain.person import Credit, Role
from confkit.domain.recording import Chapter, Recording, Tags
from confkit.domain.show import Episode, EpisodeState, Show

COUNT = 1_000
SITE = "https://example.org/ward"
SHOW = Show(
    id=UUID(int=1),
    slug="ward",
    title="Ward Rounds",
    guid=podcast_guid(f"{SITE}/feed.xml"),
    description="Talks from the ward & elsewhere.",
    author="The ward",
    owner_name="Olga Owner",
    owner_email="olga@example.org",
    categories=("Health & Fitness > Medicine",),
    url=SITE,
)
WORDS = "What we learned, why it took so long & what we would do otherwise the next time. " * 6


def main() -> None:
    views = [made(number) for number in range(1, COUNT + 1)]
    plain = [replace(view, chapters=(), licence="", people=(Credit("Amira Hart"),)) for view in views]
    address = FeedAddresses(
        feed=f"{SITE}/feed.xml",
        link=SITE,
        artwork=f"{SITE}/cover.jpg",
        enclosure={view.id: f"{SITE}/audio/{view.id}.mp3" for view in views},
        chapters={view.id: f"{SITE}/chapters/{view.id}.json" for view in views},
    )
    items = [render_item(view, address=address) for view in views]
    theirs, equal, whole, again = fastest(
        lambda: feedgen(views, address),
        lambda: write_feed(SHOW, plain, address=address, persons={}),
        lambda: write_feed(SHOW, views, address=address, persons={}),
        lambda: compose_feed(SHOW, items, address=address, persons={}, newest=views[0].date),
    )
    feed = f"feed of {COUNT} items"
    print(f"{feed}, feedgen: {theirs * 1000:.0f} ms")
    print(f"{feed}, confkit, the same content: {equal * 1000:.0f} ms, ratio {equal / theirs:.2f}")
    print(f"{feed}, confkit, with chapters, persons, licences: {whole * 1000:.0f} ms, ratio {whole / theirs:.2f}")
    print(f"{feed}, composed of what is rendered: {again * 1000:.2f} ms, ratio {again / theirs:.4f}")


def made(number: int) -> EpisodeView:
    episode = Episode(
        id=UUID(int=number),
        show_id=SHOW.id,
        guid=f"episode-{number}",
        added=datetime(2027, 1, 1, tzinfo=UTC),
        state=EpisodeState.PUBLISHED,
        file=f"ward/{number:04}.mp3",
        title=f"Episode {number}: voices & noises",
        description=f"{WORDS}\n\n{WORDS}",
        date=datetime(2027, 1, 1, 10, tzinfo=UTC) + timedelta(days=number),
        season=1,
        number=number,
        licence="CC-BY-4.0",
        link=f"{SITE}/{number}",
    )
    recording = Recording(
        episode.file,
        size=10_000_000 + number,
        modified=0,
        media_type="audio/mpeg",
        duration=timedelta(minutes=30, seconds=number % 60),
        chapters=tuple(Chapter(timedelta(minutes=6 * n), f"Part {n}") for n in range(5)),
        tags=Tags(people=(Credit("Amira Hart"), Credit("Ben Okafor", Role.MODERATOR))),
    )
    return resolve_episode(episode, SHOW, {}, recording=recording)


def feedgen(views: list[EpisodeView], address: FeedAddresses) -> bytes:
    feed = FeedGenerator()
    feed.load_extension("podcast")
    feed.title(SHOW.title)
    feed.link(href=SITE)
    feed.link(href=address.feed, rel="self")
    feed.description(SHOW.description)
    feed.language(SHOW.language)
    feed.podcast.itunes_author(SHOW.author)
    feed.podcast.itunes_category("Health & Fitness", "Medicine")
    feed.podcast.itunes_image(address.artwork)
    feed.podcast.itunes_explicit("no")
    feed.podcast.itunes_owner(SHOW.owner_name, SHOW.owner_email)
    for view in views:
        entry = feed.add_entry(order="append")
        entry.id(view.episode.guid)
        entry.title(view.title)
        entry.link(href=view.link)
        entry.published(view.date)
        entry.description(view.description)
        assert view.recording is not None
        entry.enclosure(address.enclosure[view.id], str(view.recording.size), view.recording.media_type)
        entry.podcast.itunes_duration(round(view.recording.duration.total_seconds()))
        entry.podcast.itunes_season(view.season)
        entry.podcast.itunes_episode(view.number)
        entry.podcast.itunes_explicit("no")
        entry.podcast.itunes_author("Amira Hart, Ben Okafor")
    text: bytes = feed.rss_str()
    return text


def fastest(*calls: Callable[[], object], rounds: int = 7) -> list[float]:
    """The least time of each call over several rounds, in seconds: what else the machine does only ever adds."""
    least = [float("inf")] * len(calls)
    for _ in range(rounds):
        for number, call in enumerate(calls):
            start = time.perf_counter()
            call()
            least[number] = min(least[number], time.perf_counter() - start)
    return least


if __name__ == "__main__":
    main()
