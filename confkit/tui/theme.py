"""The three themes: dark, light, and one in the terminal's own sixteen colours.

Each has one accent; red, amber and green only ever mean bad, look and good. Every pair of text and background has a
contrast of at least 4.5:1 (WCAG 2.2, 1.4.3), which the tests compute.
"""

from textual.theme import BUILTIN_THEMES, Theme

DARK = "confkit-dark"
LIGHT = "confkit-light"
ANSI = "confkit-ansi"

# What the style sheets use beside Textual's own variables.
VARIABLES: dict[str, dict[str, str]] = {
    DARK: {
        "muted": "#9aa3b0",
        "frame": "#3a414d",
        "cursor": "#2b3a4d",
        "cursor-text": "#f2f5f9",
        "cursor-blurred": "#242a33",
        "hover": "#20252d",
        "good": "#8fc78a",
        "warn": "#e3b866",
        "bad": "#f0868c",
    },
    LIGHT: {
        "muted": "#565d67",
        "frame": "#c3c8cf",
        "cursor": "#cfe2ec",
        "cursor-text": "#10222c",
        "cursor-blurred": "#e6eaee",
        "hover": "#eef1f4",
        "good": "#256428",
        "warn": "#7d4e00",
        "bad": "#a81e22",
    },
    ANSI: {
        "muted": "ansi_default",
        "frame": "ansi_bright_black",
        "cursor": "ansi_blue",
        "cursor-text": "ansi_bright_white",
        "cursor-blurred": "ansi_default",
        "hover": "ansi_default",
        "good": "ansi_green",
        "warn": "ansi_yellow",
        "bad": "ansi_red",
    },
}


def _theme(name: str, *, dark: bool, background: str, surface: str, foreground: str, accent: str) -> Theme:
    own = VARIABLES[name]
    return Theme(
        name=name,
        dark=dark,
        primary=accent,
        secondary=accent,
        accent=accent,
        foreground=foreground,
        background=background,
        surface=surface,
        panel=surface,
        success=own["good"],
        warning=own["warn"],
        error=own["bad"],
        variables={
            **own,
            "border": accent,
            "border-blurred": own["frame"],
            "block-cursor-background": own["cursor"],
            "block-cursor-foreground": own["cursor-text"],
            "block-cursor-blurred-background": own["cursor-blurred"],
            "block-cursor-blurred-foreground": foreground,
            "block-hover-background": own["hover"],
            "input-selection-background": own["cursor"],
            "scrollbar": own["frame"],
            "scrollbar-hover": own["muted"],
            "scrollbar-active": accent,
            "scrollbar-background": background,
            "scrollbar-background-hover": background,
            "scrollbar-background-active": background,
            "scrollbar-corner-color": background,
        },
    )


THEMES: tuple[Theme, ...] = (
    _theme(DARK, dark=True, background="#15181d", surface="#1b1f26", foreground="#d5dae1", accent="#7cc3e0"),
    _theme(LIGHT, dark=False, background="#fbfbf9", surface="#f1f2f2", foreground="#23272d", accent="#0a6180"),
    Theme(
        name=ANSI,
        ansi=True,
        dark=True,
        primary="ansi_cyan",
        secondary="ansi_cyan",
        accent="ansi_cyan",
        success="ansi_green",
        warning="ansi_yellow",
        error="ansi_red",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables={
            **BUILTIN_THEMES["ansi-dark"].variables,
            **VARIABLES[ANSI],
            "border": "ansi_cyan",
            "border-blurred": "ansi_bright_black",
            "block-cursor-background": "ansi_blue",
            "block-cursor-foreground": "ansi_bright_white",
        },
    ),
)


def theme_named(name: str) -> str:
    """Return the theme that a configuration's word (``dark``, ``light``, ``ansi``) stands for; dark for any other."""
    wanted = f"confkit-{name}"
    return wanted if wanted in VARIABLES else DARK
