"""Scripts of package.json, with what npm runs before and after each (docs.npmjs.com, "scripts")."""

from __future__ import annotations

from troth.evidence.automation.context import Script, span_at
from troth.evidence.automation.targets.target import Step, Target
from troth.evidence.repository import Repository

FILES = ("package.json",)


def read(repository: Repository, path: str) -> tuple[Target, ...]:
    """The scripts of the manifest ``path``."""
    document = repository.json(path)
    scripts = document.get("scripts") if isinstance(document, dict) else None
    if not isinstance(scripts, dict):
        return ()
    lines = repository.json_lines(path)
    found = []
    for name, text in scripts.items():
        if not isinstance(text, str):
            continue
        line = lines.get(("scripts", name), 1)
        span = span_at(repository, path, line)
        around = [other for other in (f"pre{name}", f"post{name}") if isinstance(scripts.get(other), str)]
        steps = [Step(span=span, calls=(other,)) for other in around if other.startswith("pre")]
        steps.append(Step(span=span, script=Script(text, path, line, exact=False, last=line)))
        steps += [Step(span=span, calls=(other,)) for other in around if other.startswith("post")]
        found.append(Target(system="npm", path=path, name=name, span=span, steps=tuple(steps)))
    return tuple(found)
