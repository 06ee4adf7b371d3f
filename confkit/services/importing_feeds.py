"""Importing a podcast from its feed: planned first, then written as one edit; its audio comes after (``feed_files``).

A show is known again by the address it was imported from or by its ``podcast:guid``, an episode by its guid. So that a
second import can tell what changed at the source from what was edited here, the feed as it was imported last is kept in
``.confkit/imports/``; it is only a memory, without it nothing that was edited is touched.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from confkit.codecs.feed_import import ImportedItem, ImportedShow
from confkit.codecs.feed_read import read_podcast
from confkit.domain.edit import Change, Edit, Entity
from confkit.domain.errors import FormatError, UsageError
from confkit.domain.feed import label
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Shelf
from confkit.domain.show import Episode, EpisodeState, Show
from confkit.domain.validation import SLUG
from confkit.files import atomic_write
from confkit.services.feed_merging import EPISODE_FIELDS, SHOW_FIELDS, merged
from confkit.services.feed_people import FeedPeople
from confkit.services.importing import ImportReport
from confkit.services.workspace import Workspace

# Between the pages of a feed that is kept; no XML document can hold it.
_PAGE_END = b"\0"


@dataclass(frozen=True, slots=True)
class FeedSource:
    """A feed as it was found: its pages, what to call it, its address ("" for a file) and whether that has moved."""

    pages: tuple[bytes, ...]
    where: str
    address: str = ""
    moved_from: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """What an import would change, and what of the feed is still to be fetched.

    ``items`` are those whose episodes will be in the show, ``with_files`` the episodes of them that have audio here.
    ``is_known`` tells that the show was imported before.
    """

    source: FeedSource
    imported: ImportedShow
    show: Show
    changes: tuple[Change, ...]
    items: tuple[tuple[UUID, ImportedItem], ...]
    is_known: bool
    problems: tuple[Problem, ...]
    with_files: frozenset[UUID] = frozenset()

    @property
    def counts(self) -> dict[str, int]:
        """How many of each thing the feed holds."""
        people = {one.name for item in self.imported.items for one in item.people or ()}
        people |= {one.name for one in self.imported.people}
        counts = Counter({"show": 1, "episode": len(self.items), "person": len(people)})
        counts["chapter"] = sum(len(item.episode.chapters or ()) for _, item in self.items)
        return {word: count for word, count in counts.items() if count}


def plan_feed(ws: Workspace, source: FeedSource, *, slug: str = "") -> FeedPlan:
    """Return what importing ``source`` would do; ``slug`` is the show to bring it into, or the short name of a new one.

    Raises FormatError, TruncatedInput, LimitExceeded for what is no feed; UsageError for a show that is another one.
    """
    imported = _read(source, new_id=ws.new_id, now=ws.now())
    shelves = ws.repository.shelves()
    here = _shelf_of(shelves, source, imported, slug)
    is_known = here is not None and (bool(here.show.origin) or here.show.guid == imported.show.guid)
    people = FeedPeople(ws, ws.repository.persons())
    now = resolved(imported, people)
    added_people = people.new
    problems = [*source.problems, *imported.problems, *_told(ws, imported, source, is_known)]
    if here is None:
        show = replace(now.show, slug=slug or _free_slug(ws, now.show.slug, shelves), new_feed_url="")
        entities: tuple[Entity, ...] = (*added_people, show)
        changes = [Change(None, one) for one in entities]
        changes += [Change(None, item.episode) for item in now.items]
        items = [(item.episode.id, item) for item in now.items]
        return FeedPlan(source, imported, show, tuple(changes), tuple(items), False, tuple(problems))
    before = _remembered(ws, here.show, people)
    show = merged(here.show, before.show if before else None, now.show, SHOW_FIELDS, here.show.title, problems)
    if not here.show.origin or (source.moved_from and here.show.origin == source.moved_from):
        show = replace(show, origin=now.show.origin)
    if imported.has_guid and not here.episodes and not here.show.origin:
        show = replace(show, guid=now.show.guid)
    changes = [Change(None, one) for one in added_people]
    if show != here.show:
        changes.append(Change(here.show, show))
    episodes, items = _episodes(here, before, now, problems)
    with_files = frozenset(one.id for one in here.episodes if one.file)
    return FeedPlan(source, imported, show, (*changes, *episodes), tuple(items), is_known, tuple(problems), with_files)


def apply_feed(ws: Workspace, plan: FeedPlan, *, is_mine: bool = False) -> None:
    """Write what was planned as one edit.

    Raises UsageError for a feed that its owner has locked and that was not imported before, unless ``is_mine``.
    """
    if plan.imported.is_locked and not plan.is_known and not is_mine:
        owner = plan.imported.locked_by
        raise UsageError(
            "is locked by its owner: it is not to be moved to another host without being asked",
            where=plan.source.where,
            fix=f"ask {label(owner) if owner else 'the owner'} to set podcast:locked to no; if the podcast is yours, "
            "import it with --mine",
        )
    if plan.changes:
        ws.apply(Edit(f"Import “{plan.show.title}”", plan.changes))
    ws.make_state()
    atomic_write(_memory(ws, plan.show), _PAGE_END.join(plan.source.pages))


def report_of(plan: FeedPlan) -> ImportReport:
    """Return what a plan brings, in the words of every import."""
    return ImportReport(
        plan.show.title,
        plan.show.slug,
        plan.counts,
        sum(change.before is None for change in plan.changes),
        sum(change.before is not None for change in plan.changes),
        plan.problems,
    )


def _read(source: FeedSource, *, new_id: Callable[[], UUID], now: datetime) -> ImportedShow:
    """Read all pages of a feed as one: the first tells of the show, and a guid counts where it comes first."""
    first, *rest = (
        read_podcast(page, source.where, new_id=new_id, now=now, address=source.address) for page in source.pages
    )
    if not rest:
        return first
    known = {item.episode.guid for item in first.items}
    items, problems = list(first.items), list(first.problems)
    for page in rest:
        items += (
            replace(item, episode=replace(item.episode, show_id=first.show.id))
            for item in page.items
            if item.episode.guid not in known
        )
        known |= {item.episode.guid for item in page.items}
        problems += page.problems
    seasons = {season.number: season for page in (*reversed(rest), first) for season in page.show.seasons}
    show = replace(first.show, seasons=tuple(seasons[number] for number in sorted(seasons)))
    return replace(first, show=show, items=tuple(items), problems=tuple(dict.fromkeys(problems)))


def _shelf_of(shelves: Sequence[Shelf], source: FeedSource, imported: ImportedShow, slug: str) -> Shelf | None:
    """Find the show that the feed was imported into before, or that it is to be brought into."""
    addresses = {address for address in (source.address, source.moved_from, imported.show.origin) if address}
    found = next((one for one in shelves if one.show.origin in addresses), None)
    if found is None and imported.has_guid:
        found = next((one for one in shelves if one.show.guid == imported.show.guid), None)
    if not slug:
        return found
    named = next((one for one in shelves if one.show.slug == slug), None)
    if found is not None and found is not named:
        raise UsageError(
            f"was imported before, as the show {found.show.slug}", where=source.where, fix=f"leave out {slug}"
        )
    if named is not None and named is not found and named.show.origin:
        raise UsageError(
            f"is the show of another feed ({named.show.origin})", where=slug, fix="give another short name"
        )
    if named is None and (not SLUG.match(slug) or len(slug) > 64):
        raise UsageError("is not a short name", where=slug, fix="use a-z, 0-9 and hyphens, at most 64 characters")
    return named


def resolved(imported: ImportedShow, people: FeedPeople) -> ImportedShow:
    """Put persons in the place of names."""
    participants, extras = people.resolve(imported.people)
    show = replace(imported.show, participants=participants, extras=(*imported.show.extras, *extras))
    items = []
    for item in imported.items:
        if item.people is None:
            items.append(item)
            continue
        own, extras = people.resolve(item.people)
        # Feeds repeat the people of the show on each item; so does the writer.
        is_repeated = set(participants) <= set(own)
        own = tuple(one for one in own if one not in participants) if is_repeated else own
        episode = replace(item.episode, people=own, extras=(*item.episode.extras, *extras))
        items.append(replace(item, episode=episode))
    return replace(imported, show=show, items=tuple(items))


def _free_slug(ws: Workspace, wanted: str, shelves: Sequence[Shelf]) -> str:
    """Return ``wanted``, or with a number where a show or a folder has that name."""
    taken = {one.show.slug for one in shelves}
    for number in range(1, len(taken) + 1000):
        name = wanted if number == 1 else f"{wanted[:58]}-{number}"
        if name not in taken and not (ws.episodes_root / name).exists():
            return name
    raise UsageError("is taken", where=wanted, fix="give the import a short name of its own")


def _episodes(
    here: Shelf, before: ImportedShow | None, now: ImportedShow, problems: list[Problem]
) -> tuple[list[Change], list[tuple[UUID, ImportedItem]]]:
    known = {episode.guid: episode for episode in here.episodes}
    last = {item.episode.guid: item.episode for item in before.items} if before else {}
    changes, items, retracted = [], [], 0
    for item in now.items:
        episode = known.get(item.episode.guid)
        if episode is None:
            added = replace(item.episode, show_id=here.show.id)
            changes.append(Change(None, added))
            items.append((added.id, item))
        elif episode.state is EpisodeState.RETRACTED:
            retracted += 1
        else:
            after = _episode(episode, last.get(episode.guid), item.episode, problems)
            if after != episode:
                changes.append(Change(episode, after))
            items.append((episode.id, item))
    if retracted:
        problems.append(
            Problem(
                "feed-episode-retracted",
                Severity.HINT,
                here.show.title,
                f"{retracted} of the feed’s items were taken back here, and stay so",
                "publish them again one by one if you want them",
            )
        )
    return changes, items


def _episode(here: Episode, before: Episode | None, now: Episode, problems: list[Problem]) -> Episode:
    where = f"“{here.title or here.guid}”"
    if not here.file:
        return merged(here, before, now, EPISODE_FIELDS, where, problems)
    if before and before.remote and now.remote and before.remote.url != now.remote.url:
        problems.append(
            Problem(
                "feed-audio-changed",
                Severity.HINT,
                where,
                "the feed has other audio now; the file here stays",
                "remove the file and import again if you want it",
                (here.id,),
            )
        )
    return merged(here, before, now, [name for name in EPISODE_FIELDS if name != "remote"], where, problems)


def _memory(ws: Workspace, show: Show) -> Path:
    return ws.state / "imports" / f"{show.id}.xml"


def _remembered(ws: Workspace, show: Show, people: FeedPeople) -> ImportedShow | None:
    """Return the feed as it was imported last, None where nobody knows."""
    try:
        pages = tuple(_memory(ws, show).read_bytes().split(_PAGE_END))
        before = _read(FeedSource(pages, "", show.origin), new_id=ws.new_id, now=ws.now())
    except (OSError, FormatError):
        return None
    return resolved(before, people)


def _told(ws: Workspace, imported: ImportedShow, source: FeedSource, is_known: bool) -> list[Problem]:
    """What the user should know about the feed as a whole."""
    found = []
    if imported.is_locked and not is_known:
        owner = f" Its owner is {label(imported.locked_by)}." if imported.locked_by else ""
        found.append(
            Problem(
                "feed-locked",
                Severity.WARNING,
                source.where,
                f"the feed is locked against being moved.{owner}",
                "import it only if it is yours (--mine)",
            )
        )
    moved = imported.show.new_feed_url
    if moved and not moved.startswith(ws.config.site) and moved not in (source.address, imported.address):
        found.append(
            Problem(
                "feed-moved",
                Severity.WARNING,
                source.where,
                f"the feed says it has moved to {moved}",
                f"confkit import {moved}",
            )
        )
    if source.moved_from:
        found.append(
            Problem(
                "feed-moved-permanently",
                Severity.HINT,
                source.moved_from,
                f"has moved for good to {source.address}",
                "use that address from now on",
            )
        )
    if imported.next_page and len(source.pages) == 1 and not source.address:
        found.append(
            Problem(
                "feed-has-more-pages",
                Severity.WARNING,
                source.where,
                f"goes on at {imported.next_page}; a file holds one page only",
                "import it by its address",
            )
        )
    return found
