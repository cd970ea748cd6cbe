"""``troth init --ci``: what makes the promises true, as edits of the tree that are shown or written."""

from __future__ import annotations

import argparse

from troth.terms.errors import RefusedEditError


def show_or_write(arguments: argparse.Namespace) -> int:
    """Show the files for the host ``arguments.ci``, or write them where ``arguments.write`` says so.

    Raises:
        TrothError: the tree or a policy cannot be read, or a file cannot be written.
    """
    raise RefusedEditError(f"nothing can be written for {arguments.ci} yet")
