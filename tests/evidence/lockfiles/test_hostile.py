"""Files made to take long: each reader ends in the time that its size deserves."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from evidence.lockfiles.reading import read

MANY = 20_000


def chain(count: int) -> Iterator[tuple[str, str]]:
    return ((f"p{number}", f"p{number + 1}") for number in range(count))


def cargo(packages: Iterator[tuple[str, str]]) -> str:
    own = '[[package]]\nname = "own"\nversion = "1.0.0"\ndependencies = [\n "p0",\n]\n\n'
    return own + "\n".join(
        f'[[package]]\nname = "{name}"\nversion = "1.{number}.0"\nsource = "registry+x"\ndependencies = [\n "{need}",\n]\n'
        for number, (name, need) in enumerate(packages)
    )


ALIKE = "".join(
    f'[[package]]\nname = "a"\nversion = "{number}"\nsource = {{ registry = "x" }}\ndependencies = [\n    {{ name = "a" }},\n]\n\n'
    for number in range(MANY)
)
FOLDER = "/".join(["node_modules/a"] * 3_000)
CASES = {
    "Cargo.lock": [
        cargo(chain(MANY)),
        cargo(("a", "a 1.5.0") for _ in range(MANY)),
        "[[package]]\n" * MANY,
        'name = "' + "\\" * MANY * 10,
    ],
    "uv.lock": [ALIKE, "a = [\n" + " [\n" * MANY, "a = " + "[" * MANY, 'a = "' + " #" * MANY],
    "poetry.lock": [ALIKE.replace("dependencies = [\n    { name = \"a\" },\n]", '[package.dependencies]\na = "*"')],
    "pdm.lock": [ALIKE.replace('{ name = "a" }', '"a"')],
    "pylock.toml": ["[[packages]]\nname = 'a'\ndependencies = [{name = 'a'}]\n" * 5_000],
    "package-lock.json": [
        json.dumps({"lockfileVersion": 3, "packages": {FOLDER: {"dependencies": {f"d{n}": "1" for n in range(MANY)}}}}),
        json.dumps(
            {
                "lockfileVersion": 3,
                "packages": {f"node_modules/{name}": {"version": "1", "dependencies": {need: "1"}} for name, need in chain(MANY)}
                | {"": {"dependencies": {"p0": "1"}}},
            }
        ),
        "[" * 100_000,
    ],
    "yarn.lock": ["a@1, " * MANY + "b@1:\n", "a:\n" * MANY, "__metadata:\n  version: 8\n" + '"a@npm:1":\n' * 2],
    "pnpm-lock.yaml": [
        "a: b" + " " * 1_000_000 + "c\n",
        "packages:\n" + "".join(f"  a@{n}:\n    dependencies:\n      a: {n + 1}\n" for n in range(MANY)),
        "a: " + "{a: " * MANY,
        "a" + ":b" * 500_000,
        "a: &a [b]\nb: [*a, *a]\n",
    ],
    "bun.lock": ['{"packages": {"' + "/a" * MANY + '": ["a@1", {"dependencies": {"b": "1"}}],}}', "," * 500_000],
    "deno.lock": [
        json.dumps({"version": "4", "npm": {f"a{n}@1.0": {"dependencies": [f"a{n + 1}" for _ in range(5)]} for n in range(MANY)}})
    ],
    "Podfile.lock": ["PODS:\n" + "".join(f"  - A{n} (1.0):\n    - A{n + 1}\n" for n in range(MANY)), "PODS:\n" + "  - a (\n" * MANY],
    "conan.lock": [json.dumps({"requires": [f"a{n}/1.0" for n in range(MANY)]})],
    "requirements.txt": ["a" * 1_000_000, "a-1" * 300_000, "a\\\n" * 40_000, "-c requirements.txt\n" * 5_000, "# via\n#   a\n" * MANY],
    "go.mod": ["require (\n" * MANY, "a v1 => b\n" * MANY],
    "go.sum": ["a v1 h1:x\n" * MANY],
    "Gemfile.lock": ["GEM\n  specs:\n" + "".join(f"    a{n} (1)\n      a{n + 1}\n" for n in range(MANY)) + "DEPENDENCIES\n  a0\n"],
    "pom.xml": [
        "<project><properties>" + "".join(f"<p{n}>{'${p' + str(n + 1) + '}' * 1}</p{n}>" for n in range(5_000)) + "</properties></project>",
        "<project><properties><a>" + "${a}" * 5_000 + "</a></properties><dependencies>"
        + "<dependency><groupId>${a}</groupId><artifactId>${a}</artifactId><version>${a}</version></dependency>" * 500
        + "</dependencies></project>",
    ],
    "Package.resolved": [json.dumps({"version": 2, "pins": [{"location": "a@" * 100_000 + ":"}]})],
    "mix.lock": ['  "a": {:hex, :a, "1", "' + "a" * 500_000],
    "gradle.lockfile": ["a:" * 500_000],
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "number"), [(path, number) for path, texts in CASES.items() for number in range(len(texts))]
)
def test_it_ends(path: str, number: int) -> None:
    start = time.process_time()
    found = read(path, CASES[path][number])
    assert time.process_time() - start < 6  # a second here; what grows with the square takes minutes
    assert found.components or found.gaps or found.notes
    assert all(len(each.via) <= 64 for each in found.components)
