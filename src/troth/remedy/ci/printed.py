"""Configuration that the policy speaks of, made live: written as the file that it prints, named by the calls.

bandit.readthedocs.io, "Configuration": ``bandit -r`` reads one ``.bandit`` (INI) by itself, any other file where
``-c`` or ``--ini`` names it. gosec reads a JSON file where ``-conf`` names it, and nothing else.
"""

from __future__ import annotations

import re

from troth.remedy.ci.drafts import Drafts
from troth.remedy.ci.existing import Lines
from troth.remedy.ci.ground import Ground, serves
from troth.terms.commitment import Tool
from troth.terms.result import Judged, Result
from troth.terms.verdict import Standing

FILE = ".bandit"
_LINE = re.compile(r"[a-z][a-z_-]{1,40}\s*[=:]\s*[^\s%][ -$&-~]{0,300}")
_FLAGS = {
    "bandit": (((".yml", ".yaml", ".toml"), "-c"), ((".bandit", ".ini", ".cfg"), "--ini")),
    "gosec": (((".json",), "-conf"),),
}
"""Which flag names a file, by its end."""
_GOSEC = (
    "gosec reads no YAML, and no configuration of it gives a rule a severity: let -include choose the rules where it "
    "is called, or -conf name a JSON file, and print that; which of them is meant is for you to say"
)


def write(result: Result, ground: Ground, drafts: Drafts) -> None:
    """Write what is printed and nowhere a file, name what no call loads, and tell what no tool could read."""
    lines = Lines(ground, drafts)
    printed: list[Judged] = []
    for judged in result.judged:
        commitment = judged.verdict.commitment
        if judged.verdict.control != "tool-configuration" or not isinstance(commitment, Tool):
            continue
        if commitment.name == "bandit" and FILE in (commitment.file, commitment.config) and not ground.has(FILE):
            printed.append(judged)
        elif judged.verdict.standing is Standing.BROKEN:
            _not_loaded(judged, commitment, ground, lines, drafts)
    lines.write()
    _bandit(printed, drafts)


def _bandit(printed: list[Judged], drafts: Drafts) -> None:
    served = tuple(serves(judged) for judged in printed)
    if any(judged.verdict.standing is Standing.BROKEN for judged in printed):
        reason = "the policy prints keys of it that bandit does not know: troth fix renames them, then this writes it"
        drafts.leave(FILE, reason, served)
        return
    entries = [judged.verdict.commitment.config for judged in printed if isinstance(judged.verdict.commitment, Tool)]
    entries = [entry for entry in dict.fromkeys(entries) if entry != FILE]
    if not entries or not all(_LINE.fullmatch(entry) for entry in entries):
        return
    text = "\n".join(("# Written by `troth init --ci`, as the policy prints it.", "[bandit]", *entries)) + "\n"
    drafts.put(FILE, text, "configuration", "The configuration of bandit, as the policy prints it.", served)


def _not_loaded(judged: Judged, commitment: Tool, ground: Ground, lines: Lines, drafts: Drafts) -> None:
    """Name the file in every call of the tool that does not load it."""
    facts = judged.verdict.because
    if commitment.name == "gosec" and facts and "reads no YAML" in facts[0].fact:
        drafts.leave(commitment.span.path, _GOSEC, (serves(judged),))
        return
    path = facts[0].span.path if facts else ""
    flag = next((flag for ends, flag in _FLAGS.get(commitment.name, ()) if path.endswith(ends)), "")
    spans = {fact.span for fact in facts if fact.fact == "does not load it"}
    for call in ground.invocations.found if flag else ():
        if call.tool == commitment.name and call.span in spans:
            lines.name_file(call, path, flag, (serves(judged),))
