"""Hold the orders of versions against public comparisons: ``measure_versions.py SHARED``.

``SHARED/oracles/versions/*.txt`` have lines "A < B", "A > B" or "A = B". Prints one line "oracle NAME right/all" for
each file and then for each ecosystem, and with ``--wrong`` the lines on which Troth differs.
"""

from __future__ import annotations

import argparse
import operator
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from troth.terms.versions.orders import key_of
from troth.terms.versions.unreadable import UnknownEcosystemError, UnreadableVersionError

ECOSYSTEMS = {
    "alpine": ("Alpine",),
    "cran": ("CRAN",),
    "debian": ("Debian",),
    "hackage": ("Hackage",),
    "maven": ("Maven",),
    "nuget": ("NuGet",),
    "packagist": ("Packagist",),
    "pub": ("Pub",),
    "pypi": ("PyPI",),
    "redhat": ("Red Hat",),
    "rubygems": ("RubyGems",),
    "semver": ("crates.io", "Go", "npm"),
}
"""Which ecosystems' orders each file measures, by the beginning of its name."""
SIGNS = {"<": operator.lt, ">": operator.gt, "=": operator.eq}


def comparisons(path: Path) -> Iterator[tuple[str, str, str]]:
    """Every (left, sign, right) of a file; comments begin with "#" or "//"."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith(("#", "//")):
            left, sign, right = line.split()
            yield left, sign, right


def right(ecosystem: str, left: str, sign: str, other: str) -> bool:
    """Whether Troth says the same; what it cannot read it does not say."""
    try:
        key = key_of(ecosystem)
        return bool(SIGNS[sign](key(left), key(other)))
    except (UnknownEcosystemError, UnreadableVersionError):
        return False


def main() -> None:
    """Measure every file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--wrong", action="store_true", help="print the lines on which Troth differs")
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    for path in sorted((arguments.shared / "oracles" / "versions").glob("*.txt")):
        lines = list(comparisons(path))
        ecosystems = ECOSYSTEMS.get(path.stem.partition("-")[0], ())
        wrong = [line for line in lines if not all(right(ecosystem, *line) for ecosystem in ecosystems or ("",))]
        print(f"oracle {path.stem} {len(lines) - len(wrong)}/{len(lines)}")
        for line in wrong if arguments.wrong else ():
            print("  ", *line)
        for ecosystem in ecosystems:
            counts[ecosystem] += len(lines)
            counts[f"{ecosystem} right"] += sum(right(ecosystem, *line) for line in lines)
    for ecosystem in sorted({name for names in ECOSYSTEMS.values() for name in names} & set(counts)):
        print(f"oracle {ecosystem.replace(' ', '-')} {counts[f'{ecosystem} right']}/{counts[ecosystem]}")


if __name__ == "__main__":
    main()
