"""mix.lock of Elixir (``Mix.Dep.Lock``): one entry of a map on each line."""

from __future__ import annotations

import re

from troth.evidence.lockfiles.reader import Entry, Locked, Reader, gap, locked
from troth.evidence.repository import Repository
from troth.terms.answer import Gap

_HEX = re.compile(
    r'\s*"(?P<key>[^"]+)": ?\{:hex, :"?(?P<name>[\w.@-]+)"?, "(?P<version>[^"]+)", "[0-9a-f]*"(?P<rest>.*)\},?'
)
_GIT = re.compile(r'\s*"(?P<key>[^"]+)": ?\{:git, "(?P<address>[^"]+)", "(?P<commit>[0-9a-f]{7,64})",.*\},?')
_OUTER = re.compile(r'"(?P<repository>[^"]+)", "(?P<outer>[0-9a-f]{64})"$')
_NEED = re.compile(r"\{:\"?([\w.@-]+)\"?,")


def read(_: Repository, path: str, text: str) -> Locked:
    """Read one file."""
    entries, gaps, asked = list[Entry](), list[Gap](), list[list[str]]()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() in ("", "%{", "}", "%{}"):
            continue
        package, git = _HEX.fullmatch(line), _GIT.fullmatch(line)
        if package:
            outer = _OUTER.search(package["rest"])
            entry = Entry(
                name=package["name"], version=package["version"], line=number, text=f'"{package["key"]}": {{:hex'
            )
            entry.checksums = (f"sha256:{outer['outer']}",) if outer else ()
            if outer and outer["repository"] != "hexpm":
                entry.registry = outer["repository"]
            asked.append(_NEED.findall(package["rest"]))
        elif git:
            entry = Entry(name=git["key"], version="", line=number, text=f'"{git["key"]}": {{:git', origin="git")
            entry.address, entry.commit = git["address"], git["commit"]
            asked.append([])
        else:
            if len(gaps) < 20:
                gaps.append(gap(path, "an entry", "a line of no form that mix writes", number, line))
            continue
        entries.append(entry)
    index_of = {entry.name: index for index, entry in enumerate(entries)}
    for entry, names in zip(entries, asked, strict=True):
        entry.needs = [index_of[name] for name in names if name in index_of]
    return locked(path, "Hex", entries, gaps)


READER = Reader(
    globs=("mix.lock",),
    ecosystem="Hex",
    read=read,
    entries="every entry of the map",
    checksums="yes",
    cannot="what is direct and its scope, which only mix.exs knows by running it; the version of what comes from git",
)
