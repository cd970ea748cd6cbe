"""A documented command or install line of a tool, in a code block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Words
from troth.policy.words.tools import GENERIC
from troth.terms.commitment import Tool

SHELL = frozenset(
    {
        "",
        "bash",
        "sh",
        "shell",
        "console",
        "zsh",
        "shell-session",
        "powershell",
        "text",
        "cmd",
        "makefile",
        "yaml",
        "yml",
    }
)
INSTALL = Words(
    r"^(?:sudo )?(?:pip3? install|python3? -m pip install|pipx install|uv (?:pip install|tool install|"
    r"add)|poetry add|go install|go get|cargo install|cargo binstall|npm (?:install|i|add)\b|pnpm (?:add|"
    r"install)|yarn (?:global )?add|brew install|apt(?:-get)? install|gem install|composer (?:global "
    r")?require|dotnet tool install|docker pull|choco install|scoop install|conda install)\b"
)
PROMPT = Words(r"^\s*(?:[$>%]\s+|-\s+(?:run:\s*)?|run:\s*(?!\|))?", 0)
CONTEXT = Words(
    r"audit|scan|secur|check|lint|analy|test|vulnerab|sbom|valid|verif|complian|ci\b|tool|dependenc|"
    r"automat|prüf|seguridad|sécurité"
)
KEEPS = {
    "uv": Words(r"\buv (?:lock|sync|audit)\b"),
    "gpg": Words(r"--(?:verify|recv|import|detach|sign|armor)|\s-[ab]\b"),
}
"""Commands of which only some are about the supply chain; others fetch packages or encrypt files."""
CHECKS = Words(
    r"\bgh attestation (?:verify|download)|\bcosign (?:verify|download|tree)|\bgpg2?\b.{0,160}\s--verify|"
    r"\bslsa-verifier\b|\bminisign\b.{0,160}\s-V|\bnotation verify|\bsha\d+sum\b|"
    r"\bgpg2?\b.{0,160}\s--(?:recv|import|keyserver|fetch)|"
    r"\bsigstore verify"
)
"""What those run who got a release and look whether it is the one that was made."""
ACTION = Words(r"^\s*(?:-\s+)?uses:\s*['\"]?(?P<owner>[\w.-]+)/(?P<name>[\w.-]+)(?:/[\w./-]+)?@", 0)
"""A step of a workflow that is an action."""
WRAPPED = Words(r"^(?:gh-)?action-|(?:-(?:scan|code-scan))?-(?:github-)?actions?$|-installer$|^setup-")
"""What an action's name adds to that of its tool."""
BIN = Words(r"(?:^|(?<=\s))(?:\.{0,2}/)?(?:[\w.-]{1,30}/){0,3}\.?bin/(?=[\w-]{2,40}(?:\s|$))", 0)
"""The folder in which a project keeps its commands: ``vendor/bin/``."""
USERS_ONLY = Role.USERS | Role.REPORT | Role.SCOPE | Role.FUTURE | Role.HISTORY | Role.RESEARCH
EXAMPLE = Words(
    r"\b(?:for example|example|e\.g\.|such as|sample|like this|looks like|zum beispiel|par exemple|por "
    r"ejemplo|you can|you could|your)\b"
)


def _find(saying: Saying) -> Iterator[Tool]:
    statement = saying.statement
    if statement.language not in SHELL or saying.role & USERS_ONLY or EXAMPLE.search(statement.lead[-160:]):
        return
    if not CONTEXT.search(f"{' '.join(statement.heading)} {statement.lead}") and not saying.role & Role.TOOLS:
        return
    action = ACTION.match(statement.text) if statement.language in {"yaml", "yml"} else None
    if action:
        yield from _of_action(saying, action)
        return
    line = PROMPT.sub("", statement.text, count=1).strip()
    if not line or line.startswith(("#", "//", "--", "echo ")):
        return
    command = BIN.sub("", re.sub(r"\s+#\s.*$", "", line).strip())
    if CHECKS.search(command):
        return
    claim = "install" if INSTALL.match(command) else "command"
    if statement.language in {"yaml", "yml"} and not re.match(r"\s*-?\s*run:|\s*[a-z][\w-]+ [\w-]", statement.text):
        return
    for named in saying.scene.tools.find(_words(command, claim)):
        if (
            named.name in GENERIC
            or (named.name in KEEPS and not KEEPS[named.name].search(command))
            or (claim == "command" and not _heads(command, named.name, saying))
        ):
            continue
        yield saying.make(Tool, 0, name=named.name, claim=claim, command=command, strength="promise")


def _of_action(saying: Saying, action: re.Match[str]) -> Iterator[Tool]:
    """The tool that an action of a workflow runs, by its repository, else by whose it is: "harbour/tern-action"."""
    for word in (WRAPPED.sub("", action["name"]), action["owner"]):
        named = next(iter(saying.scene.tools.find(f"`{word}`")), None)
        if named and named.name not in GENERIC:
            yield saying.make(Tool, 0, name=named.name, claim="use", strength="promise")
            return


def _words(command: str, claim: str) -> str:
    """The words of a command in which tools are named; an install line names packages, with path or version."""
    if claim == "install":
        command = re.sub(r"(?:[\w.-]+/)+(?:v\d+/)?(?:cmd/)?(?:\.\.\.|([\w.-]+))", r" \1 ", command)
        command = re.sub(r"@[\w.^~-]+|[=<>~!]=?[\w.*]+", " ", command)
    return " ".join(f"`{word}`" for word in command.split()) if claim == "install" else f"`{command}`"


def _heads(command: str, name: str, saying: Saying) -> bool:
    """Whether the tool stands at the head of the command, not among its arguments."""
    spoken = re.split(r"\s(?:&&|\|\||;|\|)\s", command)
    runner = (
        r"(?:(?:sudo|uv run|uvx|poetry run|pipenv run|pipx run|pdm run|hatch run|rye run|bundle exec|npx|bunx|"
        r"pnpm(?: exec| dlx)?|yarn(?: dlx| run)?|"
        r"(?:mvn|\./mvnw)(?: -\S+)*(?: [\w.]+:)?|(?:\./gradlew|gradle)(?: -\S+)*|"
        r"python3? -m|go run|docker run(?: "
        r"--?[\w=/:$()-]+(?: [\w/:$()-]+)?)*|cargo|env|time) )?"
    )
    for part in spoken:
        first = re.sub(rf"^{runner}", "", part.strip())
        found = next(iter(saying.scene.tools.find(f"`{first}`")), None)
        whole = next(iter(saying.scene.tools.find(f"`{part.strip()}`")), None)
        if any(each is not None and each.name == name and each.start <= 2 for each in (found, whole)):
            return True
    return False


EXAMPLES = (
    Example(
        text="## Security audit\n\nRun the audit:\n\n```bash\npip-audit --strict\npip install bandit\n```",
        makes=(
            {"kind": "tool", "name": "pip-audit", "claim": "command", "command": "pip-audit --strict"},
            {"kind": "tool", "name": "bandit", "claim": "install", "command": "pip install bandit"},
        ),
        negated="## Security audit\n\nNothing is run by hand.",
        advice="## For users\n\nScan your own project:\n\n```bash\npip-audit\n```",
        past="## Security audit\n\nIn 2020 we ran an audit by hand.",
        code="## Security audit\n\nA transcript, for example:\n\n```\npip-audit\n```",
    ),
)

PHRASE = Phrase(name="tool-command", find=_find, forms=frozenset({"code"}), examples=EXAMPLES)
