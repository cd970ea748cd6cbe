"""When does a job run? ``rules``, ``only``, ``except``, ``when`` and ``workflow:rules``, evaluated per event.

docs.gitlab.com, "Specify when jobs run with rules", "only / except" and "CI/CD expressions".
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from troth.evidence.automation.gitlab.changes import change_filter, matched
from troth.evidence.automation.gitlab.pipeline import Parts, Pipeline
from troth.evidence.automation.nodes import Node
from troth.terms.answer import Gap
from troth.terms.event import Event
from troth.terms.seen.automation import Filter
from troth.terms.span import Span

LONGEST = 4_000
_TOKEN = re.compile(
    r"\s*(?:(?P<variable>\$\{?\w+\}?)|(?P<text>\"[^\"]*\"|'[^']*')|(?P<pattern>/(?:[^/\\]|\\.)+/[a-z]*)"
    r"|(?P<null>null\b)|(?P<mark>==|!=|=~|!~|&&|\|\||[()]))"
)


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of pipeline: the event it stands for, its source and the predefined variables that are set."""

    event: Event
    source: str
    variables: Mapping[str, str]
    unset: frozenset[str]
    varying: frozenset[str] = frozenset()
    """Variables that another pipeline of the same kind has another value of; never that of the default branch."""
    any_pipeline: bool = False
    """Whether these count as unknown."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How a job takes part: ``when`` as GitLab says, ``span`` of the rule, what softens, filters or puts in doubt."""

    when: str
    span: Span
    allow_failure: Span | None = None
    strict: bool = False
    filters: tuple[Filter, ...] = ()
    doubts: tuple[Gap, ...] = ()


UNKNOWN = object()
_PREDEFINED = ("CI_COMMIT_TAG", "CI_COMMIT_BRANCH", "CI_MERGE_REQUEST_ID", "CI_MERGE_REQUEST_IID",
               "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "CI_OPEN_MERGE_REQUESTS",
               "CI_EXTERNAL_PULL_REQUEST_IID", "CI_MERGE_REQUEST_EVENT_TYPE")  # fmt: skip

