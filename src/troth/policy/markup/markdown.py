"""CommonMark with tables, as GitHub writes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from troth.policy import blocks
from troth.policy.markup import markdown_boxes, markdown_unsaid
from troth.policy.markup.markup import Markup
from troth.policy.markup.untitled import titled
from troth.terms.statement import Statement


def _statements(path: str, lines: Sequence[str], offset: int) -> Iterator[Statement]:
    yield from blocks.statements(path, titled(markdown_boxes.opened(markdown_unsaid.said(lines))), offset)


MARKUP = Markup(name="markdown", statements=_statements, suffixes=(".md", ".markdown", ".mdx", ".mkd"))
