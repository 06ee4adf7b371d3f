"""A feed of 10,000 episodes: confkit against feedgen and rfeed, the libraries that Python programs write feeds with.

All write title, guid, date, link, enclosure, description, duration, author and explicit of every episode, and the same
channel; confkit and feedgen season and number too, and confkit makes HTML of the descriptions beside it. Chapters (in
two forms), persons and licences, which the others can't write, are measured on their own. They take turns, so that what
else the machine does meets all, and time is that of the processor. Memory is the peak of what each allocates for the
feed, the episodes themselves not counted, in a process of its own.
"""

import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import rfeed
from feedgen.feed import FeedGenerator

from confkit.codecs.rss import FeedAddresses, compose_feed, podcast_guid, render_item, write_feed
from confkit.domain.bridge import EpisodeView, resolve_episode
from confkit.domain.person import Credit, Role
from confkit.domain.recording import Chapter, Recording, Tags
from confkit.domain.show import Episode, EpisodeState, Show

COUNT = 10_000
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
    calls = contents()
    least = dict(zip(calls, fastest(*calls.values()), strict=True))
    peaks = {name: peak_of(name) for name in calls}
    print(f"feed of {COUNT:,} items: time, × feedgen, × rfeed; memory, × feedgen, × rfeed")
    for name in calls:
        seconds, memory = least[name], peaks[name]
        print(
            f"  {name:32} {seconds * 1000:7.0f} ms  {seconds / least['feedgen']:.2f}  {seconds / least['rfeed']:.2f}"
            f"  {memory / 2**20:6.0f} MiB  {memory / peaks['feedgen']:.2f}  {memory / peaks['rfeed']:.2f}"
        )


def contents() -> dict[str, Callable[[], object]]:
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
    return {
        "feedgen": lambda: feedgen(views, address),
        "rfeed": lambda: with_rfeed(views, address),
        "confkit, the same content": lambda: write_feed(SHOW, plain, address=address, persons={}),
        "confkit, chapters, persons …": lambda: write_feed(SHOW, views, address=address, persons={}),
        "confkit, composed of items": lambda: compose_feed(
            SHOW, items, address=address, persons={}, newest=views[0].date
        ),
    }


def peak_of(name: str) -> int:
    """The most bytes that one call has at a time, in a process of its own."""
    done = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True, check=True)
    return int(done.stdout)


def measure(name: str) -> None:
    call = contents()[name]
    call()
    tracemalloc.start()
    call()
    print(tracemalloc.get_traced_memory()[1])


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


def with_rfeed(views: list[EpisodeView], address: FeedAddresses) -> bytes:
    items = []
    for view in views:
        assert view.recording is not None
        extra = rfeed.iTunesItem(
            author="Amira Hart, Ben Okafor",
            duration=round(view.recording.duration.total_seconds()),
            explicit="clean",
        )
        items.append(
            rfeed.Item(
                title=view.title,
                link=view.link,
                description=view.description,
                guid=rfeed.Guid(view.episode.guid, isPermaLink=False),
                pubDate=view.date,
                enclosure=rfeed.Enclosure(
                    url=address.enclosure[view.id], length=view.recording.size, type=view.recording.media_type
                ),
                extensions=[extra],
            )
        )
    owner = rfeed.iTunesOwner(name=SHOW.owner_name, email=SHOW.owner_email)
    category = rfeed.iTunesCategory(name="Health & Fitness", subcategory="Medicine")
    channel = rfeed.iTunes(
        author=SHOW.author, image=address.artwork, explicit="clean", categories=category, owner=owner
    )
    feed = rfeed.Feed(
        title=SHOW.title,
        link=SITE,
        description=SHOW.description,
        language=SHOW.language,
        items=items,
        extensions=[channel],
    )
    text: str = feed.rss()
    return text.encode()


def fastest(*calls: Callable[[], object], rounds: int = 5) -> list[float]:
    """The least time of each call over several rounds, in seconds: what else the machine does only ever adds."""
    least = [float("inf")] * len(calls)
    for _ in range(rounds):
        for number, call in enumerate(calls):
            start = time.process_time()
            call()
            least[number] = min(least[number], time.process_time() - start)
    return least


if __name__ == "__main__":
    measure(sys.argv[1]) if len(sys.argv) > 1 else main()
