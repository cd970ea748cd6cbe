"""Draw docs/check.svg: the real output of ``troth check examples/harbour --no-tools`` as a picture of a terminal."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "check.svg"
TROTH = Path(sys.executable).with_name("troth")
COMMAND = ["check", "examples/harbour", "--no-tools", "--at", "2026-11-25", "--color", "always"]
COLUMNS, ADVANCE, LINE, MARGIN = 80, 8.4, 20, 20
COLOURS = {"31": "#ff8a80", "33": "#ffd166", "32": "#7ee2a8", "36": "#7cc7ff"}
GROUND, INK, DIM = "#14181d", "#e6e9ee", "#98a2b3"
CODE = re.compile(r"\x1b\[([0-9;]*)m")


def main() -> None:
    """Draw the picture."""
    with tempfile.TemporaryDirectory() as folder:
        checkout(Path(folder))
        done = subprocess.run([str(TROTH), *COMMAND], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    shown = re.sub(r"\d+\.\d s", "0.2 s", done.stdout, count=1)
    PICTURE.write_text(svg([f"\x1b[2m$\x1b[0m troth {' '.join(COMMAND[:3])}", *shown.rstrip("\n").split("\n")]))
    sys.stdout.write(f"{PICTURE.relative_to(ROOT)} written\n")


def checkout(folder: Path) -> None:
    """Harbour as a repository of its own, with the same commit each time."""
    root = folder / "examples" / "harbour"
    shutil.copytree(ROOT / "examples" / "harbour", root)
    environment = os.environ | dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "2026-11-20T12:00:00+0000")
    names = ("-c", "user.name=Harbour", "-c", "user.email=harbour@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "-q", "-b", "main"), ("add", "-A", "-f"), ("commit", "-q", "-m", "All of harbour")):
        subprocess.run(["git", *names, *words], cwd=root, env=environment, check=True)


def svg(lines: list[str]) -> str:
    """The picture of ``lines``, whose colours are ANSI codes."""
    width, height = COLUMNS * ADVANCE + 2 * MARGIN, len(lines) * LINE + 2 * MARGIN
    rows = [row(line, MARGIN + LINE * (number + 0.75)) for number, line in enumerate(lines)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" role="img" '
        'aria-label="Output of troth check on the example project harbour">\n'
        f'<rect width="100%" height="100%" rx="8" fill="{GROUND}"/>\n'
        f'<g font-family="ui-monospace,SFMono-Regular,Menlo,DejaVu Sans Mono,monospace" font-size="14" fill="{INK}">\n'
        + "\n".join(rows)
        + "\n</g>\n</svg>\n"
    )


def row(line: str, y: float) -> str:
    """One line of text; each coloured piece is placed by its column, so that fonts do not shift it."""
    pieces, column, style = [], 0, ""
    for index, piece in enumerate(CODE.split(line)):
        if index % 2:
            style = look(piece)
        elif piece:
            length = len(piece) * ADVANCE
            pieces.append(
                f'<text x="{MARGIN + column * ADVANCE:.1f}" y="{y:g}" xml:space="preserve" textLength="{length:.1f}" '
                f'lengthAdjust="spacingAndGlyphs"{style}>{html.escape(piece)}</text>'
            )
            column += len(piece)
    return "".join(pieces)


def look(codes: str) -> str:
    """SVG attributes of ANSI codes."""
    said = codes.split(";")
    bold = ' font-weight="bold"' if "1" in said else ""
    fill = next(
        (f' fill="{COLOURS[code]}"' for code in said if code in COLOURS), f' fill="{DIM}"' if "2" in said else ""
    )
    return bold + fill


if __name__ == "__main__":
    main()
