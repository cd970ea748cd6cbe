"""What may be done with more than is needed: the token of a job, credentials after a checkout, the user of an image,
and workflows that run for changes of strangers with the rights of the project."""

from __future__ import annotations

from typing import Literal

import msgspec

from troth.terms.span import Span

Subject = Literal["token", "checkout", "image", "event"]
Width = Literal["narrow", "wide", "unset"]


class Privilege(msgspec.Struct, frozen=True, kw_only=True):
    """One job, checkout, image or workflow ("event"), and what its file says of it.

    ``width``: "narrow" where the file confines it, "wide" where it plainly does not, "unset" where a setting elsewhere
    decides. ``writes`` are the scopes that a token may write, ``top`` whether they are those of the whole workflow.
    ``told``: what the file says, or does not, in words; ``assumed`` where the width is that of a base image.
    """

    subject: Subject
    name: str
    span: Span
    width: Width
    writes: tuple[str, ...] = ()
    top: bool = False
    told: str = ""
    assumed: bool = False
