"""Which words each pattern of the reader needs, kept between runs in the user's cache.

Finding that takes a second for all patterns; reading it, some hundredths. What is kept is known by the code that found
it and by Python, whose parser it is taken from; a pattern that is new or has changed is found anew. Nothing is imported
for it before the first pattern is asked for: most commands read no policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from troth.policy.words import literals
from troth.policy.words.literals import BOOK, Divided

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 32 * 1024 * 1024
"""Bytes of a file that is read; that of all patterns has less than two million."""
MOST_KEPT = 4
"""Files of other versions that are kept."""


def recall() -> None:
    """Let the reader know what was found before, and keep what it finds now."""
    BOOK.recall, BOOK.keep = _read, _write


def _read() -> dict[str, Divided]:
    """What is kept; nothing where it is not there, not ours or not what it should be."""
    import msgspec

    from troth.evidence.results import places

    try:
        path = _path()
        if not places.is_ours(path) or path.stat().st_size > LARGEST:
            return {}
        return msgspec.msgpack.decode(path.read_bytes(), type=dict[str, Divided])
    except (OSError, ValueError, RuntimeError):  # RuntimeError: nobody's home is known
        return {}


def _write(found: Mapping[str, Divided]) -> None:
    import msgspec

    from troth.evidence.results import places

    with suppress(OSError, RuntimeError):  # without a cache the next run finds it again
        path = _path()
        places.write(path, msgspec.msgpack.encode(dict(found)))
        for old in sorted(path.parent.glob("*.msgpack"), key=lambda each: each.stat().st_mtime_ns)[:-MOST_KEPT]:
            old.unlink(missing_ok=True)


def _path() -> Path:
    import hashlib
    import sys
    from pathlib import Path

    from troth.evidence.results import places

    code = Path(literals.__file__).read_bytes()
    name = hashlib.blake2b(f"{sys.version}\n".encode() + code, digest_size=16).hexdigest()
    return places.cache() / "patterns" / f"{name}.msgpack"
