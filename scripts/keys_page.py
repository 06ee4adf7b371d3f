"""Write docs/keys.md anew from the registry of actions: ``python -m scripts.keys_page``."""

from pathlib import Path

from confkit.files import atomic_write
from confkit.tui.keys_page import keys_page


def main() -> None:
    """Write the page."""
    atomic_write(Path(__file__).parents[1] / "docs" / "keys.md", keys_page().encode())


if __name__ == "__main__":
    main()
