"""Hooks of pre-commit, for promises that name a hook before the commit: ``.pre-commit-config.yaml`` new or grown."""

from __future__ import annotations

from collections.abc import Iterable

from troth.remedy.ci import data, yaml_text
from troth.remedy.ci.data import Hook
from troth.remedy.ci.drafts import Drafts
from troth.remedy.ci.ground import comment
from troth.remedy.ci.wanted import Wanted
from troth.remedy.ci.yaml_text import scalar
from troth.terms.edit import Serves

FILE = ".pre-commit-config.yaml"
_FRESH = "# Written by `troth init --ci`: what is promised to run before a commit. It is yours to edit.\nrepos:\n"


def write(asked: Iterable[Wanted], drafts: Drafts) -> None:
    """Add a hook for each of the tools in ``asked``."""
    groups: dict[str, dict[Serves, None]] = {}
    for one in asked:
        groups.setdefault(one.tool, {}).setdefault(one.serves)
    for tool, serves in groups.items():
        recipe = data.recipes().get(tool)
        if recipe is None or recipe.hook is None:
            drafts.leave(FILE, f"no hook for {tool} is known that is safe to write for everybody", serves)
            continue
        text = drafts.text(FILE)
        block = _block(recipe.hook, tuple(serves))
        grown = _FRESH + "".join(f"  {line}\n" for line in block) if text is None else _grown(text, block)
        if grown is None:
            drafts.leave(FILE, f"its list of repositories is written in a form to which {tool} cannot be added", serves)
            continue
        drafts.put(FILE, grown, "hook", f"Runs {tool} before each commit.", serves)


def _grown(text: str, block: list[str]) -> str | None:
    if not text.strip():
        return _FRESH + "".join(f"  {line}\n" for line in block)
    return yaml_text.add_item(text, ("repos",), block)


def _block(hook: Hook, serves: tuple[Serves, ...]) -> list[str]:
    notes = [f"# {comment(one)}" for one in serves[:2]]
    if hook.repo:
        lines = [f"- repo: {scalar(hook.repo)}", f"  rev: {scalar(hook.rev)}", "  hooks:", f"    - id: {hook.id}"]
        return [*notes, *lines, *([f"      args: [{', '.join(map(scalar, hook.args))}]"] if hook.args else [])]
    lines = ["- repo: local", "  hooks:", f"    - id: {hook.id}", f"      name: {hook.id}"]
    lines += [f"      entry: {scalar(hook.entry)}", f"      language: {'golang' if hook.packages else 'system'}"]
    lines += [f"      additional_dependencies: [{', '.join(map(scalar, hook.packages))}]"] if hook.packages else []
    return [*notes, *lines, "      pass_filenames: false"]
