"""CommonMark with tables, as GitHub writes it."""

from __future__ import annotations

from troth.policy import blocks
from troth.policy.markup.markup import Markup

MARKUP = Markup(name="markdown", statements=blocks.statements, suffixes=(".md", ".markdown", ".mdx", ".mkd"))
