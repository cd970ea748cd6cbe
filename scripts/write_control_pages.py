"""Write docs/controls: one page per control, from the docstring of its module."""

from __future__ import annotations

import importlib
import inspect
import sys
from pathlib import Path

from troth.controls import CONTROLS, pages

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "controls"


def main() -> None:
    """Write every page and remove those of controls that are gone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = rendered()
    for old in FOLDER.glob("*.md"):
        if old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text)
    sys.stdout.write(f"{len(wanted)} pages written to docs/controls\n")


def rendered() -> dict[str, str]:
    """File name → text, the index included."""
    written = {f"{control.name}.md": page(control.name) for control in CONTROLS}
    lines = [f"- [{control.name}]({control.name}.md): {opening(control.name)}" for control in CONTROLS]
    written["README.md"] = "# Controls\n\nHow each kind of promise is judged.\n\n" + "\n".join(lines) + "\n"
    return written


def page(name: str) -> str:
    """The page of one control."""
    parts = [f"# {name}", opening(name)]
    parts += [f"## {title}\n\n{text}" for title, text in pages.of(name).items()]
    return "\n\n".join(parts) + "\n"


def opening(name: str) -> str:
    """The first sentence of the control's docstring."""
    module = importlib.import_module(f"troth.controls.{name.replace('-', '_')}")
    return " ".join((inspect.getdoc(module) or "").split("\n\n")[0].split())


if __name__ == "__main__":
    main()
