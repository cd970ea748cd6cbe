"""The page of a control, cut from the docstring of its module into its sections."""

from __future__ import annotations

import importlib
import inspect

SECTIONS = ("What is promised", "Why it matters", "What counts as evidence", "How it is judged")


def of(control: str) -> dict[str, str]:
    """Heading → words of the control's page; empty for "" and where docstrings were stripped."""
    if not control:
        return {}
    module = importlib.import_module(f"troth.controls.{control.replace('-', '_')}")
    return sections(inspect.getdoc(module) or "")


def sections(docstring: str) -> dict[str, str]:
    """Cut ``docstring`` at lines that open with one of ``SECTIONS``, written alone or before a colon or full stop."""
    found: dict[str, list[str]] = {}
    current = ""
    for line in docstring.splitlines():
        bare = line.strip().strip("*# ")
        title = next((t for t in SECTIONS if bare.lower().startswith(t.lower())), "")
        if title:
            current = title
            found[current] = [bare[len(title) :].lstrip(":.?* —-").strip()]
        elif current:
            found[current].append(line.strip() if set(line.strip()) - set("-=~") else "")
    return {title: "\n".join(lines).strip() for title, lines in found.items()}