_OF_BRANCH = frozenset({"CI_COMMIT_BRANCH", "CI_COMMIT_REF_NAME", "CI_COMMIT_REF_SLUG"})
_VARYING = _OF_BRANCH | {"CI_COMMIT_MESSAGE", "CI_COMMIT_TITLE", "CI_COMMIT_TAG", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"}


class _Varying(str):
    """The value of a variable in the pipeline that is imagined first, and not in every one."""

    __slots__ = ()


def scenarios(default: str) -> tuple[Scenario, ...]:
    """The kinds of pipeline that are tried; ``default`` is the name of the default branch."""
    branch = {"CI_COMMIT_BRANCH": default, "CI_COMMIT_REF_NAME": default, "CI_COMMIT_REF_PROTECTED": "true",
              "CI_COMMIT_REF_SLUG": default}  # fmt: skip
    pull = {"CI_MERGE_REQUEST_ID": "1", "CI_MERGE_REQUEST_IID": "1", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": default,
            "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "a-branch", "CI_COMMIT_REF_NAME": "a-branch",
            "CI_MERGE_REQUEST_EVENT_TYPE": "detached"}  # fmt: skip
    tag = {"CI_COMMIT_TAG": "v1.0.0", "CI_COMMIT_REF_NAME": "v1.0.0", "CI_COMMIT_REF_PROTECTED": "true"}
    feature = {"CI_COMMIT_BRANCH": "a-branch", "CI_COMMIT_REF_NAME": "a-branch", "CI_COMMIT_REF_PROTECTED": "false"}
    rows = (
        (Event.PUSH, "push", branch),
        (Event.PULL_REQUEST, "merge_request_event", pull),
        (Event.PULL_REQUEST, "push", feature),
        (Event.RELEASE, "push", tag),
        (Event.SCHEDULE, "schedule", branch),
        (Event.MANUAL, "web", branch),
    )
    return tuple(
        Scenario(
            event=event,
            source=source,
            variables={"CI_PIPELINE_SOURCE": source, "CI_DEFAULT_BRANCH": default, "CI": "true", "GITLAB_CI": "true",
                       "CI_COMMIT_MESSAGE": "", "CI_COMMIT_TITLE": "", **own},
            unset=frozenset(name for name in _PREDEFINED if name not in own),
            varying=_VARYING - (frozenset() if own is not branch else _OF_BRANCH),
        )
        for event, source, own in rows
    )  # fmt: skip


def decide(
    pipeline: Pipeline, parts: Parts, place: Node, scenario: Scenario, known: Mapping[str, str]
) -> Outcome | None:
    """How the job takes part in a pipeline of ``scenario``; None where it does not."""
    rules = parts.get("rules")
    when = parts["when"].text if "when" in parts else "on_success"
    if rules is not None:
        return _by_rules(pipeline, rules, scenario, known, when)
    if "only" in parts or "except" in parts:
        return _by_only(pipeline, parts, place, scenario, known, when)
    if scenario.source == "merge_request_event":
        return None  # a job without rules is no part of merge request pipelines
    return Outcome(when=when, span=place.span) if when != "never" else None


def admits(pipeline: Pipeline, scenario: Scenario, known: Mapping[str, str]) -> Outcome | None:
    """Whether ``workflow:rules`` lets a pipeline of ``scenario`` start at all."""
    workflow = pipeline.top.get("workflow")
    rules = workflow.get("rules") if workflow is not None else None
    if workflow is None or not rules:
        return Outcome(when="on_success", span=Span(pipeline.read[0]))
    return _by_rules(pipeline, rules, scenario, known, "on_success")


def _by_rules(
    pipeline: Pipeline, rules: Node, scenario: Scenario, known: Mapping[str, str], when: str
) -> Outcome | None:
    doubtful: Outcome | None = None
    narrow: Outcome | None = None
    for rule in _flat(pipeline, rules, 0):
        asked = rule.get("if")
        held = evaluate(asked.text, scenario, known) if asked else True
        exists = rule.get("exists").words()
        limited = held is False and _in_some(asked.text, scenario, known)
        if (held is False and not limited) or (
            exists and not any(matched(pipeline.repository, glob) for glob in exists)
        ):
            continue
        own = rule.get("when").text or when
        change = change_filter(pipeline.repository, rule.get("changes")) if rule.get("changes") else None
        soft = rule.get("allow_failure")
        outcome = Outcome(
            when=own,
            span=rule.span if not asked else asked.span,
            allow_failure=soft.span if soft.value is True else None,
            strict=soft.value is False,
            filters=(*((change,) if change is not None else ()), *((_only_where(asked),) if limited else ())),
        )
        if limited:
            narrow = outcome if own != "never" and narrow is None else narrow
            continue
        if held is True:
            return narrow if own == "never" else outcome
        if own != "never" and doubtful is None:
            reason = f"its rule depends on {asked.text[:80]}, a variable that the files do not set"
            gap = Gap(wanted="whether it runs", reason=reason, span=asked.span)
            doubtful = msgspec.structs.replace(outcome, doubts=(gap,))
    return doubtful or narrow


def _in_some(expression: str, scenario: Scenario, known: Mapping[str, str]) -> bool:
    """Whether a condition that the imagined pipeline does not meet is met by another one of the same kind."""
    return evaluate(expression, msgspec.structs.replace(scenario, any_pipeline=True), known) is not False


def _only_where(asked: Node) -> Filter:
    return Filter(what=" ".join(asked.text.split())[:120], span=asked.span, fatal=True, narrow=True)


def _flat(pipeline: Pipeline, rules: Node, depth: int) -> list[Node]:
    if depth > 5:
        return []
    if rules.node is not None and rules.node.tag == "!reference":
        words = rules.words()
        target = pipeline.resolved(words[0], ()).get(words[1]) if len(words) > 1 else None
        return _flat(pipeline, target, depth + 1) if target is not None else []
    found = []
    for item in rules.each():
        found += [item] if item.is_map else _flat(pipeline, item, depth + 1) if item.is_list else []
    return found


def _by_only(
    pipeline: Pipeline, parts: Parts, place: Node, scenario: Scenario, known: Mapping[str, str], when: str
) -> Outcome | None:
    only, unless = parts.get("only"), parts.get("except")
    filters: tuple[Filter, ...] = ()
    if only is not None:
        refs = only.get("refs") if only.is_map else only
        names = refs.words() or ["branches", "tags"]
        limited = not any(_ref(name, scenario) for name in names)
        if limited and not any(_other_branch(name, scenario) for name in names):
            return None
        change = change_filter(pipeline.repository, only.get("changes")) if only.get("changes") else None
        filters = (change,) if change is not None else ()
        if limited:
            what = f"only: {', '.join(names)[:120]}"
            filters = (*filters, Filter(what=what, span=only.span, fatal=True, narrow=True))
        asked = only.get("variables").words()
        if asked and all(evaluate(one, scenario, known) is False for one in asked):
            return None
    elif scenario.source == "merge_request_event":
        return None
    if unless is not None:
        refs = unless.get("refs") if unless.is_map else unless
        if any(_ref(name, scenario) for name in refs.words()):
            return None
        if any(evaluate(one, scenario, known) is True for one in unless.get("variables").words()):
            return None
    return Outcome(when=when, span=(only or unless or place).span, filters=filters) if when != "never" else None


def _other_branch(name: str, scenario: Scenario) -> bool:
    """Whether ``name`` is a branch of the project's own, in a pipeline of a branch that is not the default one."""
    default = scenario.variables["CI_DEFAULT_BRANCH"]
    branch = scenario.variables.get("CI_COMMIT_BRANCH", default)
    plain = re.fullmatch(r"[\w./-]+", name) is not None and not name.startswith("/")
    return plain and branch != default and name not in (default, "main", "master", *_KEYWORDS)


_KEYWORDS = frozenset({"branches", "tags", "merge_requests", "schedules", "web", "pushes", "api", "triggers", "chat",
                       "pipelines", "external", "external_pull_requests"})  # fmt: skip
"""Words of ``only`` and ``except`` that are no names (docs.gitlab.com, "only / except")."""


def _ref(name: str, scenario: Scenario) -> bool:
    name = name.split("@", 1)[0]
    variables = scenario.variables
    tag, branch = variables.get("CI_COMMIT_TAG", ""), variables.get("CI_COMMIT_BRANCH", "")
    keywords = {
        "branches": bool(branch),
        "tags": bool(tag),
        "merge_requests": scenario.source == "merge_request_event",
        "schedules": scenario.source == "schedule",
        "web": scenario.source == "web",
        "pushes": scenario.source == "push",
        "api": False,
        "triggers": False,
        "pipelines": False,
        "external": False,
    }
    if name in keywords:
        return keywords[name]
    ref = tag or branch
    pattern = re.fullmatch(r"/(.*)/i?", name)
    if pattern:
        return bool(ref) and _search(pattern.group(1), ref)
    filled = variables.get(name.strip("${}"), name)
    return bool(ref) and filled == ref


def _search(pattern: str, text: str) -> bool:
    if len(pattern) > 200 or re.search(r"[)\]][*+]", pattern):  # no pattern that could take for ever
        return False
    try:
        return re.search(pattern, text[:200]) is not None
    except re.error:
        return False


def evaluate(expression: str, scenario: Scenario, known: Mapping[str, str]) -> bool | object:
    """True, False or ``UNKNOWN``; never raises."""
    tokens, at = [], 0
    words = expression.strip()[:LONGEST]
    while at < len(words):
        match = _TOKEN.match(words, at)
        if match is None:
            return UNKNOWN
        tokens.append((match.lastgroup or "", match.group(match.lastgroup or 0)))
        at = match.end()
    reader = _Reader(tokens, scenario, known)
    value = reader.either(0)
    if reader.at != len(tokens):
        return UNKNOWN
    return value if value is UNKNOWN else bool(value)


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]], scenario: Scenario, known: Mapping[str, str]) -> None:
        self.tokens = tokens
        self.scenario = scenario
        self.known = known
        self.at = 0

    def peek(self) -> str:
        """The next mark; "" where none comes next."""
        here = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        return here[1] if here[0] == "mark" else ""

    def either(self, depth: int) -> object:
        """``a || b``."""
        values = [self.both(depth)]
        while self.peek() == "||":
            self.at += 1
            values.append(self.both(depth))
        if len(values) == 1:
            return values[0]
        if any(value is not UNKNOWN and bool(value) for value in values):
            return True
        return UNKNOWN if any(value is UNKNOWN for value in values) else False

    def both(self, depth: int) -> object:
        """``a && b``."""
        values = [self.compared(depth)]
        while self.peek() == "&&":
            self.at += 1
            values.append(self.compared(depth))
        if len(values) == 1:
            return values[0]
        if any(value is not UNKNOWN and not value for value in values):
            return False
        return UNKNOWN if any(value is UNKNOWN for value in values) else True

    def compared(self, depth: int) -> object:
        """A value, or a comparison of two."""
        left = self.value(depth)
        mark = self.peek()
        if mark not in ("==", "!=", "=~", "!~"):
            return left
        self.at += 1
        right = self.value(depth)
        if left is UNKNOWN or right is UNKNOWN:
            return UNKNOWN
        for side, other in ((left, right), (right, left)):
            if isinstance(side, _Varying) and self._differs(mark, other):
                return UNKNOWN
        if mark in ("==", "!="):
            return (left == right) is (mark == "==")
        pattern = re.fullmatch(r"/(.*)/[a-z]*", str(right or ""), re.DOTALL)
        found = bool(pattern) and left is not None and _search(pattern.group(1) if pattern else "", str(left))
        return found is (mark == "=~")

    def value(self, depth: int) -> object:
        """A variable, a text, a pattern, null, or something in brackets."""
        if self.at >= len(self.tokens) or depth > 30:
            return UNKNOWN
        kind, token = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            return token[1:-1]
        if kind == "pattern":
            return token
        if kind == "null":
            return None
        if kind == "variable":
            return self._variable(token.strip("${}"))
        if token == "(":
            inner = self.either(depth + 1)
            if self.peek() == ")":
                self.at += 1
            return inner
        return UNKNOWN

    def _differs(self, mark: str, other: object) -> bool:
        """Whether what varies may compare with ``other`` in another way; the default branch is no other branch."""
        default = self.scenario.variables["CI_DEFAULT_BRANCH"]
        if mark in ("==", "!="):
            return isinstance(other, str) and not isinstance(other, _Varying) and other not in ("", default)
        plain = re.fullmatch(r"/\^?\(?([\w./|-]+?)\)?\$?/[a-z]*", str(other or ""))
        names = set(plain.group(1).split("|")) if plain else {"?"}
        return not names <= {default, "main", "master"}

    def _variable(self, name: str) -> object:
        if name in self.scenario.variables:
            value = self.scenario.variables[name]
            return _Varying(value) if self.scenario.any_pipeline and name in self.scenario.varying else value
        if name in self.known:
            return self.known[name]
        return None if name in self.scenario.unset else UNKNOWN
