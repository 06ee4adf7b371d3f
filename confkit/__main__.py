"""``python -m confkit`` is the command ``confkit``."""

from confkit.cli.main import main

if __name__ == "__main__":
    main()
