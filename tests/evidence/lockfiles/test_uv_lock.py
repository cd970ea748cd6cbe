from __future__ import annotations

import tomllib

from evidence.lockfiles.reading import gaps, one, read, retyped_toml, survives, versions
from troth.evidence.lockfiles import flat_toml, uv_lock

LOCK = """\
version = 1
revision = 3
requires-python = ">=3.11"
resolution-markers = [
    "python_full_version >= '3.13'",
    "python_full_version < '3.13'",
]

[[package]]
name = "chisel"
version = "1.0"
source = { registry = "https://index.harbour.org/simple" }
dependencies = [
    { name = "numpy", version = "1.26.0", source = { registry = "https://index.example/simple" }, marker = "python_full_version < '3.13'" },
]

[[package]]
name = "harbour"
version = "0.1.0"
source = { editable = "." }
dependencies = [
    { name = "mast", extra = ["rope"] },
]

[package.optional-dependencies]
fast = [
    { name = "numpy", version = "2.1.0", source = { registry = "https://index.example/simple" } },
]

[package.dev-dependencies]
dev = [
    { name = "chisel" },
]
test = [
    { name = "plank" },
]

[package.metadata]
requires-dist = [{ name = "mast", extras = ["rope"], specifier = ">=1" }]

[package.metadata.requires-dev]
dev = [{ name = "chisel" }]

[[package]]
name = "mast"
version = "1.2.0"
source = { git = "https://example.org/mast.git?rev=v1.2.0#0123456789abcdef0123456789abcdef01234567" }

[package.optional-dependencies]
rope = [
    { name = "rope-core" },
]

[[package]]
name = "numpy"
version = "1.26.0"
source = { registry = "https://index.example/simple" }
sdist = { url = "https://files.example/numpy-1.26.0.tar.gz", hash = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", size = 1 }
wheels = [
    { url = "https://files.example/numpy-1.26.0-py3-none-any.whl", hash = "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", size = 2 },
]

[[package]]
name = "numpy"
version = "2.1.0"
source = { registry = "https://index.example/simple" }

[[package]]
name = "plank"
version = "3"
source = { url = "https://example.org/plank-3.tar.gz" }

[[package]]
name = "rope-core"
version = "0.5"
source = { registry = "https://index.example/simple" }
"""


def test_every_package_is_a_component_with_its_line() -> None:
    found = read("uv.lock", LOCK)
    assert versions(found) == [
        ("chisel", "1.0"), ("harbour", "0.1.0"), ("mast", "1.2.0"), ("numpy", "1.26.0"), ("numpy", "2.1.0"),
        ("plank", "3"), ("rope-core", "0.5"),
    ]  # fmt: skip
    lines = LOCK.split("\n")
    assert all(lines[(each.span.line or 0) - 1] == f'name = "{each.package.name}"' for each in found.components)
    assert found.gaps == ()
    assert found.components[3].checksums == ("sha256:" + "a" * 64, "sha256:" + "b" * 64)


def test_edges_scopes_and_several_versions() -> None:
    found = read("uv.lock", LOCK)
    told = {(each.package.name, each.version): (each.direct, each.via, each.scope) for each in found.components}
    assert told["mast", "1.2.0"] == (True, (), "runtime")
    assert told["rope-core", "0.5"] == (False, ("mast",), "runtime")
    assert told["numpy", "2.1.0"] == (True, (), "optional")
    assert told["chisel", "1.0"] == (True, (), "development")
    assert told["numpy", "1.26.0"] == (False, ("chisel",), "development")
    assert told["plank", "3"] == (True, (), "test")


def test_origins() -> None:
    found = read("uv.lock", LOCK)
    assert one(found, "harbour").origin == "workspace"
    assert (one(found, "mast").origin, one(found, "mast").commit[:4]) == ("git", "0123")
    assert one(found, "plank").purl == "pkg:pypi/plank@3?download_url=https://example.org/plank-3.tar.gz"
    assert one(found, "chisel").registry == "https://index.harbour.org/simple"
    assert one(found, "chisel").purl == "pkg:pypi/chisel@1.0?repository_url=https://index.harbour.org/simple"
    assert one(found, "rope-core").purl == "pkg:pypi/rope-core@0.5"


def test_both_readers_agree() -> None:
    _, fast = flat_toml.blocks(LOCK, "package", uv_lock._WANTED)
    slow = flat_toml.from_tables(tomllib.loads(LOCK), "package", LOCK)
    assert [line for line, _ in fast] == [line for line, _ in slow]
    for (_, quick), (_, real) in zip(fast, slow, strict=True):
        for key in quick:
            if key not in ("sdist", "wheels"):
                assert quick[key] == real[key]
    odd = LOCK.replace('name = "plank"', 'name = """plank"""')
    assert versions(read("uv.lock", odd)) == versions(read("uv.lock", LOCK))
    assert [each.via for each in read("uv.lock", odd).components] == [
        each.via for each in read("uv.lock", LOCK).components
    ]


def test_what_is_wrong_is_a_gap() -> None:
    assert gaps(read("uv.lock", LOCK.replace("version = 1\n", "version = 2\n", 1)))[0][0] == "a known form"
    assert gaps(read("uv.lock", "[[package]\n"))[0][0] == "uv.lock"


def test_garbage_is_survived() -> None:
    survives("uv.lock", LOCK)
    for text in retyped_toml(LOCK):
        read("uv.lock", text)
