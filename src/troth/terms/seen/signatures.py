"""Objects of git that may be signed: tags and commits."""

from __future__ import annotations

from datetime import datetime

import msgspec

from troth.terms.span import Span


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """A tag or commit, and whether it carries a signature; whose that is, and whether it holds, is not looked at.

    ``form`` is what it was made with, as its armour says: "pgp", "ssh", "x509". ``merge`` marks a commit with several
    parents, ``aside`` a tag that is no whole release: a pre-release, one of a package, or a moving "v1". ``at`` is when
    it was made (UTC).
    """

    name: str
    span: Span
    at: datetime
    form: str = ""
    merge: bool = False
    aside: bool = False

    @property
    def signed(self) -> bool:
        """Whether it carries a signature."""
        return self.form != ""
