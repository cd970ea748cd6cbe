"""Mail that comes in: decrypted and verified by GnuPG, and given on as if it had come in clear.

PGP/MIME (RFC 3156), encrypted files, and inline text (encrypted, signed, clear-signed), one inside the other. What is
encrypted without protection against changes is not read: its words could be another one's. What cannot be opened is
left as it came, and ``failure`` says why. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

from troth_desk.openpgp import certificates, entities, keys, unpacking
from troth_desk.openpgp.certificates import Found
from troth_desk.openpgp.home import Home, NoGnuPGError, Ran, home
from troth_desk.openpgp.keys import UnusableKeyError

DEEPEST = 8
"""Levels of parts in parts that are looked at."""
MOST_PARTS = 400
"""Parts of one entity; a mail of more is none that a person wrote."""
MOST_CALLS = 24
"""Pieces of one mail that are opened or verified."""
_LARGEST_CLEAR = 64 * 1024 * 1024
"""Bytes that all pieces of one mail hold together."""
_BEGIN = re.compile(rb"^-----BEGIN PGP (MESSAGE|SIGNED MESSAGE)-----[ \t]*\r?$", re.MULTILINE)
_END = {
    b"MESSAGE": re.compile(rb"^-----END PGP MESSAGE-----[ \t]*\r?$", re.MULTILINE),
    b"SIGNED MESSAGE": re.compile(rb"^-----END PGP SIGNATURE-----[ \t]*\r?$", re.MULTILINE),
}
_ARMOUR = b"-----BEGIN PGP MESSAGE-----"


class SignatureState(enum.StrEnum):
    """What a signature is worth."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN_KEY = "unknown key"
    ENDED_KEY = "key that has ended"
    REVOKED_KEY = "revoked key"
    ENDED = "signature that has ended"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature: fingerprint of the primary key (or the id of the key where that is all it says), and its state.

    ``whole``: nothing that is shown of the mail stands outside of what was signed. ``came_along``: the key that it was
    verified by came with the mail itself, so it proves only that the two belong together.
    """

    fingerprint: str
    state: SignatureState
    whole: bool = True
    came_along: bool = False


@dataclass(frozen=True, slots=True)
class OpenedMail:
    """A mail as if it had come in clear.

    ``message`` bears the headers that came; ``encrypted``: something of it was, whether it could be opened or not;
    ``partly``: something stood in clear beside it. ``failure`` says in words what could not be opened, "" where there
    is nothing of the kind. ``certificates`` are keys of others that it brought.
    """

    message: EmailMessage
    encrypted: bool
    signatures: tuple[Signature, ...]
    failure: str
    partly: bool = False
    certificates: tuple[Found, ...] = ()


def open_mail(raw: bytes, organisation_id: int, known: Iterable[str] = ()) -> OpenedMail:
    """The mail ``raw``, opened with the keys of the organisation; ``known`` are certificates of its participants.

    Signatures are verified by those, then by keys that the mail itself brings.
    """
    given = tuple(known)
    work = _Work(organisation_id, given)
    content = work.opened(raw)
    wanted = {each.fingerprint for each in work.signatures if each.state is SignatureState.UNKNOWN_KEY}
    brought = [each.armoured for each in work.found if each.fingerprint in wanted or each.holds_any(wanted)]
    if brought:
        prints = {each.fingerprint for each in work.found}
        work = _Work(organisation_id, (*given, *brought))
        content = work.opened(raw)
        work.signatures = [replace(each, came_along=each.fingerprint in prints) for each in work.signatures]
    message = BytesParser(policy=default).parsebytes(content)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what the policy makes
    several = work.clear_beside
    signatures = tuple(dict.fromkeys(replace(each, whole=each.whole and not several) for each in work.signatures))
    return OpenedMail(
        message=message,
        encrypted=work.encrypted,
        signatures=signatures,
        failure=" ".join(dict.fromkeys(work.failures)),
        partly=several,
        certificates=tuple(work.found),
    )


@dataclass
class _Work:
    """One mail in work: what was found on the way."""

    organisation: int
    known: Sequence[str]
    encrypted: bool = False
    clear_beside: bool = False
    signatures: list[Signature] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    calls: int = 0
    clear: int = 0

    def opened(self, raw: bytes) -> bytes:
        """``raw`` with everything in it opened that can be."""
        self._collect(certificates.of_autocrypt(entities.headers(entities.split(raw)[0])))
        return self._entity(raw, 0)

    def _entity(self, raw: bytes, depth: int) -> bytes:
        head, body = entities.split(raw)
        kind = entities.content_type(head)
        if depth > DEEPEST:
            return raw
        if kind == "message/rfc822":
            inner = self._entity(body, depth + 1)
            return raw if inner == body else head + entities.SEPARATOR + inner
        if kind.startswith("multipart/"):
            return self._multipart(raw, head, body, depth)
        return self._single(raw, head, kind, depth)

    def _multipart(self, raw: bytes, head: bytes, body: bytes, depth: int) -> bytes:
        parts = entities.children(head, body)
        if parts is None:
            return raw
        if len(parts) > MOST_PARTS:
            self.failures.append(f"It has more than {MOST_PARTS} parts, in which the desk looks for nothing encrypted.")
            return raw
        kind = entities.content_type(head)
        types = [entities.content_type(entities.split(part)[0]) for part in parts[:4]]
        if "application/pgp-encrypted" in types and kind in {"multipart/encrypted", "multipart/mixed"}:
            return self._encrypted(raw, head, parts[: types.index("application/pgp-encrypted") + 3], depth)
        if kind == "multipart/signed" and len(parts) >= 2 and types[1] == "application/pgp-signature":
            return self._signed(head, parts, depth)
        mended: list[bytes] = []
        signed: set[int] = set()
        for place, part in enumerate(parts):
            before = len(self.signatures)
            mended.append(self._entity(part, depth + 1))
            if len(self.signatures) > before:
                signed.add(place)
        shown_whole = _is_shown_alone(mended, signed) if kind == "multipart/alternative" else _shown(parts) <= 1
        if signed and not shown_whole:
            self.clear_beside = True
        return raw if mended == parts else entities.joined(head, mended)

    def _encrypted(self, raw: bytes, head: bytes, parts: list[bytes], depth: int) -> bytes:
        """RFC 3156 §4; and what mail servers make of it that rename the whole to "mixed"."""
        self.encrypted = True
        data = next((content for part in parts if _is_message(content := entities.decoded(part))), b"")
        if not data:
            self.failures.append("It says that it is encrypted with OpenPGP, and holds nothing of the kind.")
            return raw
        clear = self._decrypted(data)
        if clear is None:
            return raw
        return self._entity(_with_protected_subject(entities.under(head, clear), clear), depth + 1)

    def _signed(self, head: bytes, parts: list[bytes], depth: int) -> bytes:
        """RFC 3156 §5."""
        ran = self._call(lambda at: at.verified(entities.decoded(parts[1]), entities.canonical(parts[0])), secret=False)
        if ran is not None:
            self._note(ran)
        if len(parts) > 2:
            self.clear_beside = True
        return self._entity(_with_protected_subject(entities.under(head, parts[0]), parts[0]), depth + 1)

    def _single(self, raw: bytes, head: bytes, kind: str, depth: int) -> bytes:
        content = entities.decoded(raw)
        self._collect(certificates.within(content))
        name = entities.filename(head)
        if kind == "text/plain" and not name:
            return self._inline(raw, head, content, depth)
        if kind == "text/html":
            if _ARMOUR in content:
                self.encrypted = True
                self.failures.append("An OpenPGP message stands inside of HTML, which the desk does not read.")
            return raw
        if name.lower().endswith((".pgp", ".gpg", ".asc")) and _is_message(content):
            return self._file(raw, head, name, content)
        return raw

    def _file(self, raw: bytes, head: bytes, name: str, content: bytes) -> bytes:
        self.encrypted = True
        clear = self._decrypted(content)
        if clear is None:
            return raw
        return _file_entity(entities.without_content(head), name.rpartition(".")[0], clear)

    def _inline(self, raw: bytes, head: bytes, content: bytes, depth: int) -> bytes:
        pieces = list(_pieces(content))
        if len(pieces) == 1 and not pieces[0][0]:
            return raw
        charset = entities.parameter(head, "charset") or "utf-8"
        text, opened, outside = [], 0, ""
        for kind, piece in pieces:
            if not kind:
                outside += _text(piece, charset)
                text.append(_text(piece, charset))
                continue
            self.encrypted = self.encrypted or kind == b"MESSAGE"
            clear = self._decrypted(piece, clearsigned=kind != b"MESSAGE")
            opened += clear is not None
            text.append(_text(piece if clear is None else clear, "utf-8" if _is_utf8(clear) else charset))
        if not opened:
            return raw
        if outside.strip() or opened > 1:
            self.clear_beside = True
        kept = entities.without_content(head)
        said = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit"
        written = "".join(text).encode("utf-8", "replace")
        made = (kept + b"\r\n" if kept else b"") + said + entities.SEPARATOR + written
        return self._entity(made, depth + 1)  # a signature often stands inside of what was encrypted

    def _decrypted(self, data: bytes, *, clearsigned: bool = False) -> bytes | None:
        """The clear content of ``data``; None where it is not to be had or not to be trusted, which is told."""
        ran = self._call(lambda at: at.opened(data), secret=not clearsigned)
        if ran is None:
            return None
        if not clearsigned and unpacking.is_newer(ran):
            ran = unpacking.opened(data, self._secrets(), self.known)
        problem = _problem(ran, clearsigned=clearsigned)
        if problem:
            self.failures.append(problem)
            return None
        self.clear += len(ran.output)
        if self.clear > _LARGEST_CLEAR:
            self.failures.append("It holds more than the desk opens of one mail.")
            return None
        self._note(ran)
        return ran.output

    def _call(self, verb: Callable[[Home], Ran], *, secret: bool) -> Ran | None:
        self.calls += 1
        if self.calls > MOST_CALLS:
            self.failures.append(f"It has more than {MOST_CALLS} encrypted or signed pieces; the desk opens no more.")
            return None
        secrets = self._secrets() if secret else ()
        if secret and not secrets:
            self.failures.append("It is encrypted, and this organisation has no OpenPGP key on the desk.")
            return None
        try:
            with home([*secrets, *self.known], agent=secret) as at:
                return verb(at)
        except NoGnuPGError as error:
            self.failures.append(f"It could not be opened: {error}.")
            return None

    def _secrets(self) -> tuple[str, ...]:
        try:
            return tuple(key.armoured for key in keys.every(self.organisation))
        except UnusableKeyError as error:
            self.failures.append(f"{str(error)[:1].upper()}{str(error)[1:]}.")
            return ()

    def _note(self, ran: Ran) -> None:
        self.signatures += _signatures(ran)

    def _collect(self, found: Iterable[Found]) -> None:
        have = {each.fingerprint for each in self.found}
        for each in found:
            if each.fingerprint not in have and len(self.found) < certificates.MOST:
                self.found.append(each)


_STATES = {
    "GOODSIG": SignatureState.GOOD,
    "BADSIG": SignatureState.BAD,
    "EXPSIG": SignatureState.ENDED,
    "EXPKEYSIG": SignatureState.ENDED_KEY,
    "REVKEYSIG": SignatureState.REVOKED_KEY,
    "ERRSIG": SignatureState.UNREADABLE,
}


def _signatures(ran: Ran) -> list[Signature]:
    """From the lines of one call: each signature begins with the line that gives its state, details come after it."""
    found: list[Signature] = []
    for words in ran.status:
        keyword, given = words[0], words[1:]
        if keyword in _STATES and given:
            state, name = _STATES[keyword], given[0]
            if keyword == "ERRSIG":
                unknown = len(given) > 5 and given[5] == "9"  # "no public key" (GnuPG, doc/DETAILS)
                state = SignatureState.UNKNOWN_KEY if unknown else state
                name = given[6] if len(given) > 6 and given[6] != "-" else name
            found.append(Signature(name, state))
        elif keyword == "VALIDSIG" and found:
            found[-1] = replace(found[-1], fingerprint=given[-1])
    return found


def _problem(ran: Ran, *, clearsigned: bool) -> str:
    """Why the content of ``ran`` is not to be had, in a sentence; "" where it is."""
    if ran.trouble:
        return f"It could not be opened: {ran.trouble}."
    said = {words[0] for words in ran.status}
    if clearsigned:
        return "" if said & set(_STATES) else "It says that it is signed, and its signature cannot be read."
    methods = [(given[0], *given[2:3]) for given in ran.said("DECRYPTION_INFO") if given]
    if any(set(method) == {"0"} for method in methods):  # neither a code against changes (MDC) nor AEAD
        return (
            "It is encrypted without protection against changes, so nobody can know who wrote its words. "
            "Ask for it once more, encrypted by a program of this decade."
        )
    if "BADMDC" in said:
        return "It was changed on its way or is damaged: what protects its content does not match."
    if "DECRYPTION_OKAY" in said:
        return ""
    asked = [given[0] for given in ran.said("ENC_TO") if given]
    if ran.said("NO_SECKEY") and not methods:
        named = ", ".join(dict.fromkeys(asked[:5]))
        return f"It is encrypted to another key ({named}), which this desk does not have."
    if said & {"NEED_PASSPHRASE_SYM", "SYM_KEY"} or "INQUIRE_MAXLEN" in said:
        return "It is encrypted with a passphrase, which the desk was never told."
    if not asked and said & {"GOODSIG", "ERRSIG", "EXPKEYSIG", "REVKEYSIG", "EXPSIG", "PLAINTEXT"}:
        return "" if "BADSIG" not in said else "Its signature does not match."
    return "It is damaged or no OpenPGP message: GnuPG could not open it."


def _pieces(content: bytes) -> Iterable[tuple[bytes, bytes]]:
    """Blocks of OpenPGP in a text with their kind, and what stands between them under the kind b""."""
    start = 0
    while True:
        begin = _BEGIN.search(content, start)
        end = _END[begin.group(1)].search(content, begin.end()) if begin else None
        if begin is None or end is None:
            if start < len(content) or not start:
                yield b"", content[start:]
            return
        if begin.start() > start:
            yield b"", content[start : begin.start()]
        yield begin.group(1), content[begin.start() : end.end()]
        start = end.end()


def _is_message(content: bytes) -> bool:
    """Whether ``content`` begins as a message of OpenPGP: in armour, or by the packet of a key or of passphrases."""
    stripped = content.lstrip()
    if _ARMOUR in stripped[:2000]:
        return True
    first = content[:1]
    # Packet tags 1, 3, 9, 18, 8 and 4 in the old and the new format (RFC 9580 §4.2)
    return bool(first) and first[0] in {0x84, 0x85, 0x86, 0x8C, 0x8D, 0xA3, 0xC1, 0xC3, 0xC4, 0xC8, 0xC9, 0xD2}


def _is_shown_alone(alternatives: Sequence[bytes], signed: set[int]) -> bool:
    """Whether what was signed is the version that is shown: the first one, in plain words. Of others nobody knows."""
    first = alternatives[0]
    plain = entities.content_type(entities.split(first)[0]) == "text/plain"
    return signed == {0} and plain and bool(entities.decoded(first).strip())


def _shown(parts: Sequence[bytes]) -> int:
    """How many parts hold something that is shown."""
    return sum(bool(entities.decoded(part).strip()) or entities.split(part)[0][:1] != b"" for part in parts)


def _with_protected_subject(entity: bytes, inner: bytes) -> bytes:
    """The subject that was encrypted in place of the one that everybody saw on the way.

    Programs mark it by ``protected-headers="v1"``, since RFC 9788 §2.1.1 by ``hp="cipher"`` or ``hp="clear"``.
    """
    head = entities.split(inner)[0]
    subject = entities.headers(head).get("subject")
    marked = entities.parameter(head, "protected-headers") == "v1" or entities.parameter(head, "hp") in {
        "cipher",
        "clear",
    }
    if not marked or subject is None:
        return entity
    outer, body = entities.split(entity)
    kept, leaving = [], False
    for each in outer.split(b"\r\n"):
        leaving = leaving if each[:1] in {b" ", b"\t"} else each[:8].lower() == b"subject:"
        if not leaving:
            kept.append(each)
    line = " ".join(str(subject).split()).encode("utf-8", "replace")
    return b"\r\n".join([b"Subject: " + line, *kept]) + entities.SEPARATOR + body


def _file_entity(head: bytes, name: str, content: bytes) -> bytes:
    made = EmailMessage(policy=default)
    made.set_content(content, maintype="application", subtype="octet-stream", filename=name or "file")
    del made["MIME-Version"]
    return (head + b"\r\n" if head else b"") + made.as_bytes(policy=default.clone(linesep="\r\n"))


def _text(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset)
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


def _is_utf8(content: bytes | None) -> bool:
    try:
        (content or b"").decode()
    except UnicodeDecodeError:
        return False
    return True
