"""Headers of a mail from anybody, read in bounded time: words, addresses, message ids, types.

The header parser of Python's newer mail policies takes seconds for a hostile header of 20 kB, and recurses; so mails
are read with the older policy, and headers by the functions here, which look at ``limits.LONGEST_HEADER`` characters.
"""

from __future__ import annotations

import codecs
import re
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value, getaddresses, parsedate_to_datetime
from typing import Any, TypeAlias

from troth_desk.faces.lines import NUL_SHOWN
from troth_desk.files.names import one_line
from troth_desk.mailbox.limits import LONGEST_HEADER, MOST_REFERENCES

Mail: TypeAlias = "Message[str, str]"
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,500})>")
_ADDRESS = re.compile(r"[^\s@<>\"(),:;\[\]\\]{1,64}@[^\s@<>\"(),:;\\]{1,255}")
_TYPE = re.compile(r"\s*([A-Za-z0-9!#$&^_.+-]{1,80}/[A-Za-z0-9!#$&^_.+-]{1,80})")

_MEANT = {
    "gb2312": "gb18030",  # mails say the smaller one and use the larger
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "windows-31j": "cp932",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
}
"""What mails mean by a name of a charset."""
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
"""Codecs of Python's that are no charsets of mails; some of them take quadratic time."""


def raw(part: Mail, name: str) -> str:
    """The first header ``name`` as it stands there, cut where it is too long; "" where there is none."""
    wanted = name.lower()
    for each, value in part.raw_items():
        if each.lower() == wanted:
            return _kept(str(value))
    return ""


def all_of(part: Mail, name: str, most: int = 200) -> list[str]:
    """Every header ``name``, as they stand there."""
    wanted = name.lower()
    return [_kept(str(value)) for each, value in part.raw_items() if each.lower() == wanted][:most]


def words(part: Mail, name: str) -> str:
    """The header ``name`` decoded (RFC 2047), as one line that is safe to show."""
    return one_line(decoded(raw(part, name)))


def decoded(value: str) -> str:
    """What a header says: encoded words are decoded, bytes beyond ASCII taken for UTF-8."""
    plain = value.replace("\r", " ").replace("\n", " ")
    try:
        pieces = decode_header(plain)
    except (ValueError, LookupError):  # base64 that is none
        pieces = [(plain, None)]
    return "".join(
        text(piece, charset or "") if isinstance(piece, bytes) else _from_surrogates(piece) for piece, charset in pieces
    )


def text(content: bytes, charset: str) -> str:
    """``content`` as text: in its charset, else as UTF-8, else as Windows-1252; nothing is refused."""
    for name in (charset, "utf-8"):
        codec = _codec(name)
        if codec:
            try:
                return content.decode(codec)
            except (UnicodeError, LookupError, ValueError):
                continue
    return content.decode("cp1252", errors="replace")


def known_charset(name: str) -> bool:
    """Whether there is a charset of that name."""
    return bool(_codec(name))


def addresses(part: Mail, *names: str) -> list[str]:
    """Mail addresses of the headers ``names``, in lower case, in their order."""
    return list(dict.fromkeys(each for _, each in named_addresses(part, *names)))


def named_addresses(part: Mail, *names: str) -> list[tuple[str, str]]:
    """Name and mail address of each that stands in the headers ``names``; addresses in lower case."""
    values = [value for name in names for value in all_of(part, name)]
    try:
        found = getaddresses([_unfolded(value) for value in values])
    except (ValueError, IndexError, RecursionError):
        found = []
    return [(one_line(decoded(name)), clean) for name, address in found if (clean := address_of(address))]


def address_of(given: str) -> str:
    """The one mail address that ``given`` is, in lower case; "" where it is none."""
    plain = _from_surrogates(given).strip().strip("<>").strip()
    return plain.lower() if _ADDRESS.fullmatch(plain) and plain.isprintable() else ""


def message_ids(part: Mail, *names: str) -> list[str]:
    """Message ids without their brackets of the headers ``names``; the last ``MOST_REFERENCES``."""
    found = [each for name in names for value in all_of(part, name) for each in _MESSAGE_ID.findall(_unfolded(value))]
    return list(dict.fromkeys(_from_surrogates(each) for each in found))[-MOST_REFERENCES:]


def content_type(part: Mail) -> str:
    """The type of ``part`` in lower case; "text/plain" where it says none or what is none (RFC 2045 §5.2)."""
    value = raw(part, "content-type")
    found = _TYPE.match(value)
    return found[1].lower() if found else "text/plain"


def parameter(part: Mail, header: str, name: str) -> str:
    """A parameter of a structured header, decoded (RFC 2231); "" where there is none."""
    probe: Mail = Message()
    probe[header] = _from_surrogates(_unfolded(raw(part, header)))
    try:
        found: Any = probe.get_param(name, header=header)
        value = collapse_rfc2231_value(found) if found is not None else ""
    except (ValueError, LookupError, UnicodeError, TypeError):
        return ""
    return decoded(value)


def file_name(part: Mail) -> str:
    """The name that the sender gave a part, "" for none."""
    return parameter(part, "content-disposition", "filename") or parameter(part, "content-type", "name")


def date(part: Mail) -> str:
    """When the sender says that it was written, as ISO 8601; "" where that cannot be read. Nothing counts from it."""
    try:
        return parsedate_to_datetime(raw(part, "date")).isoformat()
    except (ValueError, TypeError, OverflowError, IndexError):
        return ""


def _kept(value: str) -> str:
    """As much of a header as is looked at, with nothing in it that no database keeps."""
    return _from_surrogates(value[:LONGEST_HEADER]).replace("\0", NUL_SHOWN)


def _unfolded(value: str) -> str:
    return value.replace("\r", "").replace("\n", "")


def _from_surrogates(value: str) -> str:
    """Bytes that the parser could not place stand in it as lone surrogates (PEP 383): they are taken for UTF-8."""
    if value.isascii():
        return value
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _codec(name: str) -> str:
    plain = name.strip().strip("\"'").lower()[:60]
    if not plain or not plain.isascii():
        return ""
    plain = _MEANT.get(plain, plain)
    try:
        found = codecs.lookup(plain)
    except (LookupError, ValueError):
        return ""
    is_text = getattr(found, "_is_text_encoding", False)
    return found.name if is_text and found.name.replace("-", "_") not in _NO_CHARSETS else ""
