"""Reading one proposal after the other, with what reviewers think of it, and reviewing it with a digit."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from confkit.domain.person import Person, Role
from confkit.domain.planning.standings import Standing
from confkit.domain.programme import Programme
from confkit.domain.review import Review
from confkit.domain.rule_settings import RuleOptions
from confkit.tui import safe_text, words
from confkit.tui.actions.action import Scope, Situation
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.closing import close
from confkit.tui.detail import reflowed
from confkit.tui.footer import KeyLine
from confkit.tui.glyphs import STATUS
from confkit.tui.header import TopLine
from confkit.tui.section import Section
from confkit.tui.selection.asking import ask_comment
from confkit.tui.selection.desk import Desk
from confkit.tui.selection.rows import track_of, type_of
from confkit.tui.tones import Tone


class ReadingScreen(Screen[UUID]):
    """A proposal and its reviews; the result is the proposal that was read last."""

    CSS_PATH = "selection.tcss"
    BINDINGS = bindings(Scope.REVIEWING)
    AUTO_FOCUS = "#text"

    def __init__(self, desk: Desk, ids: Sequence[UUID], first: UUID, *, names: bool) -> None:
        super().__init__()
        self.desk = desk
        self._ids = tuple(ids)
        self._at = self._ids.index(first)
        self._known = desk.found.standing[first]
        self._names = names
        # None: as usual, hidden until one's own score is given.
        self._others: bool | None = None
        self._top = TopLine(id="top")
        self._text = VerticalScroll(Static(id="proposal"), id="text", classes="pane")

    @property
    def standing(self) -> Standing:
        """The proposal that is read."""
        # Somebody may have removed it: until the screen is closed, it is as it was last.
        self._known = self.desk.found.standing.get(self._ids[self._at]) or self._known
        return self._known

    @property
    def shows_others(self) -> bool:
        """Whether the reviews of others are shown."""
        return self.standing.score is not None if self._others is None else self._others

    def compose(self) -> ComposeResult:
        """The text, and the keys."""
        yield self._top
        yield self._text
        yield KeyLine(action for action in in_scope(Scope.REVIEWING) if action.footer)

    def on_mount(self) -> None:
        """Show the first one, and what changes."""
        self.desk.changed.append(self._changed)
        self._show()

    def on_unmount(self) -> None:
        """Listen no more."""
        if self._changed in self.desk.changed:
            self.desk.changed.remove(self._changed)

    def _changed(self) -> None:
        if self._ids[self._at] in self.desk.found.standing:
            self._show()
        else:  # somebody removed it meanwhile, or undo did
            close(self, self._ids[self._at])

    def _show(self) -> None:
        desk, one = self.desk, self.standing
        content = proposal_content(desk.programme, one, names=self._names, others=self.shows_others)
        self.query_one("#proposal", Static).update(content)
        self._text.border_title = Content(f"Proposal {self._at + 1:,} of {len(self._ids):,}")
        # Where the text is long the reviews are out of sight; that a score was taken must be seen.
        scale = self.desk.programme.event.options
        own = f"your score: {stars(one.score, scale)} {one.score}" if one.score is not None else ""
        hidden = "" if self._names else "names are hidden"
        self._text.border_subtitle = Content.styled(" · ".join(filter(None, (hidden, own))), Tone.ACCENT)
        reviewer = desk.found.reviewer
        right = f"{desk.left:,} to review as {safe_text.line(reviewer.name)[:30]}" if reviewer else ""
        self._top.show(desk.programme.event.title, "review", right, Tone.MUTED)

    # Reviewing

    def action_score(self, score: int) -> None:
        """Give a score."""
        self.desk.score(self.standing.session.id, score)

    def action_comment(self) -> None:
        """Ask for a comment."""
        ask_comment(self.desk, self.standing.session.id)

    def action_undo(self) -> None:
        """Take back the last edit."""
        self.desk.undo()

    # Going

    def action_next(self, by: int) -> None:
        """Go to the next proposal that is not reviewed, in the direction of ``by``."""
        standing, at = self.desk.found.standing, self._at + by
        while 0 <= at < len(self._ids):
            one = standing.get(self._ids[at])
            if one is not None and one.to_review:
                self._go(at)
                return
            at += by
        self.desk.confkit.tell(f"There is none to review {'after' if by > 0 else 'before'} this one in the list.")

    def action_step(self, by: int) -> None:
        """Go to the next proposal."""
        at = self._at + by
        if 0 <= at < len(self._ids) and self._ids[at] in self.desk.found.standing:
            self._go(at)

    def _go(self, at: int) -> None:
        self._at = at
        self._others = None
        self._text.scroll_to(y=0, animate=False)
        self._show()

    # Looking

    def action_toggle_others(self) -> None:
        """Show the reviews of others, or hide them."""
        others = not self.shows_others
        self._others = None if others is (self.standing.score is not None) else others
        self._show()

    def action_toggle_names(self) -> None:
        """Hide names, or show them."""
        self._names = not self._names
        self._show()

    def action_close(self) -> None:
        """Go back to the list."""
        self.dismiss(self._ids[self._at])

    def action_help(self) -> None:
        """Explain what can be done here."""
        from confkit.tui.help_screen import ScopeHelp
        from confkit.tui.intro import INTRO

        self.app.push_screen(ScopeHelp(Situation(Section.SESSIONS), Scope.REVIEWING, INTRO[Scope.REVIEWING]))

    def action_palette(self) -> None:
        """Find what can be done here by typing."""
        from confkit.tui.palette import Palette, scope_commands

        self.app.push_screen(Palette(providers=[scope_commands(Scope.REVIEWING)], placeholder="A command…"))


def proposal_content(programme: Programme, one: Standing, *, names: bool, others: bool) -> Content:
    """A proposal as a page: what it is, its texts, its people unless names are hidden, its reviews."""
    session = one.session
    glyph, tone = STATUS[session.status]
    facts = (
        type_of(programme, session),
        track_of(programme, session),
        words.minutes(programme.length(session)),
        session.language,
        "" if session.level == "any" else session.level,
        ", ".join(session.tags),
    )
    parts = [
        Content.assemble((safe_text.line(session.title), Tone.BRIGHT)),
        Content.assemble(
            (f"{glyph} ", tone),
            str(session.status),
            (safe_text.line("".join(f" · {fact}" for fact in facts if fact)), Tone.MUTED),
        ),
    ]
    if session.subtitle:
        parts.append(Content(safe_text.line(session.subtitle)))
    parts += _people(programme, one, names=names)
    for title, text in (("", session.abstract), ("Description", session.description), ("Notes", session.notes)):
        if text.strip():
            parts += [_heading(title), Content(reflowed(safe_text.lines(text.strip())))]
    if not session.abstract.strip() and not session.description.strip():
        parts += [Content(""), Content.styled("Nothing is written about it yet.", Tone.MUTED)]
    return Content("\n").join((*parts, *_reviews(programme, one, names=names, others=others)))


def _heading(title: str) -> Content:
    return Content.assemble("\n", (title, Tone.ACCENT)) if title else Content("")


def _people(programme: Programme, one: Standing, *, names: bool) -> Iterator[Content]:
    people: list[tuple[Person, Role]] = [
        (programme.person[part.person_id], part.role)
        for part in one.session.participants
        if part.person_id in programme.person and part.role is not Role.REVIEWER
    ]
    if not people:
        return
    yield _heading("People")
    if not names:
        yield Content.styled(f"{words.count(len(people), 'person', 'persons')}, hidden (H shows them)", Tone.MUTED)
        return
    for person, role in people:
        about = "".join(f", {each}" for each in (person.organisation, "" if role is Role.SPEAKER else role) if each)
        yield Content.assemble((safe_text.line(person.name), Tone.BRIGHT), (safe_text.line(about), Tone.MUTED))
        if person.biography.strip():
            yield Content.styled(safe_text.lines(person.biography.strip()), Tone.MUTED)


def _reviews(programme: Programme, one: Standing, *, names: bool, others: bool) -> Iterator[Content]:
    reviews = programme.reviews_of.get(one.session.id, ())
    own = one.own
    yield _heading("Your review")
    if one.is_own:
        yield Content.styled("You take part in it, and can't review it.", Tone.MUTED)
    elif own is None:
        yield Content.styled(f"None yet: {_digits(programme.event.options)} gives a score, c a comment.", Tone.MUTED)
    else:
        yield _review(own, "You", programme.event.options)
    rest = [review for review in reviews if own is None or review.id != own.id]
    yield _heading(f"Reviews of others · {len(rest)}")
    if rest and not others:
        yield Content.styled("Hidden until you have given a score (v shows them).", Tone.MUTED)
    elif rest:
        if one.mean is not None and one.spread is not None:
            ranks = f"mean {one.mean:.2f} · median rank {one.median_rank:.2f} · ± {one.spread:.1f}"
            yield Content.styled(ranks, Tone.MUTED)
        for review in rest:
            person = programme.person.get(review.person_id)
            yield _review(review, person.name if person else "somebody", programme.event.options)
    else:
        yield Content.styled("None.", Tone.MUTED)


def _review(review: Review, name: str, scale: RuleOptions) -> Content:
    head = Content.assemble(
        (stars(review.score, scale), Tone.ACCENT),
        f" {'–' if review.score is None else review.score}  ",
        (safe_text.line(name), Tone.BRIGHT),
        (f"  {words.stamp(review.at)}", Tone.MUTED),
    )
    return Content.assemble(head, "\n", safe_text.lines(review.comment.strip())) if review.comment.strip() else head


def stars(score: int | None, scale: RuleOptions) -> str:
    """Draw a score: ``★★★☆☆``."""
    if score is None:
        return "–" * scale.highest_score
    # A score from before the scale was changed may lie beyond it.
    return "★" * score + "☆" * (scale.highest_score - score)


def _digits(scale: RuleOptions) -> str:
    """Which keys give a score: ``1 to 5``."""
    ten = " (0 is ten)" if scale.highest_score == 10 else ""
    return f"{scale.lowest_score} to {scale.highest_score}{ten}"
