"""Actions that a workflow names by a tag, pinned to the commit of that tag, where a file here knows it.

Known are the commits by which the same action is pinned elsewhere in the tree, with its version beside it
("@<commit> # v4.2.2"), and those that ``troth init --ci`` writes. The commit has to be of the same series as the tag:
``@v4`` becomes a 4.x.y and no other. What no file knows is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.remedy.ci import data
from troth.remedy.remedy import Change, Ground, Remedy, serves
from troth.terms.commitment import Pin
from troth.terms.edit import Serves, Unmended
from troth.terms.holding import EXACT, HASH, ecosystems, in_scope, rule_of
from troth.terms.seen.manifests import Requirement
from troth.terms.versions import order
from troth.terms.wants import Requirements

_SHA = re.compile(r"[0-9a-f]{40}")
_TAG = re.compile(r"v?\d+(?:\.\d+){0,2}")
_COMMENT = re.compile(r"#\s*(?:tag=|pin@)?(?P<version>v?\d+(?:\.\d+)*)\b")
_WANT = Requirements(ecosystem="github-actions")
SHOWN = 5
"""Lines that one reason tells."""
Known = dict[str, dict[str, str]]
"""By action ("owner/name"): versions and their commits."""


def _mend(ground: Ground) -> Iterator[Change | Unmended]:
    lines: dict[Requirement, tuple[Serves, ...]] = {}
    for judged in ground.by("pin"):
        commitment = judged.verdict.commitment
        if isinstance(commitment, Pin) and commitment.rule.strip().lower() in (HASH | EXACT):
            for line in _open(ground, commitment):
                lines[line] = (*lines.get(line, ()), serves(judged))
    known = _known(ground) if lines else {}
    left: dict[str, tuple[list[str], dict[str, Serves]]] = {}
    for line, whom in lines.items():
        change = _pinned(ground, line, known.get(_repository(line), {}), whom)
        if change is not None:
            yield change
            continue
        names, all_whom = left.setdefault(line.span.path, ([], {}))
        names.append(f"{line.name}@{line.constraint} at line {line.span.line}{_elsewhere(line, known)}")
        all_whom.update({each.id: each for each in whom})
    for path, (names, all_whom) in left.items():
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        reason = f"{', '.join(names[:SHOWN])}{more}: the commit of a tag is known to its host alone (git ls-remote)"
        yield Unmended(path=path, reason=reason, serves=tuple(all_whom.values()))


def _open(ground: Ground, commitment: Pin) -> Iterator[Requirement]:
    """Lines that name a tag or a branch."""
    rule = rule_of(commitment.rule)
    if rule is not None and "github-actions" in ecosystems(commitment):
        for line in in_scope(commitment, ground.answer(_WANT).found):
            if not rule.obeys(line):
                yield line


def _repository(line: Requirement) -> str:
    """ "github/codeql-action" of "github/codeql-action/init"."""
    return "/".join(line.name.split("/")[:2]).lower()


def _known(ground: Ground) -> Known:
    found: Known = {name.lower(): {one.version: one.commit} for name, one in data.actions().items()}
    for line in ground.answer(_WANT).found:
        written = ground.file(line.span.path) if _SHA.fullmatch(line.constraint) else None
        comment = _COMMENT.search(written.line(line.span.line)) if written else None
        if comment:
            found.setdefault(_repository(line), {})[comment["version"]] = line.constraint
    return found


def _pinned(ground: Ground, line: Requirement, known: dict[str, str], whom: tuple[Serves, ...]) -> Change | None:
    written = ground.file(line.span.path)
    tag = line.constraint
    if written is None or not _TAG.fullmatch(tag):
        return None
    series = [
        version for version in known if _bare(version) == _bare(tag) or _bare(version).startswith(f"{_bare(tag)}.")
    ]
    newest = order.newest(_bare(version) for version in series)
    version = next((version for version in series if _bare(version) == newest), "")
    text = written.line(line.span.line)
    spelled = f"{line.name}@{tag}"
    match = re.search(rf"(?<![\w./-]){re.escape(spelled)}(?P<quote>[\"']?)(?P<rest>\s*(?:#.*)?)$", text)
    if not version or match is None:
        return None
    begin = written.place(line.span.line)[0]
    comment = match["rest"].strip().removeprefix("#").strip()
    said = "" if not comment or _bare(comment) in (_bare(tag), _bare(version)) else f" {comment}"
    return Change(
        path=line.span.path,
        begin=begin + match.start() + len(line.name) + 1,
        end=begin + len(text),
        new=f"{known[version]}{match['quote']} # {version}{said}",
        remedy="action-commit",
        why="Pins actions to the commits of their versions, as other files here know them.",
        serves=whom,
    )


def _bare(version: str) -> str:
    return version.removeprefix("v")


def _elsewhere(line: Requirement, known: Known) -> str:
    """What the tree pins the same action to, where that is another series."""
    versions = [version for version in known.get(_repository(line), {}) if _TAG.fullmatch(version)]
    return f" (known here: {', '.join(sorted(versions)[:3])})" if versions else ""


REMEDY = Remedy(
    name="action-commit", what="actions named by a tag, pinned to its commit where a file knows it", mend=_mend
)
