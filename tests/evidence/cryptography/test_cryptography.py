from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controls.golden import TODAY
from troth.evidence.cryptography import libraries, source
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.terms.answer import Answer
from troth.terms.package import package
from troth.terms.seen.components import Component
from troth.terms.seen.cryptography import Audit, CryptoLibrary
from troth.terms.span import Span

Tree = Callable[..., Repository]


def scene(repository: Repository) -> Scene:
    return Scene(repository=repository, at=TODAY)


def found(tree: Tree, *components: Component, **files: str) -> tuple[CryptoLibrary, ...]:
    repository = tree({name.replace("__", "/"): text for name, text in files.items()} or {"a": ""})
    return libraries.found(scene(repository), Answer(found=components)).found


def needs(name: str, version: str = "1.0.0", ecosystem: str = "crates.io", **fields: object) -> Component:
    return Component(package=package(ecosystem, name), version=version, purl="", span=Span("lock", 3), **fields)  # type: ignore[arg-type]


def test_the_table_names_a_source_for_everything_it_says() -> None:
    table = libraries.table()
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", table.as_of)
    for name, known in table.libraries.items():
        assert name.split(":")[0] in ("crates.io", "pypi", "go", "npm"), name
        assert name not in table.glue
        for audit in known.audits:
            assert audit.source.startswith("https://"), name
            assert re.fullmatch(r"20\d\d-(?:0[1-9]|1[0-2])", audit.on), name
            assert audit.by
            assert audit.on < table.as_of[:7]
            assert audit.series or audit.scope, name
        assert not known.unaudited or known.unaudited.startswith("https://")


def test_every_standard_library_stands_in_the_table() -> None:
    for named, _ in source._IMPORTS.values():
        assert f"{named.base}:{named.name}".lower() in libraries.table().libraries


@pytest.mark.parametrize(
    ("series", "version", "covered"),
    [
        ("0.17", "0.17.0", True),
        ("0.17", "0.17", True),
        ("0.17", "0.170.1", False),
        ("1", "1.9", True),
        ("1", "10.0", False),
        ("1.25", "v1.25.3", True),
        ("1.25", "", False),
    ],
)
def test_an_audit_covers_a_series(series: str, version: str, covered: bool) -> None:
    assert Audit(by="x", on="2020-01", source="", series=(series,)).covers(version) is covered


def test_libraries_are_told_by_the_table_and_by_their_names(tree: Tree) -> None:
    told = {one.package.name: one.listed for one in found(tree, needs("ring"), needs("tiny-ecdsa"), needs("serde"), needs("digest"),
                                                          needs("aesthetic"), needs("webpki-roots"))}  # fmt: skip
    assert told == {"ring": True, "tiny-ecdsa": False}


def test_what_does_not_ship_or_is_not_ours_is_left_out(tree: Tree) -> None:
    assert (
        found(tree, needs("ring", scope="development"), needs("rsa", own=False), needs("aes", origin="workspace")) == ()
    )


def test_direct_ones_stand_first(tree: Tree) -> None:
    told = found(tree, needs("aes", direct=False), needs("ring", direct=True))
    assert [one.package.name for one in told] == ["ring", "aes"]


def test_a_go_module_is_found_in_any_major_version(tree: Tree) -> None:
    (one,) = found(tree, needs("github.com/golang-jwt/jwt/v5", "5.2.1", "Go"))
    assert one.listed


def test_never_audited_holds_for_the_version_that_says_so(tree: Tree) -> None:
    assert found(tree, needs("p256", "0.13.2"))[0].unaudited
    assert not found(tree, needs("p256", "0.14.0"))[0].unaudited


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("a.py", "import hashlib\n", "python"),
        ("a.py", "    from hmac import compare_digest\n", "python"),
        ("a.go", 'import (\n\t"fmt"\n\t"crypto/tls"\n)\n', "stdlib"),
        ("a.go", 'import "crypto/aes"\n', "stdlib"),
        ("a.js", "const crypto = require('crypto')\n", "node"),
        ("a.ts", 'import { createHash } from "node:crypto"\n', "node"),
        ("a.go", 'import "crypto/rand"\n', None),
        ("a.py", "import hashlibrary\n", None),
        ("tests/a.py", "import hashlib\n", None),
        ("vendor/x/a.go", 'import "crypto/aes"\n', None),
    ],
)
def test_imports_of_standard_libraries(tree: Tree, path: str, text: str, name: str | None) -> None:
    told = source.standard(scene(tree({path: text}))).found
    assert [one.package.name for one in told] == ([name] if name else [])


@pytest.mark.parametrize(
    ("path", "line", "primitive", "beside", "sure"),
    [
        ("a.py", "hashlib.md5(password)", "MD5", "password", True),
        ("a.py", "hashlib.new('sha1', user_password)", "SHA1", "user_password", True),
        ("a.py", "hashlib.md5(auth_token)", "MD5", "auth_token", False),
        ("a.py", "hashlib.md5(path)", "MD5", "", False),
        ("a.go", "sum := md5.Sum([]byte(passwd))", "MD5", "passwd", True),
        ("a.rs", "let d = Sha1::digest(passphrase);", "SHA1", "passphrase", True),
        ("a.js", "crypto.createHash('md5').update(password)", "MD5", "password", True),
        ("a.py", "c = DES3.new(key)", "DES3", "", False),
    ],
)
def test_broken_primitives(tree: Tree, path: str, line: str, primitive: str, beside: str, sure: bool) -> None:
    (one,) = source.weak(scene(tree({path: f"x\n{line}\n"}))).found
    assert (one.primitive, one.beside, one.sure, one.span.line) == (primitive, beside, sure, 2)


@pytest.mark.parametrize(
    "line",
    [
        "# hashlib.md5(password)",
        "// md5.Sum(password)",
        "hashlib.md5(password, usedforsecurity=False)",
        "hmac.new(key, password, hashlib.sha1)",
        "hashlib.sha256(password)",
        "hashlib.md5(password)  # noqa: S324",
        "the md5 of a password",
    ],
)
def test_what_is_no_broken_use(tree: Tree, line: str) -> None:
    assert source.weak(scene(tree({"a.py": line + "\n", "a.go": line + "\n"}))).found == ()


def test_too_many_files_are_a_gap(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MOST_FILES", 1)
    answer = source.weak(scene(tree({"a.py": "", "b.py": ""})))
    assert answer.gaps[0].wanted == "1 more source files"


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300))
def test_garbage(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("tree")
    for name in ("a.py", "a.go", "a.rs", "a.js"):
        (root / name).write_text("hashlib md5 " + text, encoding="utf-8", errors="replace")
    given_scene = scene(Repository(root))
    source.weak(given_scene)
    source.standard(given_scene)
