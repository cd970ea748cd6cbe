"""One job that runs one tool: its steps, in words that every host understands."""

from __future__ import annotations

import msgspec


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A command with the folder it runs in, or an action (of GitHub) with its inputs.

    ``outside``: it runs outside of the checkout, so that no file of the project chooses its toolchain.
    """

    run: str = ""
    uses: str = ""
    inputs: tuple[tuple[str, str], ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    directory: str = ""
    outside: bool = False


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """``language`` is set up first, ``history`` checks out the whole past.

    ``rights`` are permissions beyond reading the code. ``unless`` and ``only`` are names of events (of GitHub) on which
    it does not run, or alone runs. ``image`` is the container it runs in on GitLab, "" for that of the language.
    ``version_file`` tells the version of the language, ``artifacts`` are files that GitLab keeps.
    """

    tool: str
    steps: tuple[Step, ...]
    language: str = ""
    version_file: str = ""
    history: bool = False
    rights: tuple[tuple[str, str], ...] = ()
    only: str = ""
    unless: str = ""
    image: str = ""
    artifacts: tuple[str, ...] = ()
    minutes: int = 20


class NoJobError(Exception):
    """The tool cannot be run in this tree; the message says why."""
