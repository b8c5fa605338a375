"""Start the program: ``python main.py [--lab gan] [file ...]``."""

import sys


def main() -> int:
    """Parse nothing here: importing the playground is what costs time."""
    from playground.app import main as run

    return run(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
