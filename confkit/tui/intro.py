"""What each part of the screen is about, in a few plain sentences: the beginning of its help.

Keys are not told here, except where they are the point: those of the registry follow below.
"""

from confkit.tui.actions.action import Scope, Situation
from confkit.tui.section import Section

# The workspace, its lists and the grid are told by section and situation; see ``about``.
BY_SECTION = (Scope.WORKSPACE, Scope.LIST, Scope.GRID)
INTRO: dict[Scope, str] = {
    Scope.MAP: "All rooms, one below the other, and the whole time across; where there are many rooms, two share a "
    "line of half blocks. The frame is what the grid shows. ✗ and ! begin what is in conflict. The mouse moves the "
    "cursor, a click goes to the place on the grid.",
    Scope.TRAY: "What has no time or room yet, side by side. Pick a session up, and carry it to its place in the grid.",
    Scope.BETTER: "The three places where the session would be best off, each with its reasons. Nothing moves before "
    "you take one.",
    Scope.SEQUENCE: "The sessions that are ticked are placed one after the other, in the order in which they stand "
    "here, each for its planned length, with the gap between two. Times and conflicts are shown as they would come "
    "out. Nothing is placed before you say so; then all of it is one edit.",
    Scope.SEARCH: "Rows that hold every word stay. Problems: severity:error, code:room-overlap, is:silenced. History: "
    "by:amira, kind:undo, is:undone, number:17. F1 shows this while you type.",
    Scope.FORM: "Every field is checked as you type; what is wrong stands below it. Nothing is written before you "
    "save, and a save is one edit that can be undone. F1 shows this while you type.",
    Scope.BULK: "One form for everything that is marked. Only what you change here is set, of all of them, as one "
    "edit; a field in which they differ says so, and is left alone until you change it. What would be done, and what "
    "could not be, stands below. F1 shows this while you type.",
    Scope.QUESTION: "Nothing happens before you answer yes. Escape leaves everything as it is.",
    Scope.ASKING: "Type, then enter. Escape leaves without doing anything. F1 shows this while you type.",
    Scope.IMPORTING: "Type a path or an address, then enter. A programme becomes an event of its own, or comes into "
    "the event that is open, which keeps its title, days and rules: what is known by its id, a person also by the "
    "name, is updated, the rest is added, nothing is removed. It is one edit, which undo takes back. F1 shows this "
    "while you type.",
    Scope.CHOOSING: "Type a few letters to see only the rows that hold them; enter takes the one under the cursor. F1 "
    "shows this while you type.",
    Scope.TICKING: "What is ticked is chosen; you can tick as many as you like. A click ticks, too.",
    Scope.FILTER: "Only sessions that fit what is ticked are shown. Choices of one field are alternatives: one of "
    "them is enough; what is chosen in several fields must all hold. The number at a choice says how many sessions it "
    "would leave. The search line says the same in words, such as track:craft,care.",
    Scope.BREAK: "A break is one session with a place in each room that is ticked, and is added as one edit. What is "
    "in the way is named while you fill it in, and stays where it is.",
    Scope.TAGS: "What writing tags would change in the audio files, as old and new. Nothing is written before you say "
    "so; undo brings the former tags back.",
    Scope.MERGE: "The episode was changed both here and in its audio file. Choose for each field what counts.",
    Scope.CHAPTERS: "The cursor is a time: the arrows move it, and so does choosing a chapter. Zoom in to place it "
    "exactly. Nothing is saved before you say so; then everything is one edit, which undo takes back.",
    Scope.PASTING: "Chapters from a text: a time and a title on each line. What can't be read is told as you type.",
    Scope.TRANSCRIPT: "What is said in the episode, line by line. Choosing a line goes to its time where there is an "
    "editor to go to.",
    Scope.SIGN_UPS: "Places go in the order in which people signed up; who comes later waits, and moves up when "
    "somebody withdraws. Each slot of a consultation is booked by itself. Every step is saved at once, and undo takes "
    "it back.",
    Scope.SELECTION: "Everything that was proposed, ranked by its reviews: the mean of the scores, or the places in "
    "the reviewers' own lists (0 is the top, 1 the end), which don't mind how strict somebody is. ± is how much "
    "reviewers disagree. Mark proposals: the quotas show at once what accepting them would mean. Deciding about them "
    "is one edit.",
    Scope.REVIEWING: "Digits give your score at once, in place of the one you gave before. What others think is "
    "hidden until then, so that it doesn't lead you. Each score and each comment is one edit, which undo takes back.",
    Scope.COLUMNS: "The columns of the table, what each is taken for, and what it says in the first rows. Change what "
    "was taken wrongly; a column that is left out is not read. Nothing is brought in before you say so.",
    Scope.DAY: "What runs in each room now and what is next, with the time that is left, how late the room is, and "
    "who of the people has arrived (✓) or not (○). Late is what starts or ends later than it was planned this morning.",
    Scope.SIGN: "The sign beside the door: what runs in the room, until when, and what is next. It follows every "
    "change by itself, and shows only what is public.",
    Scope.PAPER: "Door sheets, cue cards or a timetable, into a file: HTML to be printed by a browser, or plain text. "
    "No e-mail address and no internal note is on any of them. A file that is there is not replaced before you were "
    "asked.",
    Scope.LATE: "What runs in the room ends so many minutes later, and what comes after it that day begins later by "
    "them; what shifts is shown while you type. A pinned session stays and stops it. It is one edit, which undo takes "
    "back.",
    Scope.WORK: "Long work goes on in the background; it can be stopped, and then leaves nothing half written.",
    Scope.JUMP: "Type the letters that stand over what you want to go to.",
    Scope.READING: "The arrows scroll; escape closes.",
}

