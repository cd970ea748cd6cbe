"""Fit a table of points of one kind to policies that were labelled by hand, as `docs/decisions/0010-…` describes.

`fit_points.py KIND DIRECTORY...` reads `labels.jsonl` of each directory (one object a document: `doc`, its file below
`docs/`, and `commitments`, each with `kind` and `line`), fits a logistic regression to the traits of all sentences,
and prints the table as JSON with ten points to one unit of log odds. The documents are divided by ten for the choice of
`least`, so that no document speaks for its own sentences. It needs scikit-learn, which nothing else
does.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from troth.evidence import tools
from troth.policy.reader import hear, prepared
from troth.policy.saying import Saying

try:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold
except ImportError:
    sys.exit("fit_points.py needs scikit-learn: pip install scikit-learn")

STRENGTH = 0.1
"""Inverse of how much large points cost the fit (`C` of scikit-learn)."""
RARE = 6
"""Sentences that a trait must be found in to be given points."""
SCALE = 10
EVEN = 0.0075
"""So much worse a higher `least` may be: what it loses is found in fewer lines that are none."""


def labelled(directory: Path, kind: str) -> Iterator[tuple[Path, frozenset[int]]]:
    """Each document with the lines on which promises of `kind` stand."""
    for line in (directory / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        if line.strip():
            label = json.loads(line)
            lines = frozenset(
                each["line"] for each in label["commitments"] if each["kind"] == kind and each.get("line")
            )
            yield directory / "docs" / label["doc"], lines


def kind_of(phrase: Any) -> str:
    """The kind of promise that a module of phrases hears, as commitments write it."""
    return str(phrase.__name__).rsplit(".", 1)[-1]


def sentences(path: Path, lines: frozenset[int], phrase: Any) -> Iterator[tuple[frozenset[str], bool]]:
    """Traits of each sentence of a document, and whether it was labelled."""
    _, said = prepared(str(path), path.read_text(encoding="utf-8", errors="replace"), tools.NAMES, Saying)
    for saying in said:
        for heard in hear(saying):  # the traits tell what other phrases heard, and must not tell the answer
            if heard.kind == kind_of(phrase):
                saying.said.discard(type(heard).__name__)
        span = saying.statement.span
        if saying.statement.form in {"bullet", "sentence", "row"}:
            here = range(span.line, (span.end_line or span.line) + 1)
            yield frozenset(phrase.signs(saying)), any(line in lines for line in here)


def main(kind: str, directories: list[str]) -> None:
    """Print the table of `kind`; how well it does on documents that it was not fitted to goes to standard error."""
    phrase = import_module(f"troth.policy.phrases.{kind}")
    found = [
        (number, traits, gold)
        for number, (path, lines) in enumerate(
            each for directory in directories for each in labelled(Path(directory), kind)
        )
        for traits, gold in sentences(path, lines, phrase)
    ]
    often = Counter(trait for _, traits, _ in found for trait in traits)
    kept = [{trait: 1 for trait in traits if often[trait] >= RARE} for _, traits, _ in found]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(kept).tocsr()
    gold = [each for _, _, each in found]
    groups = [number for number, _, _ in found]

    def fit(rows: Any) -> tuple[list[int], float]:
        model = LogisticRegression(C=STRENGTH, solver="liblinear")
        model.fit(matrix[rows], [gold[row] for row in rows])
        return [round(each * SCALE) for each in model.coef_[0]], model.intercept_[0] * SCALE

    sums: dict[int, float] = {}
    for seen, unseen in GroupKFold(10).split(matrix, gold, groups):
        points, base = fit(seen)
        sums.update(zip(unseen.tolist(), (matrix[unseen] @ points + base).tolist(), strict=True))

    def f1(least: int) -> float:
        reached = [row for row, total in sums.items() if total > least]
        return 2 * sum(gold[row] for row in reached) / (len(reached) + sum(gold) or 1)

    leasts = {least: f1(least) for least in range(-30, 21)}
    best = max(least for least, reached in leasts.items() if reached >= max(leasts.values()) - EVEN)
    points, base = fit(list(range(len(found))))
    named = zip(vectorizer.get_feature_names_out().tolist(), points, strict=True)
    print(f"{len(found)} sentences, {sum(gold)} labelled; F1 on unseen documents {leasts[best]:.3f}", file=sys.stderr)
    table = {"least": round(best - base), "points": {name: each for name, each in sorted(named) if each}}
    print(json.dumps(table, indent=1))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("Usage: fit_points.py KIND DIRECTORY... (KIND is a table in src/troth/policy/points)")
    main(sys.argv[1], sys.argv[2:])
