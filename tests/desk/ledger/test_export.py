"""An export is verified by a program that shares nothing with the desk: one bit changed anywhere is seen."""

from __future__ import annotations

import ast
import importlib.util
import json
import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from desk.ledger.chains import AT, write
from desk.ledger.test_signing import another_key
from troth_desk.ledger import export, signing
from troth_desk.ledger.actions import EVERY
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db
HOSTS = Path(__file__).parents[3] / "hosts"


def program() -> ModuleType:
    """The verifier, loaded from its file."""
    spec = importlib.util.spec_from_file_location("verify_ledger", HOSTS / "verify_ledger.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verifier = program()


def exported(organisation: Organisation, count: int = 3) -> bytes:
    write(organisation.pk, count)
    return "".join(export.lines(organisation.pk, AT)).encode()


def wrong(data: bytes, *kept: bytes, keys: tuple[str, ...] = ()) -> str:
    given = [verifier.public_key(key.encode()) for key in keys or (signing.public_key_pem(),)]
    found: str = verifier.verify(data, given, kept)
    return found


def test_what_the_desk_writes_is_whole(organisation: Organisation) -> None:
    data = exported(organisation, EVERY + 2)
    names = [next(iter(json.loads(line))) for line in data.splitlines()]
    assert names.count("entry") == EVERY + 2
    assert names[1] == names[EVERY + 1] == "checkpoint"
    assert names[-1] == "head"
    assert wrong(data) == ""


def test_one_bit_changed_anywhere_is_seen(organisation: Organisation) -> None:
    data = exported(organisation)
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1 << (place * 5 % 8)
        assert wrong(bytes(changed)), (place, data[place : place + 20])


def test_any_bit_of_any_line_is_seen(organisation: Organisation) -> None:
    data = exported(organisation, 2)
    picked = random.Random(7)  # noqa: S311 - which bits are tried, the same each time
    for _ in range(1500):
        changed = bytearray(data)
        changed[picked.randrange(len(data))] ^= 1 << picked.randrange(8)
        assert wrong(bytes(changed))


def entry(change: Callable[[dict[str, Any]], None], number: int) -> Callable[[list[bytes]], list[bytes]]:
    def changed(lines: list[bytes]) -> list[bytes]:
        value = json.loads(lines[number])
        change(value["entry"])
        lines[number] = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        return lines

    return changed


# lines of the export: entry 1, checkpoint, entry 2, entry 3, head
CHANGES: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "an entry left out": lambda lines: [*lines[:2], *lines[3:]],
    "the first left out": lambda lines: lines[2:],
    "two swapped": lambda lines: [*lines[:2], lines[3], lines[2], lines[4]],
    "one doubled": lambda lines: [*lines[:3], lines[2], *lines[3:]],
    "the end cut off": lambda lines: lines[:3],
    "the end cut off in front of the head": lambda lines: [*lines[:3], lines[4]],
    "the head left out": lambda lines: lines[:-1],
    "something behind the head": lambda lines: [*lines, lines[-1]],
    "nothing": lambda lines: lines[:0],
    "spaces": lambda lines: [lines[0].replace(b":", b": ", 1), *lines[1:]],
    "a member twice": lambda lines: [lines[0].replace(b'"seq"', b'"seq":1,"seq"', 1), *lines[1:]],
    "an unknown kind of line": lambda lines: [*lines[:2], b'{"note":{}}', *lines[2:]],
    "a list": lambda lines: [b"[]", *lines],
    "no UTF-8": lambda lines: [lines[0].replace(b"case", b"\xffase", 1), *lines[1:]],
    "deep": lambda lines: [b"[" * 100_000, *lines],
    "a member more": entry(lambda each: each.update(note="x"), 0),
    "a text of another kind": entry(lambda each: each.update(body=5), 0),
    "a place that is true": entry(lambda each: each.update(seq=True), 0),
    "a checkpoint of another entry": lambda lines: [lines[0], *lines[2:4], lines[1], lines[4]],
    "a signature more": lambda lines: [lines[0], lines[1].replace(b'"signatures":[', b'"signatures":[{},'), *lines[2:]],
    "the signature of another": lambda lines: [lines[0], lines[4].replace(b'"head"', b'"checkpoint"'), *lines[2:]],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_dishonest_exports_are_refused(organisation: Organisation, change: Callable[..., list[bytes]]) -> None:
    lines = exported(organisation).splitlines()
    told = wrong(b"".join(line + b"\n" for line in change(lines)))
    assert told.startswith("line "), told


def test_another_desk_cannot_sign_it(organisation: Organisation) -> None:
    data = exported(organisation)
    _, other = another_key()
    assert wrong(data, keys=(other,)) == "line 2: it is signed by a key that was not given"
    assert wrong(data, keys=(other, signing.public_key_pem())) == ""


def test_what_was_kept_of_an_earlier_export_is_held_against_it(organisation: Organisation) -> None:
    earlier = exported(organisation)
    head = earlier.splitlines()[-1]
    write(organisation.pk, 2, first=3)
    later = "".join(export.lines(organisation.pk, AT)).encode()
    assert wrong(later, head) == ""
    assert "the end was cut off" in wrong(earlier, later.splitlines()[-1])
    said = json.loads(head)["head"]
    assert wrong(later, json.dumps(said).encode()) == ""
    assert "it is none" in wrong(later, b"[1]")
    other = signing.envelope(said["payloadType"], {"ledger": 1, "organisation": organisation.pk, "seq": 2,
                                                   "digest": "0" * 64, "at": ""})  # fmt: skip
    assert "written anew" in wrong(later, json.dumps(other).encode())


def test_it_is_one_file_that_shares_nothing_with_the_desk() -> None:
    tree = ast.parse((HOSTS / "verify_ledger.py").read_text())
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert not [
        name for name in imported if name and name.split(".")[0] in {"troth", "troth_desk", "django", "rfc8785"}
    ]


def test_its_exit_codes(organisation: Organisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ledger.jsonl").write_bytes(exported(organisation))
    (tmp_path / "key.pem").write_text(signing.public_key_pem())
    asked = [str(tmp_path / "ledger.jsonl"), "--key", str(tmp_path / "key.pem")]
    assert verifier.main(asked) == 0
    assert capsys.readouterr().out == "whole: 3 entries, signed up to the last one\n"
    (tmp_path / "ledger.jsonl").write_bytes((tmp_path / "ledger.jsonl").read_bytes().replace(b"TR-0001", b"TR-0002"))
    assert verifier.main(asked) == 1
    assert capsys.readouterr().out.startswith("BROKEN  line 3: the text or the digest of entry 2 was changed")
    assert verifier.main([*asked[:2], str(tmp_path / "none.pem")]) == 2
