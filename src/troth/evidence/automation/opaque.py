"""Commands that may run anything and are not followed: where one stands, nobody can say that a tool does not run."""

from __future__ import annotations

import posixpath
import re

from troth.evidence.automation.targets.expansion import UNKNOWN

RUNNERS = frozenset(
    {
        "act", "ansible-playbook", "ant", "bazel", "bazelisk", "buck2", "dagger", "devbox", "devenv", "doit", "earthly",
        "expect", "fab", "gradle", "gradlew", "inv", "invoke", "lerna", "lerna-lite", "mage", "melos", "mise", "moon",
        "mvnw", "nix", "nix-build", "nix-shell", "nx", "paver", "pants", "parallel", "pixi", "please", "plz", "rake",
        "run-p", "run-s", "npm-run-all", "rush", "rye", "sbt", "scons", "script", "skaffold", "thor", "tilt", "turbo",
        "vagrant", "wireit", "xtask", "concurrently", "grunt", "gulp", "lage", "mill", "waf", "meson", "super-linter",
        "prospector", "pylama", "qlty", "hk", "treefmt", "overcommit", "reviewdog", "danger", "mega-linter-runner",
        "makers", "cargo-make", "cargo-xtask", "mise-tasks", "wrkflw",
    }
)  # fmt: skip
"""Programs whose work stands in a file of their own that is not read."""
INTERPRETERS = frozenset({"python", "python3", "node", "ruby", "perl", "php", "pwsh", "deno", "bun", "Rscript"})
_STARTS = re.compile(r"subprocess|os\.system|child_process|\bexec\w*\(|\bspawn|\bsystem\(|Invoke-Expression|\bsh\(")
_PARTLY = {
    "trunk": ("check", "fmt"),
    "cargo": ("xtask", "make"),
    "deno": ("task",),
    "composer": ("run", "run-script"),
    "dotnet": ("cake", "nuke"),
    "mix": ("do",),
}
"""Programs some of whose commands hand the work on, by the first word behind their name."""
_PIPED = re.compile(r"^(?:ba|z|da|k)?sh$")


def reason(argv: tuple[str, ...]) -> str:
    """Why what ``argv`` runs cannot be told; empty where it is a plain command."""
    head = posixpath.basename(argv[0])
    if "$" in argv[0] or UNKNOWN in argv[0]:
        return "a command whose name is a variable"
    if head in RUNNERS:
        return "a program that starts others, which are not followed"
    if head == "cargo" and "xtask" in argv[1:]:
        return "a program that starts others, which are not followed"
    if head in _PARTLY and _first(argv) in _PARTLY[head]:
        return "a program that starts others, which are not followed"
    if _PIPED.match(head) and (len(argv) == 1 or argv[1] in ("-", "-s")):
        return "a script that comes from elsewhere"
    if head == "find" and {"-exec", "-execdir"} & set(argv):
        return "a command that find starts"
    if head in ("docker", "podman", "docker-compose") and ("compose" in argv[:3] or head == "docker-compose"):
        return "services of a compose file, which are not followed"
    if head in INTERPRETERS and len(argv) > 2 and argv[1] in ("-c", "-e") and _STARTS.search(argv[2]):
        return "a program that starts others, which are not followed"
    return ""


def _first(argv: tuple[str, ...]) -> str:
    return next((word for word in argv[1:] if not word.startswith(("-", "+"))), "")
