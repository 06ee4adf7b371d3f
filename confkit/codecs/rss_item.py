"""One episode as an RSS item, rendered once and composed into every feed that holds it.

A feed of ten thousand episodes is rendered in less time than other libraries need for the plain half of it; so what
most episodes don't have costs one look at an empty field here, and nothing else.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache

from confkit.codecs import rss_podcasting as podcasting
from confkit.codecs.person_roles import ROLES
from confkit.codecs.rss_addresses import FeedAddresses
from confkit.codecs.rss_chapters import ChapterForms, chapter_forms
from confkit.codecs.rss_extras import NO_EXTRAS, extras_of
from confkit.codecs.rss_outdated import outdated_in_item
from confkit.codecs.rss_podcasting import LONGEST_DISPLAY, LONGEST_NAME, licence, persons, unless_replaced
from confkit.codecs.show_notes import DESCRIPTION_LIMIT, description_html, item_html, notes_html
from confkit.codecs.xml_text import Html, cdata, element, escape, link_element, quoted, quoted_address, shortened
from confkit.domain.bridge import EpisodeView, Source
from confkit.domain.errors import InvalidValue
from confkit.domain.person import Credit
from confkit.domain.podcasting import RemoteAudio
from confkit.domain.recording import Recording
from confkit.domain.show import Episode

# Most values of a feed; Podcasting 2.0 allows its names less.
LONGEST = 255
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NO_CHAPTERS = ChapterForms()
_quoted_type = lru_cache(maxsize=64)(quoted)
_LENGTH_OF_ISO = len("2027-04-09T10:00:00+02:00")
_LINE = "\n"


def render_item(view: EpisodeView, *, address: FeedAddresses, hosts: Sequence[Credit] = ()) -> bytes:
    """Return the ``<item>`` of an episode.

    ``hosts`` are the people of the show: an app that finds persons on an item shows only those, so they are repeated on
    each. Raises InvalidValue for an episode without audio: no app could play it.
    """
    episode, key = view.episode, view.episode.id
    audio, url = enclosure_of(view, address)
    title = shortened(view.title, LONGEST) or "Untitled"
    escaped = escape(title)
    forms = chapter_forms(view.chapters, title) if view.chapters else _NO_CHAPTERS
    description, notes = _words(view, forms)
    extras = extras_of(episode.extras) if episode.extras else NO_EXTRAS
    people = _everybody(hosts, view.people)
    duration = round(audio.duration.total_seconds())
    outdated = outdated_in_item(view, extras)
    is_plain = extras is NO_EXTRAS and not view.show.extras
    own = persons(people) if is_plain else persons(people, extras.cast, extras_of(view.show.extras).cast)
    own += _files(view, forms, address)
    if view.licence:
        own += unless_replaced(extras, "license", licence(view.licence), outdated)
    if view.talk:
        place = podcasting.location(view.talk.event.location, is_of_recording=True)
        own += unless_replaced(extras, "location", place, outdated)
    if episode.soundbites or episode.discussions or episode.texts:
        own += _more(episode)
    numbers = _numbers(view, extras.singles - outdated)
    if extras is not NO_EXTRAS:
        own += extras.beside(own, outdated)
    picture = (address.images.get(key) if address.images else "") or extras.picture
    return (
        f"<item>\n<title>{escaped}</title>\n<itunes:title>{escaped}</itunes:title>\n"
        f"{element('itunes:subtitle', shortened(view.subtitle, LONGEST)) if view.subtitle else ''}"
        f'<guid isPermaLink="false">{escape(episode.guid.strip())}</guid>\n'
        f"<pubDate>{rfc2822(view.date)}</pubDate>\n"
        f"{link_element(_link(view, address))}"
        f'<enclosure url={quoted_address(url)} length="{audio.size}" type={_quoted_type(audio.media_type)}/>\n'
        f"{cdata('description', description)}"
        f"{cdata('content:encoded', notes) if notes is not description and notes != description else ''}"
        f"{f'<itunes:duration>{duration}</itunes:duration>{_LINE}' if duration > 0 else ''}"
        f"<itunes:explicit>{'true' if view.explicit else 'false'}</itunes:explicit>\n"
        f"<itunes:episodeType>{episode.kind.value}</itunes:episodeType>\n"
        f"{numbers}{element('itunes:author', _author(view.people))}"
        f"{_picture(picture) if picture else ''}"
        f"{own}</item>\n"
    ).encode()


def enclosure_of(view: EpisodeView, address: FeedAddresses) -> tuple[Recording | RemoteAudio, str]:
    """Return the audio of an episode and where it is; raises InvalidValue where it has none."""
    audio = view.audio
    url = audio.url if isinstance(audio, RemoteAudio) else address.enclosure.get(view.episode.id, "")
    if audio is None or not url:
        raise InvalidValue("has no audio", where=view.title, fix="add its audio file, or make it a draft")
    return audio, url


def _everybody(hosts: Sequence[Credit], people: Sequence[Credit]) -> tuple[Credit, ...]:
    """The hosts first; a tag that names one of them again without an address is not another person."""
    if not hosts:
        return tuple(people)
    known = {(host.name, host.role) for host in hosts}
    return (*hosts, *(credit for credit in people if (credit.name, credit.role) not in known))


def _numbers(view: EpisodeView, replaced: frozenset[str]) -> str:
    """Apple's numbers and Podcasting 2.0's; of the latter those that no extra says."""
    season, number, parts = view.season, view.number, ""
    if season is not None and season > 0:
        names = view.show.seasons
        name = next((one.name for one in names if one.number == season), "") if names else ""
        named = f" name={quoted(shortened(name, LONGEST_NAME))}" if name else ""
        parts = f"<itunes:season>{season}</itunes:season>\n"
        if "season" not in replaced:
            parts += f"<podcast:season{named}>{season}</podcast:season>\n"
    if number is not None and number > 0:
        display = shortened(view.episode.display, LONGEST_DISPLAY)
        shown = f" display={quoted(display)}" if display else ""
        parts += f"<itunes:episode>{number}</itunes:episode>\n"
        if "episode" not in replaced:
            parts += f"<podcast:episode{shown}>{number}</podcast:episode>\n"
    return parts


def _picture(image: str) -> str:
    return f"<itunes:image href={quoted_address(image)}/>\n"


def _files(view: EpisodeView, forms: ChapterForms, address: FeedAddresses) -> str:
    """Chapters, transcripts and other encodings: what lies beside the audio on the web."""
    key, parts = view.episode.id, forms.simple
    if view.chapters and (chapters := address.chapters.get(key, "")):
        kind = 'type="application/json+chapters"'
        parts = f"<podcast:chapters url={quoted_address(chapters)} {kind}/>\n{parts}"
    if address.transcripts and key in address.transcripts:
        parts += "".join(map(podcasting.transcript, address.transcripts[key]))
    if address.alternates and key in address.alternates:
        parts += "".join(map(podcasting.alternate, address.alternates[key]))
    return parts


def _more(episode: Episode) -> str:
    return "".join(
        (
            *map(podcasting.soundbite, episode.soundbites),
            *map(podcasting.discussion, episode.discussions),
            *map(podcasting.txt, episode.texts),
        )
    )


def rfc2822(moment: datetime) -> str:
    """Return an aware time as RFC 2822 wants it: English names and a numeric zone."""
    text = moment.isoformat(timespec="seconds")
    if len(text) != _LENGTH_OF_ISO:  # the zone has seconds, which RFC 2822 can't say
        moment = moment.astimezone(UTC)
        text = moment.isoformat(timespec="seconds")
    day = f"{_DAYS[moment.weekday()]}, {text[8:10]} {_MONTHS[moment.month]} {text[:4]}"
    return f"{day} {text[11:19]} {text[19:22]}{text[23:25]}"


def _words(view: EpisodeView, forms: ChapterForms) -> tuple[Html, Html]:
    """Description and full notes, both with the chapters as time stamps."""
    text = view.description if view.description.strip() else view.subtitle
    if not forms.stamps:
        return item_html(text)
    notes = notes_html(text)
    if not forms.short:
        return description_html(notes), Html(notes + forms.stamps)
    description = description_html(notes, limit=DESCRIPTION_LIMIT - len(forms.stamps.encode()))
    return Html(description + forms.stamps), Html(notes + forms.stamps)


def _author(people: Sequence[Credit]) -> str:
    if len(people) == 1:
        return shortened(people[0].name, LONGEST) if people[0].role in ROLES else ""
    names = dict.fromkeys(credit.name for credit in people if credit.role in ROLES)
    return shortened(", ".join(names), LONGEST)


def _link(view: EpisodeView, address: FeedAddresses) -> str:
    """The episode's page: the address that belongs to it, else the show's."""
    if view.link and view.sources.get("link") is not Source.SHOW:
        return view.link
    return view.link or address.link
