"""Fit a table of points of one kind to policies that were labelled by hand, as `docs/decisions/0010-…` describes.

`fit_points.py KIND DIRECTORY...` reads `labels.jsonl` of each directory (one object a document: `doc`, its file below
`docs/`, and `commitments`, each with `kind` and `line`), fits a logistic regression to the traits of all sentences,
and prints the table as JSON with ten points to one unit of log odds. The documents are divided by ten for the choice of
`least`, so that no document speaks for its own sentences. It needs scikit-learn, which nothing else
does.

`--prior TABLE` is for when the policies that TABLE was fitted to are not at hand: the sum by TABLE is one more trait,
which costs the fit next to nothing, and the points of its traits are fitted as what they differ by, dearly. Traits that
it does not know the like of are fitted freely. Of several sentences on a labelled line only the likeliest
counts, and it has to be of the topic that its label names.
"""

from __future__ import annotations

import json
import re
import sys
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import msgspec

from troth.evidence import tools
from troth.policy.points import Points
from troth.policy.reader import hear, prepared, refusal
from troth.policy.saying import Saying

try:
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold
except ImportError:
    sys.exit("fit_points.py needs scikit-learn: pip install scikit-learn")

STRENGTH = 0.1
"""Inverse of how much large points cost the fit (`C` of scikit-learn)."""
BESIDE = 0.003
"""The same beside a prior table: what is known of few documents moves points little."""
FRESH = 3
"""How much easier than others traits whose like has no points in the prior table get theirs."""
RARE = 6
"""Sentences that a trait must be found in to be given points."""
SCALE = 10
EVEN = 0.01
"""So much worse a higher `least` may be: what it loses is found in fewer lines that are none."""


Lines: TypeAlias = dict[int, frozenset[str]]
"""Labelled lines of a document, each with the topics that its labels name, or "" where they name none."""


