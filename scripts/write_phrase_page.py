"""Write docs/phrases.md: what the reader listens for, from the phrases themselves."""

from __future__ import annotations

import importlib
import inspect
import sys
from pathlib import Path
from typing import Any

from troth.policy.phrases import PHRASES
from troth.policy.phrases.phrase import Phrase

PAGE = Path(__file__).resolve().parent.parent / "docs" / "phrases.md"
OPENING = """# Phrases

What the reader listens for. Each phrase is one file in `src/troth/policy/phrases` and one line in its registry; its
examples and counter-examples are its tests. `troth read FILE --explain LINE` tells which of them fired on a line.
`make docs` writes this page.
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(rendered())
    sys.stdout.write(f"{len(PHRASES)} phrases written to docs/phrases.md\n")


def rendered() -> str:
    """The whole page."""
    return "\n".join([OPENING, *(entry(phrase) for phrase in PHRASES)])


def entry(phrase: Phrase) -> str:
    """One phrase: what it reads, what it makes of its examples, what it must not take for a promise."""
    parts = [f"## {phrase.name}", opening(phrase), f"Reads: {', '.join(sorted(phrase.forms))}."]
    for example in phrase.examples:
        parts += [fenced(example.text), "makes", "\n".join(f"- {made(one)}" for one in example.makes)]
        parts += ["and nothing of it is made of", fenced(example.negated), fenced(example.advice), fenced(example.past)]
    if phrase.counter_examples:
        parts.append("Nor of")
        parts += [fenced(text) for text in phrase.counter_examples]
    return "\n\n".join(parts) + "\n"


def opening(phrase: Phrase) -> str:
    """The first sentence of the docstring of the phrase's file."""
    module = importlib.import_module(f"troth.policy.phrases.{phrase.name.replace('-', '_')}")
    return " ".join((inspect.getdoc(module) or "").split("\n\n")[0].split())


def fenced(text: str) -> str:
    """``text`` as a block that no fence inside it can end."""
    return f"````markdown\n{text.strip()}\n````"


def made(one: dict[str, Any]) -> str:
    """One commitment as a line of code."""
    fields = ", ".join(f"{name} {value!r}" for name, value in one.items() if name != "kind")
    return f"`{one['kind']}`" + (f": `{fields}`" if fields else "")


if __name__ == "__main__":
    main()
