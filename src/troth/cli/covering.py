"""The last door: whatever a command prints, a value that has the form of a secret is covered."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from troth.terms.redaction import covered


class Covering:
    """A stream that covers what is written to it; in all else it is the stream behind it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write ``text``, covered."""
        self._stream.write(covered(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write each of ``lines``, covered."""
        for line in lines:
            self.write(line)

    @property
    def buffer(self) -> CoveringBytes:
        """The bytes behind it, covered too."""
        return CoveringBytes(self._stream.buffer)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class CoveringBytes:
    """The same for bytes; those that are no UTF-8 pass as they are."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, data: bytes) -> int:
        """Write ``data``, covered."""
        text = bytes(data).decode("utf-8", "surrogateescape")
        self._stream.write(covered(text).encode("utf-8", "surrogateescape"))
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def covering() -> Iterator[None]:
    """Cover standard output and standard error while it lasts."""
    out, errors = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Covering(out), Covering(errors)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = out, errors
