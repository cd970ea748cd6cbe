"""What tests of lockfile readers share: a tree of one file and what stands beside it, read."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.given import GivenFiles
from troth.evidence.inventory import read as read_file
from troth.evidence.inventory import readers
from troth.evidence.lockfiles import Locked
from troth.terms.seen.components import Component


def read(path: str, text: str | bytes, beside: Mapping[str, str] | None = None) -> Locked:
    files = {path: text if isinstance(text, bytes) else text.encode()}
    files |= {name: content.encode() for name, content in (beside or {}).items()}
    tree = GivenFiles(files)
    reader = readers(tree)[path]
    assert reader is not None, f"nothing reads {path}"
    return read_file(tree, path, reader)


def one(found: Locked, name: str) -> Component:
    (component,) = [component for component in found.components if component.package.name == name]
    return component


def versions(found: Locked) -> list[tuple[str, str]]:
    return [(component.package.name, component.version) for component in found.components]


def gaps(found: Locked) -> list[tuple[str, str, int | None]]:
    return [(gap.wanted, gap.reason, gap.span.line if gap.span else None) for gap in found.gaps]


def survives(path: str, sample: str, beside: Mapping[str, str] | None = None) -> None:
    """Garbage, cut, doubled and overwritten samples, and wrong types at every key: components and gaps, no error."""

    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def mutated(data: st.DataObject) -> None:
        text = data.draw(st.one_of(st.text(max_size=200), _cut(sample), _spliced(sample), _retyped(path, sample)))
        found = read(path, text.encode("utf-8", "surrogatepass"), beside)
        for component in found.components:
            assert component.package.name
            assert component.span.path == path
            assert component.span.line is None or 0 < component.span.line <= text.count("\n") + text.count("\r") + 1

    mutated()


def _cut(sample: str) -> st.SearchStrategy[str]:
    places = st.integers(0, len(sample))
    return st.tuples(places, places).map(lambda pair: sample[: pair[0]] + sample[pair[1] :])


def _spliced(sample: str) -> st.SearchStrategy[str]:
    pieces = st.sampled_from(
        [
            "\0",
            "\ud800",
            '"',
            "'",
            "[",
            "{",
            "}",
            "]",
            "\n",
            "\r",
            "9" * 5000,
            "<<<<<<< ours\n",
            "- ",
            ": ",
            "= ",
            "!",
            "&a *a",
            "\u202e",
            "null",
        ]
    )
    return st.tuples(st.integers(0, len(sample)), pieces, st.integers(0, 12)).map(
        lambda parts: sample[: parts[0]] + parts[1] + sample[parts[0] + parts[2] :]
    )


_WRONG: tuple[object, ...] = (
    None,
    True,
    7,
    10**40,
    -1.5,
    "",
    "x" * 400,
    [],
    [None],
    {},
    {"a": {}},
    [[]],
    "\u202e\x00\n",
)


def _retyped(path: str, sample: str) -> st.SearchStrategy[str]:
    """The sample with one value replaced by one of another type."""
    try:
        document = json.loads(sample) if path.endswith((".json", ".lock", ".resolved")) else None
    except ValueError:
        document = None
    if document is None:
        return _cut(sample)
    places = list(_places(document, ()))
    return st.tuples(st.sampled_from(places), st.sampled_from(_WRONG)).map(
        lambda pair: json.dumps(_replaced(document, pair[0], pair[1]), indent=2)
    )


def _places(value: object, path: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
    found = [path]
    if isinstance(value, dict):
        for key, inner in value.items():
            found += _places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += _places(inner, (*path, index))
    return found


def _replaced(value: object, path: tuple[str | int, ...], by: object) -> object:
    if not path:
        return by
    if isinstance(value, dict):
        return {key: _replaced(inner, path[1:], by) if key == path[0] else inner for key, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, path[1:], by) if index == path[0] else inner for index, inner in enumerate(value)]
    return value


def retyped_toml(sample: str) -> list[str]:
    """The sample with each value in turn replaced by each wrong one, as TOML of the same shape."""
    lines = sample.split("\n")
    found = []
    for index, line in enumerate(lines):
        key, equals, _ = line.partition(" = ")
        if equals:
            for wrong in ("true", "7", '""', "[]", "[7]", "{}", "{ a = 1 }", "1979-05-27", "inf"):
                text = "\n".join([*lines[:index], f"{key} = {wrong}", *lines[index + 1 :]])
                try:
                    tomllib.loads(text)
                except ValueError:
                    continue
                found.append(text)
    return found
