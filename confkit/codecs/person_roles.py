"""The roles of people in feeds: confkit's words for them, and the Podcast Taxonomy's (https://podcasttaxonomy.com).

Of the taxonomy's groups only the cast has roles here. The crew (editors, designers …) is kept as it stands in the feed.
"""

from confkit.domain.person import Role

# Group "cast": who speaks at a conference is the guest of the show, who moderates there leads the conversation of this
# one episode.
ROLES = {Role.HOST: "host", Role.GUEST: "guest", Role.SPEAKER: "guest", Role.MODERATOR: "guest host"}
# The way back, and those of the cast that come nearest to a host. Podcasting 2.0: without a role it is "host".
EXACT = {"host": Role.HOST, "guest": Role.GUEST, "guest host": Role.MODERATOR}
_NEAR = {"": Role.HOST, "co-host": Role.HOST}


def nearest_role(role: str, group: str) -> Role | None:
    """Return the role here that comes closest to one of the taxonomy, None for one who is no voice of the show."""
    if (group.strip().lower() or "cast") != "cast":
        return None
    name = role.strip().lower()
    return EXACT.get(name) or _NEAR.get(name, Role.GUEST)
