"""A document that speaks for the project: where it lies, what it says, and why it counts."""

from __future__ import annotations

from typing import Literal

import msgspec

from troth.terms.span import Span

Role = Literal["policy", "page", "translation", "organisation", "security.txt", "support", "linked"]
"""Why a document is read.

"policy": it was named, or lies where hosts look. "page": it is called like a policy, stands beside one, and counts only
where it reads like one. "translation": another language of ``origin``. "organisation": the default of the owner's
``.github`` repository. "security.txt" (RFC 9116). "support": what SUPPORT says of security. "linked": the policy at
``cited`` sends its readers there for a part of itself.
"""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One document to read.

    ``path`` is how reports call it. ``cited`` is the line that links to a "linked" one, ``origin`` the path of the
    document that a "translation" says in another language. ``mentioned`` are documents of the tree that it links to
    and that are not read.
    """

    path: str
    text: str
    role: Role = "policy"
    cited: Span | None = None
    origin: str = ""
    mentioned: tuple[str, ...] = ()
