"""Write ``docs/troth.1``, the man page, from the parsers of the commands and a few words of our own.

The page has no date: it would change by itself. Layout: man-pages(7).
"""

from __future__ import annotations

import argparse
import re
import sys
from importlib import import_module
from pathlib import Path

from argparse_manpage.manpage import Manpage

from troth import __version__
from troth.cli.commands import COMMANDS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "troth.1"
NAME = "check whether the promises in SECURITY.md are true"
WORDS = {
    "STANDINGS": """\
.TP
.B kept
proven now, by a line or a result that is shown
.TP
.B at risk
true today, but nothing enforces it, or it ends soon
.TP
.B broken
contradicted, by a line that is shown
.TP
.B unproven
neither; it says what would settle it
.TP
.B noted
advice or discretion, never judged
""",
    "EXIT STATUS": """\
.TP
.B 0
as promised
.TP
.B 1
a promise is broken, or something was found
.TP
.B 2
wrong use, or a policy that cannot be read
.TP
.B 3
internal error
.TP
.B 4
nothing was found, but not all could be looked at
""",
    "FILES": """\
.TP
.I SECURITY.md
the policy; it may lie in .github/ or docs/, too
.TP
.I troth.toml
what the project tells Troth: its promises one by one, waivers, settings
.TP
.I troth-baseline.json
how the promises stood when Troth was adopted
.TP
.I attestations/
what people vouch for
.TP
.I .troth/
results of audits; not for the repository
""",
    "ENVIRONMENT": """\
.TP
.B NO_COLOR
no colour, whatever the terminal
.TP
.B TROTH_ADVISORIES
the index of advisories
.TP
.B TROTH_DEBUG
a traceback instead of the message of an internal error
""",
    "EXAMPLES": """\
.TP
.B troth check
judge the policy of the checkout you stand in
.TP
.B troth explain SECURITY.md:31
say what proves the promise on that line
.TP
.B troth init --accept-current
adopt it as it is; from then on only changes speak
""",
}


def page() -> str:
    """The whole page, as man(7) macros."""
    root = argparse.ArgumentParser(prog="troth", description="Troth keeps the promises in your SECURITY.md.")
    subparsers = root.add_subparsers(title="commands", metavar="COMMAND")
    for name in COMMANDS:
        import_module(f"troth.cli.{name}").add(subparsers)
    written = str(Manpage(root, format="single-commands-section")).replace("\r", "")
    lines = [line for line in written.splitlines() if not line.startswith(".TH")]
    head = f'.TH TROTH 1 "" "troth {__version__}" "User Commands"'
    body = "\n".join(lines).strip().replace(".SH NAME\ntroth", f".SH NAME\ntroth \\- {NAME}", 1)
    body = re.sub(r"\n+\.SH\n", "\n.SH ", body)
    own = "".join(f".SH {title}\n{words}" for title, words in WORDS.items())
    return _ascii(f"{head}\n{body}\n{own}")


def _ascii(text: str) -> str:
    """``text`` with every other character as groff names it (groff_char(7))."""
    return "".join(each if each.isascii() else f"\\[u{ord(each):04X}]" for each in text)


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