PUSH = (
    "Everything that begins after the session in its room, on that day, moves by so many minutes, as one edit. Fewer "
    "than none pull it earlier: each as far as the room is free, and not into the day before. Pinned sessions stay, "
    "and a push stops at the first of them; what was held back is told. F1 shows this while you type."
)
RULE = (
    "How much one rule for schedules matters at this event: as an error, a warning or a hint, or not at all. A rule "
    "that is off is silent, and stays listed under is:silenced, where it can be given a voice again. The numbers are "
    "what the rule goes by, for the whole event. A save is one edit that can be undone."
)

_ABOUT: dict[Section, str] = {
    Section.SESSIONS: "Every talk, workshop, panel and break of the event. A session without a time waits for a place.",
    Section.SPEAKERS: "Everybody of the workspace, once; the persons of this event come first.",
    Section.SCHEDULE: "What takes place when and where, then what waits for a place.",
    Section.ROOMS: "Where sessions take place, with seats and equipment.",
    Section.EPISODES: "What the show's feed holds: each with its audio file, and where its texts come from.",
    Section.PROBLEMS: "What is wrong or looks wrong, errors first. Enter goes to what it is about. How much a rule "
    "for schedules matters is the event's to say.",
    Section.HISTORY: "Every change, newest first: who, when and what, field by field beside the list. Undo takes back "
    "your own last one, also after a restart; an older one can be taken back where no later one changed the same "
    "things, and otherwise those are named.",
}
_GRID = (
    "One day of the schedule. A block is a session, as long as it takes, in the colour and with the sign of its track; "
    "✗ and ! stand before what is in conflict, ⊙ before what is pinned. Pick one up, carry it with the arrows, drop it."
)
_CARRYING = (
    "You are carrying a session, and nothing is changed before you drop it. The places where it would be in conflict "
    "are shown as you go; escape puts it back."
)
_SHAPING = (
    "When rooms, or a speaker, have time, drawn over the schedule. Start a window, stretch it with the arrows, also "
    "into other days, and keep it open, or close that time. Without any window a room or person is always available. "
    "Each change is one edit."
)
_MARKED = (
    "Some things are marked: what is done to the marked ones is done to all of them, as one edit, also to those that a "
    "search hides. What must stay as it is, such as what is pinned, is named."
)


def about(situation: Situation) -> str:
    """What a section of the workspace is about, as it is used at present."""
    if situation.shaping:
        return _SHAPING
    if situation.carrying:
        return _CARRYING
    told = _GRID if situation.in_grid else _ABOUT[situation.section]
    return f"{told} {_MARKED}" if situation.marked else told
