"""Which version of a tool the automation asks for: a result of another version may say other things.

Read are the forms that install steps use: ``TOOL@1.2.3`` (install actions, cargo, go, npm), ``TOOL==1.2.3`` (pip),
``TOOL --version 1.2.3`` (cargo), ``TOOL:1.2.3`` (images).
"""

from __future__ import annotations

import re

from troth.evidence.scene import Gatherer, Scene
from troth.terms.answer import Answer
from troth.terms.settings import Named
from troth.terms.span import Span, excerpt
from troth.terms.wants import PinnedVersions

FILES = (".github/workflows/*.yml", ".github/workflows/*.yaml", ".github/actions/*.yml", ".github/actions/*.yaml",
         ".gitlab-ci.yml", ".pre-commit-config.yaml", "Makefile", "justfile", "Taskfile.yml")  # fmt: skip
LONGEST_LINE = 1_000
MOST = 100
"""Lines of one tool that are told."""


def versions(scene: Scene, want: PinnedVersions) -> Answer[Named]:
    """Every line of the automation that asks for a version of the tool by its number."""
    name = re.escape(want.tool)
    asked = re.compile(
        rf"(?<![\w-]){name}(?:@|==|:| --version[ =]| --vers[ =])v?(\d+(?:\.\d+)+)\b"
        rf"|--version[ =]v?(\d+(?:\.\d+)+)\s+(?:--locked\s+)?{name}(?![\w-])"
    )
    paths = scene.repository.matching(*FILES)
    found = [
        Named(match.group(1) or match.group(2), Span(path, number, excerpt(line)))
        for path in paths
        for number, line in enumerate(scene.repository.lines(path), 1)
        if want.tool in line and (match := asked.search(line[:LONGEST_LINE]))
    ]
    return Answer(found=tuple(found[:MOST]), gaps=scene.repository.gaps_of(paths), read=paths)


GATHERER = Gatherer(wants=PinnedVersions, answer=versions)
