"""OSV records as YAML, as PyPA's advisory database writes them (``vulns/PACKAGE/PYSEC-YYYY-N.yaml``).

Every scalar is the text that stands there, so the version ``1.10`` stays "1.10"; only a plain null is none. Aliases of
YAML are refused: no record needs them, and a bomb is made of them.
"""

from __future__ import annotations

from typing import Any

import yaml

from troth.formats.osv import BadRecordError

LARGEST = 4 * 1024 * 1024
"""Characters of the largest record that is read."""
DEEPEST = 40
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def tree(text: str) -> Any:
    """What the YAML ``text`` stands for: dicts with string keys, lists, strings and None.

    Raises:
        BadRecordError: it is no YAML, too large or too deep, holds aliases or several documents.
    """
    if len(text) > LARGEST:
        raise BadRecordError(f"larger than {LARGEST // (1024 * 1024)} MiB")
    reader = _Reader()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            reader.take(event)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, BadRecordError):
            raise
        raise BadRecordError(f"not valid YAML: {' '.join(str(error).split())[:120]}") from None
    if len(reader.documents) != 1:
        raise BadRecordError("not one document of YAML")
    return reader.documents[0]


class _Reader:
    """Builds the tree from the events of the parser; ``open_`` are the collections that are not closed yet."""

    def __init__(self) -> None:
        self.documents: list[Any] = []
        self._open: list[list[Any] | dict[str, Any]] = []
        self._keys: list[str | None] = []

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise BadRecordError("holds aliases of YAML")
        if isinstance(event, yaml.ScalarEvent):
            plain = event.implicit[0] and event.style in (None, "")
            self._put(None if plain and event.value in _NULLS else event.value)
        elif isinstance(event, yaml.MappingStartEvent):
            self._begin({})
        elif isinstance(event, yaml.SequenceStartEvent):
            self._begin([])
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._open.pop()
            self._keys.pop()

    def _begin(self, collection: list[Any] | dict[str, Any]) -> None:
        if len(self._open) == DEEPEST:
            raise BadRecordError("nested too deeply")
        self._put(collection)
        self._open.append(collection)
        self._keys.append(None)

    def _put(self, value: Any) -> None:
        if not self._open:
            self.documents.append(value)
            return
        parent, key = self._open[-1], self._keys[-1]
        if isinstance(parent, list):
            parent.append(value)
        elif key is None:
            if isinstance(value, list | dict):
                raise BadRecordError("a key that is no word")
            self._keys[-1] = str(value or "")
        else:
            parent[key] = value
            self._keys[-1] = None
