"""The one door to files of chapters: JSON, Podlove Simple Chapters, Audacity labels, lines of time and title."""

import re
from collections.abc import Callable

from confkit.domain.problem import Problem
from confkit.domain.recording import Chapter

_JSON = re.compile(rb"\s*(?:\{|\[\s*[\]{])")
_MARK = b"\xef\xbb\xbf"


def read_chapters_file(
    data: bytes, name: str, where: str, *, report: Callable[[Problem], None] | None = None
) -> tuple[Chapter, ...]:
    """Return the chapters in ``data``, ascending by start; ``name`` is its file name, ``where`` names it in errors.

    The content decides where it is unmistakable, else the name. A chapter without a usable start is left out and given
    to ``report``. Raises FormatError, TruncatedInput, LimitExceeded above 5 MiB or 10,000 chapters.
    """
    # A form costs its import only when it is read.
    suffix = name.lower().rpartition(".")[2]
    head = data[:4096].removeprefix(_MARK)
    if _JSON.match(head) or suffix == "json":
        from confkit.codecs.chapters_json import read_chapters as read
    elif head.lstrip().startswith(b"<") or head.startswith((b"\xff\xfe<", b"\xfe\xff\0<")) or suffix in ("psc", "xml"):
        from confkit.codecs.chapters_psc import read_psc as read
    elif _is_audacity(head):
        from confkit.codecs.chapters_lines import read_audacity as read
    else:
        from confkit.codecs.chapters_lines import read_lines as read
    return read(data, where, report=report)


def _is_audacity(head: bytes) -> bool:
    from confkit.codecs.chapters_lines import is_audacity

    return is_audacity(head)
