"""Licences by SPDX identifier, with the address and the title that readers are shown.

Identifiers: SPDX licence list, https://spdx.org/licenses/. Feeds name a licence by its lower-case identifier
(Podcasting 2.0, ``podcast:license``).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """A known licence."""

    id: str
    title: str
    url: str


_CC = "https://creativecommons.org"
_TITLES = {
    "by": "Attribution",
    "by-sa": "Attribution-ShareAlike",
    "by-nd": "Attribution-NoDerivatives",
    "by-nc": "Attribution-NonCommercial",
    "by-nc-sa": "Attribution-NonCommercial-ShareAlike",
    "by-nc-nd": "Attribution-NonCommercial-NoDerivatives",
}


def _creative_commons() -> dict[str, Licence]:
    known: dict[str, Licence] = {}
    for version in ("3.0", "4.0"):
        for short, title in _TITLES.items():
            name = f"CC-{short.upper()}-{version}"
            known[name.lower()] = Licence(
                name, f"Creative Commons {title} {version}", f"{_CC}/licenses/{short}/{version}/"
            )
    known["cc0-1.0"] = Licence("CC0-1.0", "Creative Commons Zero 1.0 (public domain)", f"{_CC}/publicdomain/zero/1.0/")
    return known


KNOWN_LICENCES = _creative_commons()


def licence_named(text: str) -> Licence | None:
    """Return the licence that ``text`` names by identifier, title or Creative Commons address, or None."""
    wanted = text.strip().lower()
    if wanted in KNOWN_LICENCES:
        return KNOWN_LICENCES[wanted]
    spelled = wanted.replace(" ", "-")
    if spelled in KNOWN_LICENCES:
        return KNOWN_LICENCES[spelled]
    address = wanted.removeprefix("http://").removeprefix("https://").removeprefix("www.").rstrip("/")
    for licence in KNOWN_LICENCES.values():
        if wanted == licence.title.lower():
            return licence
        if address.startswith(licence.url.removeprefix("https://").rstrip("/")):
            return licence
    return None
