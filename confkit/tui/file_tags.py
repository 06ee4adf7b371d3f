"""The tags of an episode's file beside its fields, where the two say something else."""

from collections.abc import Iterator

from textual.content import Content

from confkit.domain.bridge import EpisodeView
from confkit.services.tag_merging import conflicts_of
from confkit.services.tagging import changes_of
from confkit.tui import safe_text, words
from confkit.tui.tones import Tone

_LONGEST = 200


class FileTags:
    """What the file of one episode says, for the fields in which it differs from what the episode shows."""

    def __init__(self, view: EpisodeView) -> None:
        self._changes = {change.field: change.old for change in changes_of(view)}
        self._torn = [conflict.field for conflict in conflicts_of(view)]

    def differ(self, field: str) -> bool:
        """Whether the file says something else."""
        return field in self._changes

    def beside(self, field: str) -> Iterator[Content]:
        """The line below a field that tells what the file says; none where it says nothing."""
        old = self._changes.get(field, "")
        if not old:
            return
        if field == "chapters":
            old = words.count(len(old.splitlines()), "chapter")
        yield Content.styled(f"  file: {safe_text.line(old[:_LONGEST])}", Tone.MUTED)

    def hints(self) -> Iterator[Content]:
        """Which key does something about it."""
        if not self._changes and not self._torn:
            return
        yield Content("")
        if self._torn:
            yield Content.styled(f"! changed here and in the file: {', '.join(self._torn)}", Tone.WARN)
            yield Content.assemble(("→ ", Tone.ACCENT), ("m chooses between the two", Tone.MUTED))
        if self._changes:
            fields = words.count(len(self._changes), "tag")
            verb = "differs" if len(self._changes) == 1 else "differ"
            yield Content.assemble((f"{fields} of the file {verb}; ", Tone.MUTED), ("w", Tone.ACCENT), " writes them")
