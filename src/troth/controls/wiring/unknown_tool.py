"""A sentence that speaks of one tool which no record knows: another tool of its class proves nothing of it."""

from __future__ import annotations

import re

from troth.terms.commitment import Commitment
from troth.terms.verdict import Standing, Step, Verdict

_WORK = (
    r"(?:lint(?:er)?s?|analy[sz](?:er|or)s?|analysis(?: (?:tool|script)s?)?|checkers?|scanners?|scanning|detectors?|"
    r"fuzzers?|scripts?|checks?|tools?|harness(?:es)?|validators?|verifiers?)"
)
_NAME = r"`(?P<name>[A-Za-z][\w.+-]*(?:/[\w.+-]+)*)`"
_OWN = re.compile(
    r"\b(?:custom(?:[- ](?:built|made|written))?|home-?(?:grown|made|brewed)|hand-?(?:written|rolled|made)|in-house|"
    r"bespoke|purpose-built|self-(?:written|made)|project-specific|our own|its own)\s+"
    rf"(?:[\w/-]+\s+){{0,3}}?{_WORK}\b",
    re.IGNORECASE,
)
"""Words for what nobody else has: "a custom linter", "our own dependency scanner"."""
_HEAD = re.compile(
    rf"^\W{{0,4}}{_NAME}(?: \([^()]{{0,60}}\))?[\s:,—–-]{{0,4}}(?:is |are )?(?:an?|the|our|its)?\s*"
    rf"(?:[\w/-]+\s+){{0,4}}?{_WORK}\b",
    re.IGNORECASE,
)
"""The name that a sentence begins with, and what it is: "`quaylint` — a linter that …"."""
_BESIDE = re.compile(
    rf"\b(?:{_WORK} (?:called |named |with |by |using |via |through )?|(?:runs?|running|uses?|using|with|via|by) )"
    rf"{_NAME}(?! (?:mode|branch|job|jobs|workflow|option|flag|profile|level|label|rules?|set|step|target|stage)\b)",
    re.IGNORECASE,
)
"""The name beside the work or the verb: "the linter `quaylint`", "CI runs `quaylint`", "scanned with `quaylint`"."""
_BY_NAME = re.compile(
    r"\b(?:[Ss]canned|[Aa]naly[sz]ed|[Aa]udited|[Ll]inted|[Ff]uzzed)(?: (?:daily|weekly|automatically|continuously))?"
    r"(?: for [a-z -]{1,40})? (?:by|with|using|through|via) (?P<name>[A-Z][\w.-]*[\w])"
    r"(?=\W*$|[.,;:)]| (?:on|for|in|before|after|every|each|at|and|when|daily|weekly|to)\b)"
)
"""The name that does the work: "every change is scanned by Quaylint"."""
_NO_NAME = re.compile(
    r"[A-Z]{2,6}s?|(?:Git(?:Hub|Lab)|Bitbucket|Actions?|Docker|Jenkins|Linux|Windows|Kubernetes|Python|Rust|Go|Java|Ruby|"
    r"Automation|Tools?|Scanners?|Bots?|Maintainers?|Developers?|Reviewers?|Security|Experts?|Third|Our|The|An?|All|Each)"
)
"""Words with a capital that name no single tool."""
_ASIDE = re.compile(rf"\b{_WORK}\b[^;()]{{0,80}}\({_NAME}\)", re.IGNORECASE)
"""The name in parentheses behind the work, or behind where it is wired: "secret scanning: `ci.yml` (`moor`)"."""
_RUNNERS = frozenset(
    [
        "make",
        "npm",
        "npx",
        "yarn",
        "pnpm",
        "bun",
        "tox",
        "nox",
        "just",
        "task",
        "cargo",
        "go",
        "uv",
        "poetry",
        "pdm",
        "hatch",
        "rake",
        "gradle",
        "gradlew",
        "mvn",
        "mvnw",
        "bazel",
        "docker",
        "pre-commit",
        "prek",
        "lefthook",
        "husky",
        "nix",
        "ant",
        "invoke",
        "act",
        "sh",
        "bash",
        "python",
        "python3",
        "node",
        "deno",
        "xtask",
        "earthly",
    ]
)
"""What only starts other tools, which are seen behind it."""
_NO_TOOL = re.compile(
    r"\.(?:ya?ml|md|toml|json|lock|cfg|ini|txt|xml)$|^(?:main|master|develop|dev|trunk|stable|next|release|push|pull_request|"
    r"merge_group|schedule|cron|src|true|false|unsafe|strict)$",
    re.IGNORECASE,
)


def own_tool(sentence: str) -> str:
    """Words for the tool that ``sentence`` speaks of and no record knows; empty where it speaks of any tool.

    To be asked only where none of the tools that are seen is named in the sentence.
    """
    for pattern in (_HEAD, _BESIDE, _ASIDE):
        for found in pattern.finditer(sentence):
            name = found["name"]
            if name.casefold() not in _RUNNERS and not _NO_TOOL.search(name):
                return f"`{name}`, which is none of the tools that were looked for"
    for found in _BY_NAME.finditer(sentence):
        if not _NO_NAME.fullmatch(found["name"]):
            return f"{found['name']}, which is none of the tools that were looked for"
    own = _OWN.search(sentence)
    return f"a tool of the project's own ({own[0].casefold()})" if own else ""


def unshown(commitment: Commitment, own: str) -> Verdict:
    """What a tool does that no record knows: it may run or not, and no other tool of its class shows it."""
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=f"it speaks of {own}; whether that runs cannot be told",
        settles="repository",
        next=Step(text='Bind it in troth.toml to the job that runs it: evidence = [{ ci_job = "ci.yml#job" }].'),
    )
