"""Texts as Troth reads them: the same reader, and so the same promises under the same ids, as ``troth check``.

The reader and what stands behind it are loaded with the first text: a desk that starts with the policy that it has, and
answers for months, needs neither their second nor their memory. So do the controls, here and in other applications.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from troth.terms.commitment import KINDS, Commitment
from troth.terms.redaction import covered
from troth.terms.register import Entry
from troth.terms.source import Source
from troth.terms.span import Span
from troth.terms.statement import Reading
from troth.terms.waiver import REGISTER
from troth_desk.policies.refusal import RefusedTextsError

if TYPE_CHECKING:
    from troth.pipeline import Promises

LARGEST = 1024 * 1024
"""Bytes of the largest document that is taken, as UTF-8."""
MOST = 40
"""Documents of one policy."""
LONGEST_PATH = 300
SECURITY_TXT = "security.txt"


@dataclass(frozen=True, slots=True)
class Texts:
    """The documents of a policy, the foremost first, and its ``troth.toml`` ("" where there is none)."""

    sources: tuple[Source, ...]
    register: str = ""

    @property
    def digest(self) -> str:
        """The SHA-256 that tells two sets of texts apart: paths, roles, texts and their order."""
        said = [(one.path, one.role, one.origin, digest(one.text)) for one in self.sources]
        return hashlib.sha256(msgspec.json.encode([said, digest(self.register)])).hexdigest()


@dataclass(frozen=True, slots=True)
class Read:
    """What ``Texts`` promise; ``remarks`` tell what of them could not be read."""

    promises: Promises
    remarks: tuple[str, ...] = ()


def digest(text: str) -> str:
    """SHA-256 of ``text`` as UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def texts_of(texts: Mapping[str, str]) -> Texts:
    """``texts`` by their paths, in their order, as documents; ``troth.toml`` becomes the register.

    Raises:
        RefusedTextsError: as ``checked``.
    """
    sources = (
        Source(path=path, text=text, role="security.txt" if path.rpartition("/")[2] == SECURITY_TXT else "policy")
        for path, text in texts.items()
        if path != REGISTER
    )
    return checked(tuple(sources), texts.get(REGISTER, ""))


def checked(sources: Sequence[Source], register: str = "") -> Texts:
    """The documents, bounded, with what has the form of a secret covered as ``troth check`` covers it.

    Raises:
        RefusedTextsError: there is none, or one is too large, has no words, or is no text.
    """
    if not sources:
        raise RefusedTextsError("There is no policy document among them. Hand in SECURITY.md.")
    if len(sources) > MOST:
        raise RefusedTextsError(f"These are more than {MOST} documents. Hand in those of the policy alone.")
    paths = [one.path for one in sources]
    for path in paths:
        if not path or len(path) > LONGEST_PATH or not path.isprintable() or paths.count(path) > 1:
            raise RefusedTextsError(f"{path[:80]!r} cannot name a document: a path of 1 to 300 signs, each once.")
    taken = tuple(msgspec.structs.replace(one, text=_text(one.path, one.text)) for one in sources)
    if not any(character.isalpha() for character in taken[0].text):
        raise RefusedTextsError(f"{taken[0].path} holds no words, so it promises nothing.")
    return Texts(taken, _text(REGISTER, register))


def _text(path: str, text: str) -> str:
    if "\0" in text:
        raise RefusedTextsError(f"{path} holds NUL characters: it is no text. Save it as UTF-8.")
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise RefusedTextsError(f"{path} holds broken characters. Save it as UTF-8.") from None
    if size > LARGEST:
        raise RefusedTextsError(f"{path} is larger than {LARGEST // 1024} KiB. No policy is that long.")
    return covered(text)


def decoded(path: str, content: bytes) -> str:
    """``content`` of a file as text: UTF-8, with or without a mark.

    Raises:
        RefusedTextsError: it is no UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedTextsError(f"{path} is no UTF-8. Save it as UTF-8 and hand it in again.") from None


def read(texts: Texts) -> Read:
    """What ``texts`` promise, as ``troth check`` reads it; a register that cannot be read says nothing, and is told."""
    from troth import pipeline

    entries, remarks = _entries(texts.register)
    return Read(pipeline.promises(texts.sources, entries), remarks)


def _entries(register: str) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    if not register.strip():
        return (), ()
    from troth.evidence.given import GivenFiles
    from troth.evidence.waivers.gatherer import register as register_of

    given = GivenFiles({REGISTER: register.encode()})
    own = register_of(given)
    if own is None:
        return (), (f"{REGISTER} cannot be read: {given.unreadable.get(REGISTER, 'it is no TOML')}",)
    return own.commitments, tuple(f"{gap.wanted}: {gap.reason}" for gap in own.gaps[:20])


def written(commitment: Commitment) -> str:
    """``commitment`` as JSON, whole."""
    return msgspec.json.encode(commitment).decode()


def commitment_of(whole: str) -> Commitment:
    """What ``written`` wrote."""
    return _COMMITMENTS.decode(whole)


def seen(reading: Reading) -> dict[str, Any]:
    """What the reader saw of a document, but for its promises and its text."""
    said: dict[str, Any] = storable(
        {
            "markup": reading.markup,
            "statements": reading.statements,
            "unread": [msgspec.to_builtins(span) for span in reading.unread],
            "cut": [msgspec.to_builtins(span) for span in reading.cut],
        }
    )
    return said


def reading_of(source: Source, said: Mapping[str, Any], commitments: Iterable[Commitment]) -> Reading:
    """What ``seen`` told, with the document and its promises."""
    return Reading(
        document=source.path,
        commitments=tuple(commitments),
        unread=msgspec.convert(said.get("unread", []), tuple[Span, ...]),
        cut=msgspec.convert(said.get("cut", []), tuple[Span, ...]),
        statements=int(said.get("statements", 0)),
        role=source.role,
        cited=source.cited,
        origin=source.origin,
        text=source.text,
        markup=str(said.get("markup", "markdown")),
    )


def storable(value: Any) -> Any:
    """``value`` as both databases take it: JSON of PostgreSQL has no NUL."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, Mapping):
        return {storable(name): storable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [storable(each) for each in value]
    return value


def _commitments() -> msgspec.json.Decoder[Commitment]:
    kinds: Any = KINDS[0]
    for kind in KINDS[1:]:
        kinds = kinds | kind
    return msgspec.json.Decoder(type=kinds)


_COMMITMENTS = _commitments()
