"""Write docs/inventory.md: every lockfile that is read, what it tells and what it cannot."""

from __future__ import annotations

from pathlib import Path

from troth.evidence.inventory import UNREAD
from troth.evidence.lockfiles import READERS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "inventory.md"
OPENING = """\
# Inventory

`troth inventory [PATH]` lists the packages that the lockfiles of a folder name, or those of one lockfile. `--json`
prints every component with its purl, its line, whether the project itself asks for it, one shortest path of what brings
it in, its scope, its origin, its checksums and its licence, as far as the file tells them; `--list`, `--direct` and
`--ecosystem` do so for people. Nothing is installed, run or downloaded.

What a file cannot tell is a gap with a name, never a guess: a requirement without `==`, a version that nothing states,
a form that is newer than Troth, a merge that is not finished, a manifest that asks for packages without a lockfile.
A file is read up to 4 MiB and 200,000 entries.

A component has one of these origins: `registry`, `git`, `url`, `path`, `workspace` (the project's own), `toolchain`
(the standard library and the tools of a language), `unknown`. What does not come from the usual registry says so in its
purl: `vcs_url`, `download_url` or `repository_url`. The address where npm, yarn or pnpm fetched an archive is no part
of the purl, since mirrors serve the same package. Files below `vendor`, `testdata` and the like are read too, with
`"own": false`.

## Formats

`direct`, `scope`, `checksums` and `licence`: whether the file tells them.

| file | ecosystem | components | direct | scope | checksums | licence | what it cannot tell |
|---|---|---|---|---|---|---|---|
"""
CLOSING = """
## Known and not read

| file | why |
|---|---|
"""


def rendered() -> str:
    """The page."""
    rows = [
        f"| {', '.join(f'`{glob}`' for glob in reader.globs)} | {reader.ecosystem} | {reader.entries} "
        f"| {reader.direct} "
        f"| {reader.scope} | {reader.checksums} | {reader.licences} | {reader.cannot} |"
        for reader in READERS
    ]
    unread = [f"| `{name}` | {why} |" for name, why in UNREAD.items()]
    others = "| `bun.lockb` | it is binary; a gap |\n| any other `*.lock` | its kind is not known; a gap |"
    return OPENING + "\n".join(rows) + "\n" + CLOSING + "\n".join([*unread, others]) + "\n"


if __name__ == "__main__":
    PAGE.write_text(rendered(), encoding="utf-8")
