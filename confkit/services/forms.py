"""The one registry of editable fields: forms, ``session edit`` and the documentation are made from it.

A field is edited as text, as a person types it (``confkit.services.field_text`` reads and writes the text of each
kind). Filling a form never raises: what is wrong comes back as problems whose ``where`` is the name of the field.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from confkit.domain.bridge import EpisodeView
from confkit.domain.edit import Entity, cleaned
from confkit.domain.errors import InvalidValue
from confkit.domain.event import Event, Room, SessionKind, SessionType, Track
from confkit.domain.person import Person
from confkit.domain.problem import Problem, Severity
from confkit.domain.review import Review
from confkit.domain.rule_settings import USUAL
from confkit.domain.session import Consent, Level, Session, Status
from confkit.domain.show import Episode, EpisodeKind, EpisodeState, Show, ShowKind
from confkit.domain.sign_up import SignUp
from confkit.domain.validation import field_problems
from confkit.services.field import Field, FieldKind, FormContext
from confkit.services.field_text import read_text, write_text
from confkit.services.words import plain

__all__ = [
    "Field",
    "FieldKind",
    "Filled",
    "FormContext",
    "choices_of",
    "fields_of",
    "fill",
    "offers_of",
    "placeholder_of",
    "texts_of",
]


@dataclass(frozen=True, slots=True)
class Filled:
    """What a filled form means: the entity, persons named in it that are new, and what is wrong with it."""

    entity: Entity
    new_persons: tuple[Person, ...] = ()
    problems: tuple[Problem, ...] = ()


def _own(name: str, label: str, kind: FieldKind, help: str) -> Field:
    """A field of an episode that, left empty, follows the session, the tags or the show."""
    return Field(name, label, kind, help, follows=True)


def _option(name: str, label: str, kind: FieldKind, help: str) -> Field:
    """What the rules for schedules go by at an event."""
    return Field(name, label, kind, help, required=True, attribute=f"options.{name.replace('-', '_')}")


K = FieldKind
_FIELDS: dict[type[Entity], tuple[Field, ...]] = {
    Session: (
        Field("title", "Title", K.LINE, "what the programme calls it", required=True),
        Field("subtitle", "Subtitle", K.LINE),
        Field("status", "Status", K.CHOICE, "where it stands", enum=Status),
        Field("type", "Type", K.REFERENCE, "talk, workshop, panel…; gives the usual length", attribute="type_id"),
        Field("track", "Track", K.REFERENCE, "the theme it belongs to", attribute="track_id"),
        Field("people", "People", K.PEOPLE, "such as Amira Hart, Ben Okafor (moderator)", attribute="participants"),
        Field("abstract", "Abstract", K.TEXT, "a paragraph for the programme; Markdown"),
        Field("description", "Description", K.TEXT, "everything else worth knowing; Markdown"),
        Field("language", "Language", K.LINE, "a code such as en or de; empty for the event's"),
        Field("level", "Level", K.CHOICE, "what attendees should know beforehand", enum=Level),
        Field("minutes", "Minutes", K.MINUTES, "planned length; empty for the type's", attribute="duration"),
        Field("tags", "Tags", K.LIST, "separated by commas"),
        Field("links", "Links", K.LINKS, "one a line: Title <https://…>"),
        Field("audience", "Expected audience", K.INTEGER, "a guess, to choose a room", attribute="expected_audience"),
        Field("capacity", "Capacity", K.INTEGER, "how many can take part"),
        Field("equipment", "Equipment", K.LIST, "what the room must have, separated by commas"),
        Field("consent", "Recording consent", K.CHOICE, "whether the speakers agreed to a recording", enum=Consent),
        Field("licence", "Licence", K.LINE, "of the recording, such as CC-BY-4.0"),
        Field("not-with", "Not beside", K.NAMES, "sessions that must not run at the same time", attribute="not_with"),
        Field("stream", "Live stream", K.LINE, "the address where it can be followed live"),
        Field("notes", "Internal notes", K.TEXT, "never published"),
    ),
    Person: (
        Field("name", "Name", K.LINE, "as it is shown in public", required=True),
        Field("organisation", "Organisation", K.LINE),
        Field("biography", "Biography", K.TEXT, "Markdown"),
        Field("email", "E-mail", K.LINE, "kept private"),
        Field("links", "Links", K.LINKS, "one a line: Title <https://…>"),
        Field("picture", "Picture", K.LINE, "a file name or web address"),
        Field("availability", "Availability", K.AVAILABILITY, "never, or one a line: 2026-10-08 09:00 - 12:00"),
        Field("apart", "Apart from", K.NAMES, "who must not be in a session at the same time; never published"),
        Field("notes", "Internal notes", K.TEXT, "never published"),
    ),
    Room: (
        Field("name", "Name", K.LINE, required=True),
        Field("capacity", "Capacity", K.INTEGER, "how many people it holds"),
        Field("equipment", "Equipment", K.LIST, "separated by commas"),
        Field("description", "Description", K.TEXT, "how to get there"),
        Field("position", "Position", K.NUMBER, "0 comes first"),
        Field("availability", "Availability", K.WINDOWS, "empty for always; one a line: 2026-10-08 09:00 - 18:00"),
        Field("ways", "Ways", K.WAYS, "minutes to other rooms and back, one a line: Lab: 5"),
        Field("parallel", "Sessions at once", K.NUMBER, "how many it holds; more than 1 for posters", required=True),
    ),
    Track: (
        Field("name", "Name", K.LINE, required=True),
        Field("colour", "Colour", K.LINE, "as #rrggbb"),
        Field("description", "Description", K.TEXT),
        Field("position", "Position", K.NUMBER, "0 comes first"),
        Field("quota", "Quota", K.MINUTES, "minutes planned for it at the whole event"),
        Field("quota-number", "Quota in sessions", K.INTEGER, "how many are planned", attribute="quota_number"),
        Field("rooms", "Rooms", K.NAMES, "where its sessions belong; empty for any"),
        Field("first-day", "First day", K.DATE, "of its sessions; empty for that of the event", attribute="first_day"),
        Field("last-day", "Last day", K.DATE, "of its sessions; empty for that of the event", attribute="last_day"),
    ),
    SessionType: (
        Field("name", "Name", K.LINE, required=True),
        Field("minutes", "Minutes", K.MINUTES, "usual length", required=True, attribute="length"),
        Field("kind", "Kind", K.CHOICE, "what the rules take it for", enum=SessionKind),
        Field("position", "Position", K.NUMBER, "0 comes first"),
        Field("quota", "Quota", K.MINUTES, "minutes planned for all of them"),
        Field("quota-number", "Quota in sessions", K.INTEGER, "how many are planned", attribute="quota_number"),
    ),
    Review: (
        Field("score", "Score", K.INTEGER, "on the scale of the event, 1 to 5 as a rule; empty for none"),
        Field("comment", "Comment", K.TEXT, "for those who choose; never published"),
    ),
    SignUp: (
        Field("name", "Name", K.LINE, required=True),
        Field("email", "E-mail", K.LINE, "kept private"),
        Field("withdrawn", "Withdrawn", K.FLAG, "no longer wants to come: yes or no"),
        Field("attended", "Attended", K.FLAG, "came to the session: yes or no"),
    ),
    Event: (
        Field("title", "Title", K.LINE, required=True),
        Field("slug", "Short name", K.LINE, "for addresses and commands: a-z, 0-9, hyphens", required=True),
        Field("subtitle", "Subtitle", K.LINE),
        Field("zone", "Time zone", K.LINE, "an IANA name such as Europe/Berlin", required=True),
        Field("first-day", "First day", K.DATE, "2026-10-08", required=True, attribute="first_day"),
        Field("last-day", "Last day", K.DATE, "2026-10-09", required=True, attribute="last_day"),
        Field(
            "day-change",
            "Day change",
            K.TIME,
            "what is earlier belongs to the day before",
            required=True,
            attribute="day_change",
        ),
        Field("opens", "Opens", K.TIME, "when its doors open each day; empty where nobody minds"),
        Field("closes", "Closes", K.TIME, "when they close; earlier than that they open is the next morning"),
        Field("location", "Location", K.LINE, "venue and city"),
        Field("language", "Language", K.LINE, "a code such as en or de"),
        Field("url", "Web address", K.LINE),
        Field("organizer", "Organizer", K.LINE),
        Field("email", "E-mail", K.LINE, "public: calendars name it as the organizer's"),
        Field("licence", "Licence", K.LINE, "of recordings, such as CC-BY-4.0"),
        Field("description", "Description", K.TEXT, "Markdown"),
        Field("links", "Links", K.LINKS, "one a line: Title <https://…>"),
        Field("series", "Series", K.LINE, "what it is one of, such as Health Voices Summit"),
        Field("severities", "Severities", K.SEVERITIES, "how much rules matter, one a line: room-overlap: warning"),
        _option("walking", "Walking time", K.MINUTES, "minutes between rooms whose way is not known"),
        _option("changeover", "Change-over", K.MINUTES, "minutes a room needs between two sessions"),
        _option("sessions-a-day", "Sessions a day", K.NUMBER, "the most for one person"),
        _option("sessions-in-a-row", "Sessions in a row", K.NUMBER, "the most for one person before a rest"),
        _option("rest", "Rest", K.MINUTES, "minutes of rest after sessions in a row"),
        Field("blind", "Blind reviews", K.FLAG, "reviewers don't see names: yes or no", attribute="options.blind"),
        _option("lowest-score", "Lowest score", K.NUMBER, "of the scale of reviews, such as 1 to 5, 0 to 2, 1 to 10"),
        _option("highest-score", "Highest score", K.NUMBER, "the best that a reviewer can give"),
        Field("lengths", "Lengths", K.LENGTHS, "how many sessions of a length are planned, one a line: 45: 12"),
    ),
    Show: (
        Field("title", "Title", K.LINE, required=True),
        Field("slug", "Short name", K.LINE, "the folder in episodes/", required=True),
        Field("description", "Description", K.TEXT, "what it is about; Markdown"),
        Field("author", "Author", K.LINE, "who is named beside the title"),
        Field("language", "Language", K.LINE, "a code such as en or de", required=True),
        Field("categories", "Categories", K.LIST, "Apple's, such as Health & Fitness > Medicine"),
        Field("artwork", "Artwork", K.LINE, "a JPEG or PNG in the show's folder, square, 1400 to 3000 pixels"),
        Field("people", "People", K.PEOPLE, "Amira Hart (host)", attribute="participants"),
        Field("owner-name", "Owner", K.LINE, attribute="owner_name"),
        Field("owner-email", "Owner's e-mail", K.LINE, "public: directories send codes there", attribute="owner_email"),
        Field("explicit", "Explicit", K.FLAG, "yes or no"),
        Field("kind", "Kind", K.CHOICE, "episodic: newest first; serial: in order", enum=ShowKind),
        Field("medium", "Medium", K.LINE, "podcast, course, audiobook…"),
        Field("url", "Web address", K.LINE),
        Field("copyright", "Copyright", K.LINE),
        Field("licence", "Licence", K.LINE, "such as CC-BY-4.0"),
        Field("location", "Location", K.LINE),
        Field("funding", "Funding", K.LINKS, "one a line: Support us <https://…>"),
        Field("locked", "Locked", K.FLAG, "no other service may import it: yes or no"),
        Field("complete", "Complete", K.FLAG, "no more episodes will come: yes or no"),
        Field("block", "Blocked", K.FLAG, "directories must not list it: yes or no"),
        Field("new-feed-url", "New feed address", K.LINE, "when the feed has moved", attribute="new_feed_url"),
        Field("recurrence", "Recurrence", K.LINE, "how often episodes come: FREQ=WEEKLY;BYDAY=MO"),
        Field("rhythm", "Rhythm", K.LINE, "the same in words: every Monday"),
        Field("seasons", "Seasons", K.SEASONS, "their names, one a line: 2: Second year"),
        Field("podroll", "Podroll", K.FEEDS, "shows you recommend, one a line: Title <https://…/feed.xml>"),
        Field("publisher", "Publisher", K.FEED, "the feed of who publishes it: Title <https://…/feed.xml>"),
        Field("texts", "Texts for machines", K.TEXTS, "one a line: [purpose] text, such as [verify] abc"),
        Field("series", "Collects", K.LINE, "the series of events whose recordings it collects"),
    ),
    Episode: (
        _own("title", "Title", K.LINE, "without a number"),
        _own("subtitle", "Subtitle", K.LINE, ""),
        Field("state", "State", K.CHOICE, "only published and due ones are in the feed", enum=EpisodeState),
        Field("session", "Session", K.REFERENCE, "what it is a recording of", attribute="session_id"),
        _own("date", "Date", K.MOMENT, "2026-11-02 09:00"),
        Field("season", "Season", K.INTEGER, follows=True),
        Field("number", "Number", K.INTEGER, follows=True),
        Field("kind", "Kind", K.CHOICE, "full, trailer or bonus", enum=EpisodeKind),
        _own("people", "People", K.PEOPLE, "Amira Hart (host), Ben Okafor (guest)"),
        _own("description", "Show notes", K.TEXT, "Markdown"),
        _own("language", "Language", K.LINE, "a code such as en or de"),
        _own("licence", "Licence", K.LINE, "such as CC-BY-4.0"),
        _own("link", "Link", K.LINE, "a page about the episode"),
        _own("explicit", "Explicit", K.FLAG, "yes or no"),
        _own("chapters", "Chapters", K.CHAPTERS, "one a line: 00:01:30 Title"),
        Field("display", "Shown number", K.LINE, "what apps show instead of the number: Ch. 3"),
        Field("image", "Cover", K.LINE, "a picture in the show's folder; empty for the one beside or in the audio"),
        Field("soundbites", "Soundbites", K.SOUNDBITES, "one a line: 00:12:30 45 Title (start, seconds, title)"),
        Field("discussions", "Discussions", K.DISCUSSIONS, "one a line: https://… @account"),
        Field("texts", "Texts for machines", K.TEXTS, "one a line: [purpose] text"),
        Field("file", "Audio file", K.LINE, "inside episodes/, such as ward-rounds/001.mp3"),
    ),
}  # fmt: skip


def fields_of(kind: type[Entity]) -> tuple[Field, ...]:
    """The fields of a kind of thing that a person can edit, in the order of the form; none where it has no form."""
    return _FIELDS.get(kind, ())


def texts_of(entity: Entity, context: FormContext) -> dict[str, str]:
    """Every field of ``entity`` as the text a person would type."""
    return {field.name: write_text(field, field.value_in(entity), context) for field in fields_of(type(entity))}


def placeholder_of(field: Field, view: EpisodeView | None) -> str:
    """What an empty field of an episode stands for at present, and where that comes from."""
    if view is None or not field.follows:
        return field.help
    source = view.sources.get(field.attribute)
    value = getattr(view, field.attribute, None)
    shown = ", ".join(credit.name for credit in view.people) if field.name == "people" else plain(value)
    return f"{shown}  (from the {source})" if value not in (None, "", ()) and source else field.help


def choices_of(field: Field, context: FormContext) -> tuple[tuple[str, str], ...]:
    """The ``(text to type, label)`` pairs of a field that is a choice; empty where any text goes."""
    if field.kind is FieldKind.CHOICE and field.enum is not None:
        return tuple((str(item.value), str(item.value)) for item in field.enum)
    if field.kind is FieldKind.REFERENCE:
        return tuple((write_text(field, item.id, context), context.label(item)) for item in context.targets(field))
    if field.kind is FieldKind.FLAG:
        return (("yes", "yes"), ("no", "no"))
    return ()


def offers_of(field: Field, context: FormContext | None = None) -> tuple[str, ...]:
    """What is usually typed into a field of free text or a list, to complete it; other texts go too.

    Names of things are known only with the ``context`` of a form.
    """
    if context is not None and field.kind in (FieldKind.NAMES, FieldKind.WAYS):
        from confkit.services.field_names import label_of, named_in

        rooms = context.programme.rooms if context.programme else ()
        items = rooms if field.kind is FieldKind.WAYS else named_in(field, context)
        return tuple(sorted({label_of(item) for item in items}, key=lambda name: (name.casefold(), name)))
    match field.name:
        case "categories":
            from confkit.domain.feed_rules.categories import category_paths

            return category_paths()
        case "medium":
            from confkit.domain.feed_rules.vocabulary import MAIN_MEDIA

            return MAIN_MEDIA
        case "licence":
            from confkit.domain.licence import KNOWN_LICENCES

            return tuple(licence.id for licence in KNOWN_LICENCES.values())
        case "zone":
            from zoneinfo import available_timezones

            return tuple(sorted(available_timezones()))
        case _:
            return ()


def fill(entity: Entity, texts: Mapping[str, str], context: FormContext, *, new_id: Callable[[], UUID]) -> Filled:
    """Return ``entity`` with the fields in ``texts`` set, and every problem of them; fields not in it stay."""
    values: dict[str, object] = {}
    problems: list[Problem] = []
    new_persons: list[Person] = []
    fields = {field.name: field for field in fields_of(type(entity))}
    for name, text in texts.items():
        field = fields.get(name)
        if field is None:
            problems.append(_problem(name, f"there is no field {name!r}", f"use one of {', '.join(fields)}"))
            continue
        try:
            values[field.attribute] = read_text(field, text, context, field.value_in(entity), new_persons, new_id)
        except InvalidValue as error:
            problems.append(_problem(name, error.what, error.fix))
    after = cleaned(_with(entity, values))
    names = {field.attribute: field.name for field in fields.values()}
    broken = {problem.where for problem in problems}
    problems += [
        replace(problem, where=names[problem.where])
        for problem in field_problems(after)
        if problem.where in names and names[problem.where] not in broken
    ]
    if isinstance(after, Review) and "score" in texts and "score" not in broken:
        problems += _off_scale(after, context)
    return Filled(after, tuple(new_persons), tuple(problems))


def _off_scale(review: Review, context: FormContext) -> tuple[Problem, ...]:
    """Only the event knows its scale."""
    scale = context.programme.event.options if context.programme else USUAL
    if review.score is None or scale.takes(review.score):
        return ()
    what = f"{review.score} is not from {scale.lowest_score} to {scale.highest_score}"
    return (_problem("score", what, f"{scale.highest_score} is the best, empty for no score"),)


def _with(entity: Entity, values: Mapping[str, object]) -> Entity:
    """Return ``entity`` with these values; ``options.rest`` is a value of its part ``options``."""
    own = {path: value for path, value in values.items() if "." not in path}
    for path in values.keys() - own.keys():
        part, _, name = path.partition(".")
        own[part] = replace(own.get(part, getattr(entity, part)), **{name: values[path]})  # type: ignore[type-var]
    return replace(entity, **own)  # type: ignore[arg-type]


def _problem(field: str, message: str, fix: str) -> Problem:
    return Problem("invalid-field", Severity.ERROR, field, message, fix)
