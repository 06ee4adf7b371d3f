"""The closed lists of values that feeds use: languages, media, roles, types.

Languages: ISO 639-1. Media, transcripts, live states: Podcasting 2.0. Roles and groups: the Podcast Taxonomy
(https://podcasttaxonomy.com). Enclosures: Apple's podcast requirements.
"""


def words(text: str, between: str | None = None) -> frozenset[str]:
    """Return the words of ``text``; a list of two hundred names is read more easily in lines than in a column."""
    return frozenset(text.split(between))


LANGUAGES = words(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "
    "en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu "
    "ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na "
    "nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so "
    "sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)

MAIN_MEDIA = ("podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course")
# An L behind it makes it a list of items of that medium.
MEDIA = frozenset((*MAIN_MEDIA, *(f"{name}L" for name in MAIN_MEDIA), "mixed"))

# What Apple takes as the main enclosure, by the extension of the file.
ENCLOSURE_TYPES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/x-m4a",
    "mp4": "video/mp4",
    "m4v": "video/x-m4v",
    "mov": "video/quicktime",
    "pdf": "application/pdf",
}
PICTURE_EXTENSIONS = frozenset({"jpg", "jpeg", "png"})
TRANSCRIPT_TYPES = frozenset({"text/vtt", "application/x-subrip", "application/json", "text/html", "text/plain"})
LIVE_STATES = frozenset({"pending", "live", "ended"})

GROUPS = words(
    "creative direction, cast, writing, audio production, audio post-production, administration, visuals, "
    "community, misc., video production, video post-production",
    ", ",
)
ROLES = words(
    "director, assistant director, executive producer, senior producer, producer, associate producer, "
    "development producer, creative director, host, co-host, guest host, guest, voice actor, narrator, announcer, "
    "reporter, author, editorial director, co-writer, writer, songwriter, guest writer, story editor, "
    "managing editor, script editor, script coordinator, researcher, editor, fact checker, translator, transcriber, "
    "logger, studio coordinator, technical director, technical manager, audio engineer, remote recording engineer, "
    "post production engineer, audio editor, sound designer, foley artist, composer, theme music, music production, "
    "music contributor, production coordinator, booking coordinator, production assistant, content manager, "
    "marketing manager, sales representative, sales manager, graphic designer, cover art designer, "
    "social media manager, consultant, intern, camera operator, lighting designer, camera grip, assistant camera, "
    "assistant editor",
    ", ",
)