def labelled(directory: Path, kind: str) -> Iterator[tuple[Path, Lines]]:
    """Each document with the lines on which promises of `kind` stand."""
    for line in (directory / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        if line.strip():
            label = json.loads(line)
            lines: defaultdict[int, set[str]] = defaultdict(set)
            for each in label["commitments"]:
                if each["kind"] == kind and each.get("line"):
                    lines[each["line"]].add(each.get("topic", ""))
            yield directory / "docs" / label["doc"], {number: frozenset(topics) for number, topics in lines.items()}


def kind_of(phrase: Any) -> str:
    """The kind of promise that a module of phrases hears, as commitments write it."""
    return str(phrase.__name__).rsplit(".", 1)[-1]


class Heard(NamedTuple):
    """A sentence, as the fit sees it."""

    document: int
    traits: frozenset[str]
    lines: range
    topic: str

    def on(self, lines: Lines) -> frozenset[int]:
        """Those of ``lines`` that it stands on."""
        return frozenset(lines) & frozenset(self.lines)

    def right(self, lines: Lines) -> bool:
        """Whether it would be read with the topic of a label on its lines."""
        return any(lines[each] & {"", self.topic} for each in self.on(lines))


def sentences(document: int, path: Path, phrase: Any) -> Iterator[Heard]:
    """Sentences of a document of which points decide whether they are of the kind."""
    _, said = prepared(str(path), path.read_text(encoding="utf-8", errors="replace"), tools.NAMES, Saying)
    weighed = getattr(phrase, "weighed", None)
    for saying in said:
        for heard in hear(saying):  # the traits tell what other phrases heard, and must not tell the answer
            if heard.kind == kind_of(phrase):
                saying.said.discard(type(heard).__name__)
        span = saying.statement.span
        if saying.statement.form not in {"bullet", "sentence", "row"}:
            continue
        if weighed is not None and (refusal(phrase.PHRASE, saying) is not None or not weighed(saying)):
            continue
        lines = range(span.line, (span.end_line or span.line) + 1)
        yield Heard(document, frozenset(phrase.signs(saying)), lines, saying.measured)


def answers(heard: list[Heard], lines: list[Lines], prior: Points | None) -> list[tuple[Heard, bool]]:
    """Each sentence with whether it was labelled.

    With ``prior`` that is one of each labelled line, of the right topic if any is, and the others are left out; a
    line that would be read with another topic than its label counts as not labelled, for it is read in vain.
    """
    if prior is None:
        return [(each, bool(each.on(lines[each.document]))) for each in heard]
    best: dict[tuple[int, int], Heard] = {}
    for each in heard:
        here = lines[each.document]
        for line in each.on(here):
            known = best.get((each.document, line))
            if known is None or worth(each, here, prior) > worth(known, here, prior):
                best[each.document, line] = each
    chosen = {id(each) for each in best.values()}
    return [
        (each, id(each) in chosen and each.right(lines[each.document]))
        for each in heard
        if id(each) in chosen or not each.on(lines[each.document])
    ]


def worth(heard: Heard, lines: Lines, prior: Points) -> tuple[bool, int]:
    """Which sentence of a labelled line is the one that was labelled: the greatest."""
    return heard.right(lines), prior.total(heard.traits)


def shape(trait: str) -> str:
    """What a trait is of, without its value: "topic" of "topic:encryption"."""
    return re.split("[:=]", trait)[0]


class Fit:
    """Sentences and their answers as a matrix: a column for each trait, and one for the sum by a prior table."""

    def __init__(self, found: list[tuple[Heard, bool]], prior: Points | None) -> None:
        often = Counter(trait for each, _ in found for trait in each.traits)
        self.known = prior.points if prior else {}
        self.shapes = {shape(each) for each in self.known}
        self.scale = FRESH if prior else 1
        self.prior = prior
        vectorizer = DictVectorizer()
        matrix = vectorizer.fit_transform(
            [{one: self.worth(one) for one in each.traits if often[one] >= RARE} for each, _ in found]
        )
        self.names: list[str] = vectorizer.get_feature_names_out().tolist()
        sums = [prior.total(each.traits) if prior else 0 for each, _ in found]
        self.matrix = csr_matrix(hstack([matrix, csr_matrix(sums).T]))
        self.matrix.indices = self.matrix.indices.astype("int32")
        self.matrix.indptr = self.matrix.indptr.astype("int32")
        self.gold = [answer for _, answer in found]
        self.documents = [each.document for each, _ in found]

    def worth(self, trait: str) -> int:
        """What stands in the column of ``trait``: the more, the less its points cost."""
        return 1 if shape(trait) in self.shapes else self.scale

    def points(self, rows: list[int]) -> tuple[dict[str, int], float]:
        """Points of all traits, fitted to ``rows``, and what every sentence has without any."""
        model = LogisticRegression(
            C=BESIDE if self.prior else STRENGTH, solver="liblinear", intercept_scaling=SCALE if self.prior else 1
        )
        model.fit(self.matrix[rows], [self.gold[row] for row in rows])
        *columns, kept = model.coef_[0]
        points = {name: each * self.worth(name) * SCALE for name, each in zip(self.names, columns, strict=True)}
        for name, before in self.known.items():
            points[name] = points.get(name, 0) + kept * before * SCALE
        return {name: round(each) for name, each in points.items()}, model.intercept_[0] * SCALE


def main(kind: str, directories: list[str], prior: Points | None) -> None:
    """Print the table of `kind`; how well it does on documents that it was not fitted to goes to standard error."""
    phrase = import_module(f"troth.policy.phrases.{kind}")
    documents = [each for directory in directories for each in labelled(Path(directory), kind)]
    heard = [each for number, (path, _) in enumerate(documents) for each in sentences(number, path, phrase)]
    lines = [each for _, each in documents]
    found = answers(heard, lines, prior)
    fit = Fit(found, prior)

    sums: dict[int, float] = {}
    for seen, unseen in GroupKFold(10).split(fit.matrix, fit.gold, fit.documents):
        points, base = fit.points(seen.tolist())
        table = Points(0, points)
        sums.update((row, table.total(found[row][0].traits) + base) for row in unseen.tolist())

    every = sum(map(len, lines)) if prior else sum(fit.gold)

    def f1(least: int) -> float:
        reached = [row for row, total in sums.items() if total > least]
        # a line takes one measure, however many sentences of it are reached
        told = len({(fit.documents[row], found[row][0].lines.start) for row in reached}) if prior else len(reached)
        return 2 * sum(fit.gold[row] for row in reached) / (told + every or 1)

    leasts = {least: f1(least) for least in range(-40, 21)}
    best = max(least for least, reached in leasts.items() if reached >= max(leasts.values()) - EVEN)
    points, base = fit.points(list(range(len(found))))
    print(
        f"{len(found)} sentences, {sum(fit.gold)} labelled; F1 on unseen documents {leasts[best]:.3f}", file=sys.stderr
    )
    fitted = {"least": round(best - base), "points": {name: each for name, each in sorted(points.items()) if each}}
    print(json.dumps(fitted, indent=1))


if __name__ == "__main__":
    asked = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("kind", help="a table in src/troth/policy/points")
    asked.add_argument("directory", nargs="+")
    asked.add_argument("--prior", metavar="TABLE", type=Path, help="a table that the points differ little from")
    told = asked.parse_args()
    before = msgspec.json.decode(told.prior.read_bytes(), type=Points) if told.prior else None
    main(told.kind, told.directory, before)
