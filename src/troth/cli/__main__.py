"""The door: finds the command, imports only that one, and turns every outcome into an exit code."""

from __future__ import annotations

import sys

from troth import __version__

LONG_USAGE = 4
"""Lines of a usage that is told before the one line which says what is wrong."""
SELDOM = 100_000
"""New objects after which Python looks for cycles: we make millions of values that have none, and end soon."""
TYPE_CHECKING = False
if TYPE_CHECKING:  # ``troth --version`` imports nothing that it does not need, typing included
    import argparse
    from collections.abc import Sequence
    from typing import Any, NoReturn


def run() -> NoReturn:
    """Entry point of the ``troth`` program."""
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code; never lets a traceback out unless ``TROTH_DEBUG`` is set."""
    if list(argv) in (["--version"], ["-V"]):
        print(f"troth {__version__}")
        return 0
    from troth.cli import boundary

    return boundary.guard(lambda: _command(argv))


def _command(argv: Sequence[str]) -> int:
    import gc

    from troth import kept_patterns

    gc.set_threshold(SELDOM, 50, 100)
    kept_patterns.recall()  # before a command is imported, and with it the reader
    arguments = parser(argv).parse_args(list(argv) or ["--help"])
    code: int = arguments.run(arguments)
    return code


def parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """The parser for ``argv``: the command it names in full, the others by name and help alone."""
    import argparse
    from importlib import import_module

    from troth.cli.commands import COMMANDS

    asked = next((word for word in argv if not word.startswith("-")), "")
    root = argparse.ArgumentParser(
        prog="troth",
        description="Troth keeps the promises in your SECURITY.md.",
        epilog="Exit codes: 0 as promised, 1 a promise is broken or something was found, 2 wrong use, "
        "3 internal error, 4 nothing was found, but not all could be looked at. troth COMMAND --help says more.",
    )
    root.add_argument("-V", "--version", action="version", version=f"troth {__version__}")
    subparsers = root.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=_command_parser())
    for name, help_ in COMMANDS.items():
        if name == asked:
            import_module(f"troth.cli.{name}").add(subparsers)
        else:
            subparsers.add_parser(name, help=help_)
    return root


def _command_parser() -> type[argparse.ArgumentParser]:
    """A parser of one command, which tells its own usage where a word is too many, not that of the whole program."""
    import argparse

    class CommandParser(argparse.ArgumentParser):
        def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
            found, left = super().parse_known_args(args, namespace)
            if left:
                self.error(f"unrecognized arguments: {' '.join(left)}")
            return found, left

        def error(self, message: str) -> NoReturn:
            """Tell what is wrong; a long usage would bury it."""
            if self.format_usage().count("\n") > LONG_USAGE:
                self.exit(2, f"{self.prog}: error: {message}\n{self.prog} --help tells its options\n")
            super().error(message)

    return CommandParser


if __name__ == "__main__":
    run()
