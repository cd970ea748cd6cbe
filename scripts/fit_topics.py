"""Fit the table that chooses the topic of a measure to policies that were labelled by hand.

`fit_topics.py DIRECTORY...` reads `labels.jsonl` of each directory as `fit_points.py` does, takes the sentence of every
labelled measure with all evidence for each topic (`troth.policy.words.measured`), and fits one weight to each kind of
evidence, the same for all topics: a conditional logistic regression, ten points to one unit of log odds. It prints the
table as JSON; how often the topic is that of the label, on documents that it was not fitted to, goes to standard
error. It needs scipy, which nothing else does.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from troth.evidence import tools
from troth.policy.reader import prepared
from troth.policy.saying import Saying
from troth.policy.words.measured import REST, WHOLE
from troth.policy.words.topic_signs import TOPIC_SIGNS

try:
    import numpy as np
    from scipy.optimize import minimize
except ImportError:
    sys.exit("fit_topics.py needs scipy: pip install scipy")

TOPICS = sorted({topic for topic, _, _ in TOPIC_SIGNS})
COST = 60.0
"""How much large points cost the fit: high, for the words were chosen with some of these documents in mind."""
COST_OF_FORM = 10.0
COST_OF_TOPIC = 0.01
"""The same for the form of a line, and for the older table of words, which was not."""
FORMS = frozenset({"sentence", "no-label", "lower-case", "code"})
OLDER = frozenset({"topic", "no-topic"})
SCALE = 10
PARTS = 8


def measures(directory: Path) -> Iterator[tuple[str, Saying, str]]:
    """Document, sentence and topic of every labelled measure."""
    for line in (directory / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        label = json.loads(line)
        wanted = [each for each in label["commitments"] if each["kind"] == "practice" and each.get("topic") in TOPICS]
        if not wanted:
            continue
        path = directory / "docs" / label["doc"]
        text = path.read_text(encoding="utf-8", errors="replace")
        _, said = prepared(str(path), text, tools.NAMES, Saying)
        used: dict[int, int] = {}
        for each in wanted:
            here = [one for one in said if _stands(one, each["line"])]
            here = [one for one in here if one.statement.span.line == each["line"]] or here
            if here:
                number = used.get(each["line"], 0)
                used[each["line"]] = number + 1
                yield str(path), here[min(number, len(here) - 1)], each["topic"]


def _stands(saying: Saying, line: int) -> bool:
    span = saying.statement.span
    form = saying.statement.form
    return form in {"bullet", "sentence", "row"} and (span.line or 0) <= line <= (span.end_line or span.line or 0)


def fitted(evidence: Any, gold: Any, cost: Any) -> Any:
    """Weights under which the labelled topics are likeliest, large ones at their cost."""

    def loss(weights: Any) -> tuple[float, Any]:
        sums = evidence @ weights
        sums -= sums.max(axis=1, keepdims=True)
        odds = np.exp(sums)
        total = odds.sum(axis=1, keepdims=True)
        rows = np.arange(len(gold))
        off = odds / total
        off[rows, gold] -= 1
        lost = float((np.log(total[:, 0]) - sums[rows, gold]).sum() + (cost * weights * weights).sum() / 2)
        return lost, np.einsum("nk,nkp->p", off, evidence) + cost * weights

    return minimize(loss, np.zeros(evidence.shape[2]), jac=True, method="L-BFGS-B").x


def main(directories: list[str]) -> None:
    """Print the table; how well it does goes to standard error."""
    found = [each for directory in directories for each in measures(Path(directory))]
    told = [list(saying.evidence) for _, saying, _ in found]
    names = sorted({name for each in told for _, name, _ in each})
    evidence = np.zeros((len(found), len(TOPICS), len(names)))
    for row, each in enumerate(told):
        for topic, name, amount in each:
            evidence[row, TOPICS.index(topic), names.index(name)] += amount / WHOLE
    gold = np.array([TOPICS.index(topic) for _, _, topic in found])
    cost = np.array([COST_OF_FORM if n in FORMS else COST_OF_TOPIC if n in OLDER else COST for n in names])
    documents = sorted({document for document, _, _ in found})
    parts = np.array([documents.index(document) % PARTS for document, _, _ in found])
    right = 0
    for part in range(PARTS):
        seen = parts != part
        weights = fitted(evidence[seen], gold[seen], cost)
        right += int(((evidence[~seen] @ weights).argmax(axis=1) == gold[~seen]).sum())
    before = sum((saying.about or REST) == topic for _, saying, topic in found)
    print(
        f"{len(found)} measures; topic agrees in {right / len(found):.3f} on unseen documents, by the words of "
        f"topics alone in {before / len(found):.3f}",
        file=sys.stderr,
    )
    weights = fitted(evidence, gold, cost)
    points = {name: round(weight * SCALE) for name, weight in zip(names, weights.tolist(), strict=True)}
    print(json.dumps({"least": 0, "points": points}, indent=1))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Usage: fit_topics.py DIRECTORY...")
    main(sys.argv[1:])
