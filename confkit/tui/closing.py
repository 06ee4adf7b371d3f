"""Closing a screen when a job is through, which may take a while: by then it can be covered by others, or be gone.

``Screen.dismiss`` closes whatever is on top, so only what the user does on a screen may call it; what follows from a
job calls ``close``.
"""

from functools import partial
from typing import TypeVar

from textual.screen import Screen

T = TypeVar("T")

# What a form says to who wants to leave it meanwhile.
SAVING = "It is being saved; it closes by itself."

# In seconds: how often it is looked whether what covers a screen is gone.
_AGAIN = 0.1


def close(screen: Screen[T], result: T) -> None:
    """Close ``screen`` with its result: at once, or as soon as the screens above it are closed; never another one."""
    stack = screen.app.screen_stack
    if screen is stack[-1]:
        screen.dismiss(result)
    elif screen in stack:
        # What is typed into a form above it stays.
        screen.set_timer(_AGAIN, partial(close, screen, result))
