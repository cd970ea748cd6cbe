"""Tests and jobs of the tree whose names say what a sentence speaks of: where to look for its proof.

Names are found by one pattern a language over the test files, bounded; what is offered was found again by the reader
of its selector, so that whoever copies it points at something.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from troth.evidence.dependencies import OTHERS_CODE
from troth.evidence.repository import Repository
from troth.evidence.scene import Gatherer, Scene
from troth.evidence.selectors import cargo_node, named
from troth.evidence.structured import decode
from troth.terms.answer import Answer
from troth.terms.seen.proof import JobSeen, ProofCandidate
from troth.terms.selector import CiJobSelector, TestSelector
from troth.terms.wants import ProofCandidates

MOST_FILES = 2_000
LARGEST = 256 * 1024
"""Bytes of the largest file in which names are looked for."""
MOST_BYTES = 32 * 1024 * 1024
MOST = 3
ENOUGH = 4
"""Points that make a candidate: a stem that tells enough, or a plain one and other words of the sentence."""
_MEMORY = "selectors.candidates"
_PYTHON = re.compile(r"^(?:class (Test\w*)|( *)(?:async )?def (test\w*)\()", re.MULTILINE)
_GO = re.compile(r"^func ((?:Test|Fuzz)[A-Z0-9_]\w*)\(\w+ \*testing\.[TF]\)", re.MULTILINE)
_RUST = re.compile(
    r"#\[(?:[\w:]{0,100}::)?(?:test|rstest)\b[^\]]{0,500}\]\s{0,200}+(?:#\[[^\]]{0,500}\]\s{0,200}+){0,20}"
    r"(?:pub )?(?:async )?fn (\w+)"
)
"""Every part bounded: a file of thousands of attributes and no function is looked through in one go."""
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class _Name(msgspec.Struct, frozen=True):
    """A test or job, and its name as words between underscores."""

    written: str
    words: str
    job: JobSeen | None = None


def gatherers(jobs: Callable[[Scene], Answer[JobSeen]]) -> tuple[Gatherer, ...]:
    """The gatherer of candidates; ``jobs`` tells those of the automation."""
    return (Gatherer(wants=ProofCandidates, answer=lambda scene, want: _answer(scene, want, jobs(scene))),)


def _answer(scene: Scene, want: ProofCandidates, jobs: Answer[JobSeen]) -> Answer[ProofCandidate]:
    names = [*_tests(scene), *(_of_job(job) for job in jobs.found if job.firings)]
    scored = [(points, name) for name in names if (points := _points(name.words, want)) >= ENOUGH]
    scored.sort(key=lambda one: (-one[0], len(one[1].written), one[1].written))
    found: list[ProofCandidate] = []
    for _, name in scored[: MOST * 4]:
        candidate = _sure(scene, name)
        if candidate is not None:
            found.append(candidate)
        if len(found) == MOST:
            break
    return Answer(found=tuple(found))


def _points(words: str, want: ProofCandidates) -> int:
    """Four for a stem that tells enough, three for a long one, two for a short one; one for each other word."""
    hit = [stem for stem in want.stems if f"_{stem}" in words]
    if not hit:
        return 0
    stem = max(4 if "_" in each or len(each) > 7 else 3 if len(each) > 5 else 2 for each in hit)
    others = (word for word in want.words if f"_{word}" in words and not any(_same(word, each) for each in hit))
    return stem + min(4, len(set(others)))


def _same(word: str, stem: str) -> bool:
    return word.startswith(stem[:5]) or stem.startswith(word[:5])


def _sure(scene: Scene, name: _Name) -> ProofCandidate | None:
    if name.job is not None:
        return ProofCandidate(selector=CiJobSelector(job=name.written), span=name.job.span)
    answer = named.find(scene, name.written)
    test = answer.found[0] if answer.found and not answer.gaps else None
    if test is None or test.never:
        return None
    return ProofCandidate(selector=TestSelector(node=name.written), span=test.span)


def _of_job(job: JobSeen) -> _Name:
    file, _, name = job.id.rpartition("#")
    return _Name(f"{file.rpartition('/')[2]}#{name}", _spelt(f"{name} {job.name}"), job)


def _tests(scene: Scene) -> tuple[_Name, ...]:
    if _MEMORY not in scene.memory:
        scene.memory[_MEMORY] = tuple(_all(scene.repository))
    found: tuple[_Name, ...] = scene.memory[_MEMORY]
    return found


def _all(repository: Repository) -> Iterator[_Name]:
    left, files = MOST_BYTES, 0
    for path in repository.paths:
        read = _reader(path)
        if read is None or OTHERS_CODE.intersection(path.split("/")[:-1]):
            continue
        data = repository.glance(path, LARGEST)
        files += 1
        left -= len(data or b"")
        if files > MOST_FILES or left < 0:
            return
        text = decode(data) if data else None
        if text is not None:
            yield from read(repository, path, text)


def _reader(path: str) -> Callable[[Repository, str, str], Iterator[_Name]] | None:
    name = path.rpartition("/")[2]
    if name.endswith(".py") and (name.startswith("test_") or name.endswith("_test.py")):
        return _python
    if name.endswith("_test.go"):
        return _go
    return _rust if name.endswith(".rs") else None


def _python(_: Repository, path: str, text: str) -> Iterator[_Name]:
    holder = ""
    for match in _PYTHON.finditer(text):
        if match[1]:
            holder = match[1]
        elif not match[2]:
            yield _Name(f"{path}::{match[3]}", _spelt(f"{match[3]} {_stem(path)}"))
        elif holder and len(match[2]) <= 4:
            yield _Name(f"{path}::{holder}::{match[3]}", _spelt(f"{holder} {match[3]} {_stem(path)}"))


def _go(_: Repository, path: str, text: str) -> Iterator[_Name]:
    folder = path.rpartition("/")[0]
    for match in _GO.finditer(text):
        yield _Name(f"./{folder} {match[1]}", _spelt(f"{match[1]} {_stem(path)}"))


def _rust(repository: Repository, path: str, text: str) -> Iterator[_Name]:
    if "#[" not in text:
        return
    names = [match[1] for match in _RUST.finditer(text)]
    if names:
        _, crate, modules = cargo_node.module_path(repository, path)
        inner = ("tests",) if re.search(r"^mod tests\b", text, re.MULTILINE) else ()
        for name in names:
            node = "::".join((crate, *modules, *inner, name))
            yield _Name(node, _spelt(f"{name} {modules[-1] if modules else ''}"))


def _stem(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _spelt(name: str) -> str:
    """ "TestRateLimit" and "rate-limit" as "_test_rate_limit_" and "_rate_limit_"."""
    return f"_{re.sub('[^a-z0-9]+', '_', _HUMP.sub('_', name).lower())}_"
