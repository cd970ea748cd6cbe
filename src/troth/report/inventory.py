"""An inventory as text: how much each file names, what each component is, and what is not told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from troth.report.paint import Paint
from troth.report.plain import plain
from troth.terms.answer import Gap
from troth.terms.seen.components import Component, Inventoried

MOST_GAPS = 4
"""Gaps of one file that are told one by one; more of one kind are counted."""
MOST_NAMES = 4
"""Names that stand for the rest where gaps are counted."""
_UNPINNED = " is not pinned"
EMPTY = (
    "no lockfile here\n\n"
    "A lockfile says exactly which versions are used: Cargo.lock, uv.lock, package-lock.json, go.mod …\n"
    "`docs/inventory.md` lists the formats. `troth inventory PATH` looks elsewhere.\n"
)


def text(
    root: str, files: Sequence[Inventoried], columns: int, paint: Paint, *, listed: bool = False, gaps: bool = False
) -> str:
    """The whole page. ``listed`` names each component instead of counting them, ``gaps`` each gap."""
    if not files:
        return EMPTY
    rows: list[str] = [paint.strong(f"inventory of {plain(root)}"), ""]
    named = [one for one in files if one.components]
    width = max((len(f"{len(one.components):,}") for one in named), default=1)
    for one in named:
        rows += _listed(one, paint) if listed else [_counted(one, width, paint)]
    told = _gaps(files, columns, each=gaps)
    if told:
        rows += [*([] if not named or listed else [""]), paint.strong("what they do not tell"), *told]
    return "\n".join([*rows, *([""] if rows[-1] else []), _sum(files), ""])


def _counted(one: Inventoried, width: int, paint: Paint) -> str:
    ecosystems = " and ".join(sorted({component.package.ecosystem for component in one.components}))
    direct = sum(component.direct is True and component.origin != "workspace" for component in one.components)
    aside = Counter(component.scope for component in one.components if component.scope not in ("", "runtime"))
    words = [f"{direct:,} direct"] if direct else []
    words += [f"{count:,} {scope}" for scope, count in aside.most_common()]
    if not one.components[0].own:
        words.append("other people's code or test data")
    tail = paint.quiet(f"  {' · '.join(words)}") if words else ""
    return f"  {len(one.components):>{width},}  {ecosystems:<9}  {plain(one.path)}{tail}"


def _listed(one: Inventoried, paint: Paint) -> list[str]:
    ordered = sorted(one.components, key=lambda each: (each.package.name, each.version))
    rows = [f"  {plain(each.package.name)} {plain(each.version)}{paint.quiet(_facts(each))}" for each in ordered]
    return [paint.strong(plain(one.path)), *rows, ""]


def _facts(component: Component) -> str:
    words = [f":{component.span.line}"] if component.span.line else []
    if component.scope not in ("", "runtime"):
        words.append(component.scope)
    if component.origin != "registry":
        words.append({"workspace": "the project's own"}.get(component.origin, f"from {component.origin}"))
    if component.direct and component.origin != "workspace":
        words.append("direct")
    elif component.via:
        words.append("by " + " → ".join(plain(name) for name in component.via))
    return f"  {' · '.join(words)}" if words else ""


def _gaps(files: Iterable[Inventoried], columns: int, *, each: bool) -> list[str]:
    rows, notes = list[str](), dict[str, list[str]]()
    for one in files:
        kinds: dict[str, list[Gap]] = {}
        for gap in one.gaps:
            kinds.setdefault(_UNPINNED if gap.reason.endswith(_UNPINNED) else gap.reason, []).append(gap)
        for reason, gaps in kinds.items():
            if each or len(gaps) <= MOST_GAPS:
                rows += [_gap(gap, columns) for gap in gaps]
            else:
                rows.append(_several(reason, gaps, columns))
        for note in () if one.components else one.notes:
            notes.setdefault(note.reason, []).append(one.path)
    for reason, paths in notes.items():
        others = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
        rows.append(_fitting(plain(paths[0]) + others, plain(reason), columns))
    return rows


def _gap(gap: Gap, columns: int) -> str:
    wanted, reason = plain(gap.wanted), plain(gap.reason)
    if wanted and wanted != (gap.span.path if gap.span else "") and not reason.startswith(wanted):
        reason = f"{wanted}: {reason}"
    return _fitting(plain(str(gap.span)) if gap.span else "", reason, columns)


def _several(reason: str, gaps: Sequence[Gap], columns: int) -> str:
    """Many gaps of one kind in one row, with the names of the first."""
    unpinned = reason == _UNPINNED
    names = [gap.reason.removesuffix(_UNPINNED) if unpinned else gap.wanted for gap in gaps[:MOST_NAMES]]
    what = f"{len(gaps):,} {'are not pinned' if unpinned else plain(reason)}: "
    told = plain(names[0].removeprefix("the version of "))
    for name in names[1:]:
        longer = f"{told}, {plain(name.removeprefix('the version of '))}"
        if len(what) + len(longer) > columns - 8:
            break
        told = longer
    where = plain(gaps[0].span.path) if gaps[0].span else ""
    return _fitting(where, f"{what}{told} …", columns)


def _fitting(where: str, what: str, columns: int) -> str:
    one = f"  {where}  {what}"
    return one if len(one) <= columns else f"  {where}\n      {what}"


def _sum(files: Sequence[Inventoried]) -> str:
    by_ecosystem = Counter(component.package.ecosystem for one in files for component in one.components)
    total, named = sum(by_ecosystem.values()), sum(1 for one in files if one.components)
    told = ", ".join(f"{count:,} {ecosystem}" for ecosystem, count in by_ecosystem.most_common())
    gaps = sum(len(one.gaps) for one in files)
    parts = [f"{total:,} component{'s' * (total != 1)} in {named:,} file{'s' * (named != 1)}"]
    if len(by_ecosystem) > 1:
        parts.append(told)
    parts.append(f"{gaps:,} gap{'s' * (gaps != 1)}" if gaps else "no gaps")
    return " · ".join(parts)
