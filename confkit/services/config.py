"""What the installation is: the settings in ``confkit.toml``."""

import re
import tomllib
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from confkit.domain.errors import FormatError, WorkspaceError
from confkit.files import read_regular

CONFIG_NAME = "confkit.toml"
PLACEHOLDER_SITE = "https://example.org/"
# A page of settings; anything longer is something else, and is not parsed.
_LARGEST = 64 << 10

# What `confkit init` writes.
TEMPLATE = f"""\
# A confkit workspace. Planning data is in the database under .confkit/, audio in episodes/, output in public/.

# The address that public/ will be served at; feeds and calendars hold it.
site = "{PLACEHOLDER_SITE}"

# Who you are in the history; by default your login name.
# author = "Amira Hart"

# A team can share one database: install confkit-studio[postgres] and give its address.
# database = "postgresql+psycopg://confkit@db.example.org/confkit"

# Whether an audio file that appears in episodes/ goes into the feed at once ("published") or waits ("draft").
# new_episodes = "published"

# The folder that `confkit build` writes, relative to this file.
# output = "public"

# How many episodes a page of a feed holds (feed.xml, feed-2.xml …); 0 for all on one page.
# feed_page_size = 500

# Whether each feed is also written as feed-alias.xml, for apps that know the podcast namespace by its other address.
# alias_feed = false

# The look of the terminal UI: "dark", "light" or "ansi" (the terminal's own colours).
# theme = "dark"
"""

_CHOICES = {"new_episodes": ("published", "draft"), "theme": ("dark", "light", "ansi")}


@dataclass(frozen=True, slots=True)
class Config:
    """The settings; ``site`` always ends with a slash, ``database`` empty means the embedded one.

    ``feed_page_size`` is in episodes, 0 for feeds of one page.
    """

    site: str = PLACEHOLDER_SITE
    author: str = ""
    database: str = ""
    new_episodes: str = "published"
    output: str = "public"
    theme: str = "dark"
    feed_page_size: int = 500
    alias_feed: bool = False


_KINDS = {field.name: type(field.default) for field in fields(Config)}
_WANTED = {str: ("text", '"…"'), int: ("a number", "500"), bool: ("true or false", "true")}
_NUMBER = re.compile(r"[0-9]{1,6}\Z")


def read_config(path: Path) -> Config:
    """Read ``confkit.toml``; raises WorkspaceError that names the line or the key."""
    try:
        data = tomllib.loads(read_regular(path, largest=_LARGEST).decode())
    except FormatError as error:
        raise WorkspaceError(error.what, where=error.where, fix=error.fix) from error
    except OSError as error:
        raise WorkspaceError(
            f"can't be read ({error.strerror})", where=str(path), fix="check its permissions"
        ) from error
    except RecursionError as error:
        raise WorkspaceError("is nested too deeply", where=str(path), fix="look for stray brackets") from error
    except ValueError as error:  # no TOML, no UTF-8, or a number of thousands of digits
        raise WorkspaceError(f"is not valid TOML: {error}", where=str(path), fix="correct that line") from error
    known = {field.name for field in fields(Config)}
    for key, value in data.items():
        if key not in known:
            near = get_close_matches(key, known, 1)
            raise WorkspaceError(
                f"has an unknown setting {key!r}",
                where=str(path),
                fix=f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(sorted(known))}",
            )
        data[key] = value = _value(key, value, path)
        if key in _CHOICES and value not in _CHOICES[key]:
            raise WorkspaceError(
                f"{key} can't be {value!r}", where=str(path), fix=f"use one of {', '.join(_CHOICES[key])}"
            )
    config = Config(**data)
    _check(config, path)
    return Config(**{**data, "site": config.site.rstrip("/") + "/"})


def _value(key: str, value: object, path: Path) -> str | int | bool:
    """Return a value as what the setting is; a number or a yes may stand in quotation marks too."""
    kind = _KINDS[key]
    if kind is bool and (value in ("yes", "no") or isinstance(value, bool)):
        return value in ("yes", True)
    if kind is int and isinstance(value, (int, str)) and not isinstance(value, bool) and _NUMBER.match(str(value)):
        return int(value)
    if kind is str and isinstance(value, str):
        return value
    what, example = _WANTED[kind]
    raise WorkspaceError(f"{key} must be {what}", where=str(path), fix=f"write {key} = {example}")


def _check(config: Config, path: Path) -> None:
    try:
        site = urlsplit(config.site)
        sound = site.scheme in ("http", "https") and bool(site.hostname) and not site.query and not site.fragment
    except ValueError:
        sound = False
    if not sound or not config.site.isascii():
        raise WorkspaceError(
            f"site {config.site!r} is not a web address", where=str(path), fix="write it as https://example.org/"
        )
    output = Path(config.output)
    if (
        output.is_absolute()
        or ".." in output.parts
        or output.parts[:1] in ((), ("events",), ("episodes",), (".confkit",))
    ):
        raise WorkspaceError(
            f"output {config.output!r} is not a folder of its own inside the workspace",
            where=str(path),
            fix='write output = "public", or use `confkit build --out DIR` for a folder elsewhere',
        )
