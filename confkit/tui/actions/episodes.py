"""Actions for episodes: releasing, tags, merging with a file, transcripts."""

from confkit.tui.actions.action import (
    EPISODES,
    Action,
    Group,
    Scope,
    on_episode,
    on_heard,
    only,
    with_show,
)
from confkit.tui.section import Section

ON_EPISODES: tuple[Action, ...] = (
    Action(
        "publish", "Publish", ("p",), "Let the episode into the feed with the next build.",
        Group.EPISODE, "episodes:publish", sections=EPISODES,
        when=lambda s: on_episode(s) and s.state != "published", footer=True, single=True,
    ),
    Action(
        "tags.write", "Tags…", ("w",), "Show what would change in the audio file's tags, then write them; one or all.",
        Group.EPISODE, "tags:write", sections=EPISODES, when=on_heard, footer=True, single=True,
    ),
    Action(
        "merge", "Merge…", ("m",), "Choose between what was changed here and what was changed in the audio file.",
        Group.EPISODE, "tags:merge", sections=only(Section.EPISODES, Section.PROBLEMS), when=lambda s: s.is_torn,
        footer=True,
    ),
    Action(
        "link", "Link…", ("l",), "Say which session the episode is a recording of, or that it is of none.",
        Group.EPISODE, "episodes:link", sections=EPISODES, when=on_episode, footer=True,
    ),
    Action(
        "schedule.episode", "Schedule…", ("P",), "Let the episode into the feed once a time has come.",
        Group.EPISODE, "episodes:schedule", sections=EPISODES, when=on_episode,
    ),
    Action(
        "retract", "Retract", ("r",), "Take the episode out of the feed with the next build; nothing is lost.",
        Group.EPISODE, "episodes:retract", sections=EPISODES, when=lambda s: on_episode(s) and s.state != "retracted",
    ),
    Action(
        "number", "Number", ("number_sign",), "Give the episode the season and number that come next.",
        Group.EPISODE, "episodes:number", sections=EPISODES, when=on_episode,
    ),
    Action(
        "new.recording", "New from session…", ("N",), "Make a draft for a session that has no recording yet.",
        Group.EPISODE, "episodes:new_from_session", sections=EPISODES, when=with_show, anywhere=True,
    ),
    Action(
        "tags.restore", "Restore tags…", ("W",), "Write back the tags that the file had before confkit's first write.",
        Group.EPISODE, "tags:restore", sections=EPISODES, when=on_heard,
    ),
    Action(
        "folder", "Open folder", ("f",), "Open the folder of the audio, or copy its path where that can't be done.",
        Group.EPISODE, "outside:open_folder", sections=EPISODES, when=with_show,
    ),
    Action(
        "feed.address", "Feed's address", ("a",), "Show where the show's feed will be found, and copy it.",
        Group.EPISODE, "outside:feed_address", sections=EPISODES, when=with_show, anywhere=True,
    ),
    Action(
        "chapters", "Chapters", ("c",), "Edit the chapters of the episode on a time line, over its waveform.",
        Group.EPISODE, "listening:chapters", sections=EPISODES, when=on_episode, footer=True,
    ),
    Action(
        "transcript", "Transcript", ("T",), "Read and search what is said in the episode, with times and speakers.",
        Group.EPISODE, "listening:transcript", sections=EPISODES, when=on_episode,
    ),
)  # fmt: skip

TAGS: tuple[Action, ...] = (
    Action("tags.go", "Write", ("enter",), "Write what is shown into the files.", Group.ANSWER, "write", Scope.TAGS,
           footer=True),
    Action("tags.all", "One or all", ("a",), "Show the tags of all episodes of the show, or of the one again.",
           Group.VIEW, "toggle_all", Scope.TAGS, footer=True),
    Action("tags.former", "Restore", ("r",), "Show what restoring the former tags would change, or leave that again.",
           Group.VIEW, "toggle_restore", Scope.TAGS, footer=True),
    Action("tags.close", "Close", ("escape", "q"), "Close without writing.", Group.ANSWER, "close", Scope.TAGS,
           footer=True),
)  # fmt: skip

MERGE: tuple[Action, ...] = (
    Action("merge.save", "Merge", ("ctrl+s", "enter"), "Make one edit of what is chosen; fields left open stay open.",
           Group.ANSWER, "save", Scope.MERGE, footer=True),
    Action("merge.here", "Here", ("left",), "Keep the value that was edited here.", Group.EDIT, "choose('here')",
           Scope.MERGE, footer=True),
    Action("merge.file", "File", ("right",), "Take the value that the file has.", Group.EDIT, "choose('file')",
           Scope.MERGE, footer=True),
    Action("merge.all_here", "All here", ("h",), "Keep everything that was edited here.", Group.EDIT,
           "choose_all('here')", Scope.MERGE, footer=True),
    Action("merge.all_file", "All file", ("f",), "Take everything that the file has.", Group.EDIT,
           "choose_all('file')", Scope.MERGE, footer=True),
    Action("merge.down", "Next field", ("down", "tab"), "Go to the next field.", Group.MOVE, "move(1)", Scope.MERGE),
    Action("merge.up", "Previous field", ("up", "shift+tab"), "Go to the previous field.", Group.MOVE, "move(-1)",
           Scope.MERGE),
    Action("merge.close", "Close", ("escape",), "Leave everything as it is.", Group.ANSWER, "close", Scope.MERGE,
           footer=True),
)  # fmt: skip

TRANSCRIPT: tuple[Action, ...] = (
    Action("transcript.search", "Search", ("/",), "Show only what holds the words you type.", Group.GO, "search",
           Scope.TRANSCRIPT, footer=True),
    Action("transcript.close", "Close", ("escape", "q", "T"), "Show everything again, or close.", Group.ANSWER, "close",
           Scope.TRANSCRIPT, footer=True),
)  # fmt: skip
