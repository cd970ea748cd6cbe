"""Where a file of the tree is found: its path in the repository as a URI, and its page on the host."""

from __future__ import annotations

from urllib.parse import quote

from troth.report.manner import Manner
from troth.terms.span import Span


def uri(path: str, manner: Manner) -> str:
    """``path`` relative to the top of its checkout, percent-encoded (RFC 3986)."""
    whole = f"{manner.prefix}/{path}" if manner.prefix else path
    return quote(_bytes(whole), safe="/")


def page(span: Span, commit: str, manner: Manner) -> str:
    """The address of ``span`` on the host at ``commit``; relative to the top of the checkout where no host is known."""
    line = f"#L{span.line}" if span.line is not None else ""
    base = f"{manner.files}{quote(commit, safe='')}/" if manner.files and commit else ""
    return f"{base}{uri(span.path, manner)}{line}"


def _bytes(text: str) -> bytes:
    """The name of a file as it is on disk: names that are no UTF-8 come as surrogates (PEP 383)."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")
