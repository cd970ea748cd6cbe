"""The register of commitments edited in ``troth.toml``: all that people wrote stays, byte for byte.

Each entry is edited by itself (``Lines``, tomlkit), and the whole is parsed again: it must say what was wanted, or
nothing is changed.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
import tomlkit
from tomlkit.exceptions import TOMLKitError

from troth.formats.troth_toml_commitments import TABLE
from troth.formats.troth_toml_edit import UneditableError
from troth.formats.troth_toml_lines import Lines
from troth.terms.commitment import Commitment
from troth.terms.meaning import names

HEAD = """\
# What this project promises in its security policy, one entry for each sentence. `troth init` wrote it; edit it freely.
#
#   Misread?      Correct the fields: they hold while the document says the sentence.
#   No promise?   silence = "why"
#   Missed?       Add an entry of your own: id, sentence, kind and the fields of that kind.
#   Proof?        evidence = [{ test = "tests/test_login.py::test_limit" }, { literal = "MAX = 5", file = "login.py" }]
#
# `troth drift` tells where the document says something else by now; `troth init` takes it up, and keeps what you wrote.
"""

Values = Mapping[str, Any]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of one entry: keys ``put`` into it and taken out of it (``drop``).

    Keys set ``aside`` become comments, as people wrote them, under the words ``why``.
    """

    put: dict[str, Any] = {}
    drop: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    why: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.put or self.drop or self.aside)


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """A new entry, below the entry with the number ``after`` (-1: at the end).

    ``remarks`` stand behind its keys as comments, a line each.
    """

    values: dict[str, Any]
    after: int = -1
    remarks: tuple[str, ...] = ()


def fields_of(commitment: Commitment) -> dict[str, Any]:
    """The fields of a commitment as an entry says them: those that its kind needs, and those that say something."""
    told: dict[str, Any] = {}
    fields = {each.name: each for each in msgspec.structs.fields(type(commitment))}
    for name, key in names(type(commitment)):
        value = getattr(commitment, name)
        if fields[name].required or value != fields[name].default:
            told[key] = msgspec.to_builtins(value)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in told.items() if value is not None}


def edited(text: str, changes: Mapping[int, Change], cut: Collection[int], added: Sequence[Added]) -> str:
    """``text`` with entries changed, cut out and added, by their numbers in the file.

    Raises:
        UneditableError: ``text`` is no TOML, or its commitments are written in a way that cannot be edited.
    """
    data = _parsed(text)
    entries = _entries(data)
    lines = Lines(text, TABLE)
    if lines.count != len(entries):
        raise UneditableError(
            "its commitments are written in a way that cannot be edited: write each as [[commitment]]"
        )
    below: dict[int, list[Added]] = {}
    for each in added:
        below.setdefault(each.after, []).append(each)
    if -1 in below and entries:
        below.setdefault(len(entries) - 1, []).extend(below.pop(-1))
    if -1 in below:  # there is no entry yet
        lines.insert(-1, [_fresh(each) for each in below.pop(-1)], HEAD)
    for number in range(len(entries) - 1, -1, -1):
        if number in below:
            lines.insert(number, [_fresh(each) for each in below[number]])
        if number in cut:
            lines.cut(number, comments=True)
        elif number in changes:
            lines.replaced(number, lambda old, change=changes[number]: _changed(old, change))  # type: ignore[misc]
    return _sure(lines.text, data, _wanted(entries, changes, cut, added))


def _wanted(
    entries: Sequence[Values], changes: Mapping[int, Change], cut: Collection[int], added: Sequence[Added]
) -> list[Values]:
    """The entries as they should be read afterwards, in their order."""
    found: list[Values] = [dict(each.values) for each in added if each.after == -1 and not entries]
    for number, entry in enumerate(entries):
        change = changes.get(number, Change())
        if number not in cut:
            gone = (*change.drop, *change.aside)
            found.append({**{key: value for key, value in entry.items() if key not in gone}, **change.put})
        last = number == len(entries) - 1
        found += [dict(each.values) for each in added if each.after == number or (last and each.after == -1)]
    return found


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        raise UneditableError(f"not valid TOML: {str(error)[:120]}") from None


def _entries(data: Values) -> list[dict[str, Any]]:
    entries = data.get(TABLE, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise UneditableError("commitments are written [[commitment]]")
    return entries


def _sure(text: str, data: Values, wanted: Sequence[Values]) -> str:
    """``text`` where it says what is ``wanted``, and all else as before."""
    try:
        says = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError):
        says = {}
    if says != {
        **{name: value for name, value in data.items() if name != TABLE},
        **({TABLE: list(wanted)} if wanted else {}),
    }:
        raise UneditableError("its commitments are written in a way that cannot be edited")
    return text


def _fresh(added: Added) -> str:
    array = tomlkit.aot()
    array.append(tomlkit.item(dict(added.values)))
    document = tomlkit.document()
    document.add(TABLE, array)
    remarks = "".join(f"# {' '.join(remark.splitlines())}\n" for remark in added.remarks)
    return tomlkit.dumps(document).rstrip("\n") + "\n" + remarks


def _changed(old: str, change: Change) -> str:
    """The text of one entry with ``change`` made; as it is where tomlkit cannot, so that the whole is refused."""
    try:
        document: Any = tomlkit.parse(old)
        entry = document[TABLE][0]
        aside = [f"{key} = {entry[key].as_string()}" for key in change.aside if key in entry]
        for key in (*change.drop, *change.aside):
            entry.pop(key, None)
        for key, value in change.put.items():
            entry[key] = value
        text = tomlkit.dumps(document)
    except (TOMLKitError, ValueError, TypeError, KeyError, IndexError):
        return old
    if not aside:
        return text
    comments = [f"# {line}" for line in (change.why, *"\n".join(aside).split("\n")) if line]
    return text.rstrip("\n") + "\n" + "\n".join(comments) + "\n"


def quoted(text: str) -> str:
    """``text`` in quotes, on one line, for a comment."""
    return json.dumps(text, ensure_ascii=False)
