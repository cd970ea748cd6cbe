"""Results full of what a hostile tree could write, for tests of every format."""

from __future__ import annotations

from datetime import date

import msgspec
from hypothesis import strategies as st

from results import fact, judged, result
from troth.terms.commitment import Practice
from troth.terms.result import NotSeen, Result
from troth.terms.span import Span
from troth.terms.verdict import Finding, Standing

PAYLOADS = (
    "\x1b]0;owned\x07", "\x9b31m", "a\u202egnp.exe", "\ud800", "\x00", "x\ny\rz", "\n::error::x", "::stop-commands::t",
    "##[set-output name=a]b", "%0A::set-output name=x::y", "</desc><script>alert(1)</script>", "<!-- troth -->",
    "]]><x/>", "&#64;org", "@org/team #12 !3 GH-4 a/b#5", "[x](javascript:alert(1))", "![x](https://evil.example/a.png)",
    "| a | b |", "`code` ``` x", "www.evil.example https://evil.example/issues/1", "\ufffe\uffff", "](1) [2](3)",
    '" onload="x', "1. x", "# x", "$HOME $1$ ~x~ %1", "\u2028\u2029", "a" * 5000,
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.sampled_from(PAYLOADS), st.lists(st.sampled_from(PAYLOADS)).map(" ".join))


def evil(path: str, words: str, *, accepted: bool = False) -> Result:
    """Everything that comes from a tree says ``words``, in a file called ``path``."""
    where = path or "f"
    verdicts = []
    for number, standing in enumerate(Standing):
        promise = Practice(span=Span(where, number + 1, words), topic=words or "x", what=words)
        facts = [
            fact(where, 3, words, weakness=True),
            fact(f"{where}/b", None, words),
            fact(f"tag:{words}", None, words),
        ]
        facts = [] if standing in (Standing.UNPROVEN, Standing.NOTED) else facts
        one = judged(promise, standing, words or "-", *facts, name=f"p{number}-{words}", step=words, settles="desk")
        verdicts.append(msgspec.structs.replace(one, accepted=accepted and standing is Standing.BROKEN))
    found = (Finding(rule="dead-link", span=Span(where, 2, words), text=words, also=(Span(where, 9, words),)),)
    whole = result(*verdicts, documents=(where,), findings=found)
    return msgspec.structs.replace(
        whole, root=words, at=date(2026, 11, 25), not_seen=(NotSeen(text=words, paths=(words,)),)
    )
