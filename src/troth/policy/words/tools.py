"""Names of tools in prose: canonical and spoken ones; plain words such as "safety" only where marks or company tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

import msgspec
from ahocorasick_rs import AhoCorasick

from troth.policy.words.apart import apart
from troth.policy.words.sieve import Words
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

NOT_NAMED = frozenset({Activity.PUBLISHING})
"""Commands that publish are how something happens, not tools that a policy promises."""
MOST = 100
"""So many tools are looked for in one sentence: nobody names more, and each asks for the words around it."""
ASKED = 256
"""Texts whose names are kept: several phrases ask for those of one sentence, and its neighbours do."""
REACH = 200
"""Characters behind a name that may tell what it is."""
SHAPED = {
    "zap": re.compile("ZAP"),
    "opa": re.compile("OPA"),
    "elk": re.compile("ELK"),
    "sops": re.compile(r"SOPS(?! \((?i:standard))"),
    "pmd": re.compile("PMD"),
    "report-uri": re.compile(r"Report[ -]URI|report-uri\.com"),
    "find security bugs": re.compile("Find Security Bugs"),
}
"""Acronyms that written as plain words are other things ("Zap History")."""
TOLD_BY = {
    "sanitizers": Words(
        r"\b(?:address|memory|thread|undefined|leak|asan|ubsan|tsan|msan|fuzz\w*|clang|gcc|compiler)\b"
    ),
    "lgtm": Words(r"\b(?:scan|analy|alert|semmle|codeql|lgtm\.com)\w*"),
    "vault": Words(
        r"\bhashicorp\b|\bvault[`*]* for (?:\w+ )?(?:secrets?|credentials?|keys?)\b|\bsecrets? manager\b|\bkms\b|"
        r"\bsops\b|"
        r"\b(?:secrets?|credentials?|keys?|tokens?)\b[^.;]{0,60}\b(?:in|via|from|using|with|through|by) [`*]*vault\b"
    ),
    "push protection": Words(r"\bsecrets?\b"),
    "socket": Words(
        r"\b(?:npm|supply|depend\w*|packages?|malicious|typosquat\w*|scan\w*|socket\.dev|socket security|snyk|"
        r"pull requests?)\b"
    ),
    "security hub": Words(r"\b(?:aws|amazon|guardduty|inspector|cloudtrail|cloudwatch|macie|findings?)\b"),
}
"""Words that mean the tool only beside others."""
GENERIC = frozenset(
    {
        "dependency review",
        "dependency check",
        "code scanning",
        "detect secrets",
        "artifact attestations",
        "go test",
        "cargo test",
    }
)
"""Names that are what is done; they mean the tool only beside code marks or its maker."""
PLAIN_THING = {
    "socket": Words(r"\b(?:docker|unix|web|tcp|udp|raw|domain|network|container|daemon|control|server)[\s-]$"),
    "vault": Words(r"\b(?:key|password|obsidian|data|token|yield|erc-?4626|file)[\s-]$"),
    "loki": Words(r"\bproject[\s-]$"),
}
"""Words before a name that make another thing of it: a Docker socket."""
OTHER_THING = Words(
    r"[`*]*:?[`*]*\s(?:comments?|sections?|notes?|invariants?|arguments?|documentation|roles?|"
    r"(?:or|and) [`*]*[a-z]+_[a-z_]+[`*]* roles?)\b",
    0,
)
"""A ``SAFETY`` comment is no run of the tool safety."""
BY_HOOKS = Words(
    r"\b(?:enforced|run|runs|checked|linted|scanned|blocked|caught|verified|executed|managed|installed) "
    r"(?:\w+ )?(?:by|with|via|through|using) [`*]*$|\b(?:we|project|repository|repo) (?:also |now )?uses? [`*]*$"
)
HOOKS = Words(r"[`*]*[\s-](?:hooks?|checks?|scripts?|gates?)\b")
"""Behind "pre-commit": the hooks of a repository, whoever runs them."""
HOOK = Words(r"[`*]*[\s-]hook\b", 0)
BESIDE = Words(r"\w[`*)]*\s?(?:,|/|\band|\+|&)\s*(?:an? )?[`*]*$")
"""Before the hook that is one of the places where another tool runs: "every change + pre-commit hook"."""
PLACED = Words(r"\b(?:in|a|an|the|of|for|via|by|our|as|with|on)\s$")
COMPANY = Words(r"\btools?\b|\bscann\w*|\blint\w*|\bformat\w*|\bstatic\b|\banaly[sz]\w+|`")
DESCRIBED = Words(
    r"[`*]*\s?(?:[-–—:(]|is an?\b)[^.]{0,60}\b(?:scann\w+|linters?|tools?|analy[sz]ers?|checkers?|detect\w+|"
    r"formatters?)\b"
)
"""A name with what it is: "Safety - dependency vulnerability scanner"."""
FOR_WORK = Words(r"\sfor\s\w")
USES = Words(r"\b(?:use[sd]?|using|run|runs|running|with|via)\s[`*]*$")
SCANS = Words(r"[`*]*\s?[-–—:]\s?(?:scans|checks|detects|finds|audits|lints|analy[sz]es|identifies|looks for)\b")
"""A name with what it does: "Safety: checks installed packages"."""
WATCHES = Words(
    r" (?:dashboards?|alerts?|alerting|monitoring|rules)[`*\s]*$|"
    r"[`*]* for (?:\w+ ){0,2}(?:errors?|exceptions?|crash\w*|monitor\w*|logs?|logging|metrics|alert\w*|tracing|"
    r"detection|observability|secrets?)\b|"
    r"(?: dashboards?| alerts?| monitoring)?(?: v?\d[\w.]*)?[`*]*\s?[-–—:(][^.]{0,60}\b(?:monitor\w*|track\w*|"
    r"alert\w*|metrics|"
    r"dashboards?|tracing|logs?|logging|observability|detection)\b"
)
"""A product with what it watches: "Grafana dashboards: metrics of all berths"."""
TO_WORK = Words(r"[`*]*\sto\s(?:scan|check|detect|audit|find|lint|analy[sz]e|test|monitor|verify)")
LIST = Words(
    r"^[\s`*]*[\w./ -]{2,30}[\s`*]*(?:(?:,|/|\+| and | und | et | y )[\s`*]*(?:and )?[\w./ -]{2,30}[\s`*]*){1,12}\.?$",
    0,
)


CALLED = {"eslint security plugin": "eslint-plugin-security"}
"""Editions that are told in words."""
LABELLED = Words(
    r"\b(?:track\w*|monitor\w*|observab\w*|alert\w*|logs?|logging|errors?|crash\w*|waf|firewall|ddos|cdn|scan\w*|"
    r"sast|dast|sca|lint\w*|format\w*|static|secrets?|fuzz\w*|mutation|hooks?|types?|siem|apm|metrics|dashboards?|"
    r"uptime|paging|on-call|supply[\s-]chain|analysis|analyzer|audit\w*|surveillance|überwachung|journali\w*|監視|监控)\b"
    r"[^:]{0,30}:[`*\s]{1,4}$"
)
"""A label that names work, right in front of a name: "Error tracking: Sentry"."""
CHECKED = Words(
    r"\b(?:check|scan|audit|lint|test|analy[sz]|format|monitor|track|report|watch)\w*\b[^.;:]{0,60} "
    r"(?:with|via|using|by|through|to) [`*\[]*$"
)
"""What is done with a thing whose name follows."""
ENDS = Words(r"[`*\]]*(?:\([^)]*\))?[`*\s]*(?:[.,;:)|]|$|(?:and|&|in|on|at|for|with)\s)")
IN_CELL = Words(r"\|\s?[`*\[]*$")
CELL_ENDS = Words(r"[`*\]]*\s?(?:\||$|\()")
"""Around a name that fills a cell."""
FILED = re.compile(r"\.(?:ya?ml|toml|json5?)\b")
"""Behind a name: the file by which the tool is set up, or the workflow that runs it."""
SCORECARD = Words(r"\b(?:action|workflows?|scans?|analysis|monitored|monitors?|publish\w*|results|we use|uses)\b")
"""What is done with a scorecard that is more than a mark."""


class Named(msgspec.Struct, frozen=True):
    """A tool named at ``start``..``end``; ``marked`` says that code marks stand around it."""

    start: int
    end: int
    name: str
    marked: bool
    activities: frozenset[Activity]


class Tools:
    """Finds the tools it was given."""

    def __init__(self, names: Iterable[ToolName]) -> None:
        self._by: dict[str, ToolName] = {}
        for each in names:
            for spoken in (each.name, *each.spoken):
                self._by.setdefault(spoken.lower(), each)
        words = sorted(self._by, key=len, reverse=True)
        body = "|".join(re.escape(word) for word in words)
        self._pattern = (
            re.compile(
                rf"(?<![\w@.-])(?:{body})(?![\w]|@(?!v?\d|main\b|master\b|latest\b)|-(?!signed|based|enforced|"
                rf"generated)\w|"
                rf"/(?!(?:{body})(?!\w))\w|\.(?!(?:ya?ml|toml|json5?)\b)\w)"
            )
            if words
            else None
        )
        self._spoken = AhoCorasick(words)
        self._places = lru_cache(maxsize=ASKED)(self._named)

    def _named(self, text: str) -> tuple[str, tuple[tuple[re.Match[str], ToolName], ...]]:
        """``text`` as names are sought in it, and where it has them, whatever stands around."""
        low = apart(text.lower())
        if self._pattern is None or not self._spoken.find_matches_as_indexes(low):
            return low, ()
        return low, tuple((match, self._by[match[0]]) for match in islice(self._pattern.finditer(low), MOST))

    def find(self, text: str, near: str = "") -> Iterator[Named]:
        """Tools named in ``text``; ``near`` are words around it that may tell that it lists tools."""
        low, found = self._places(text)
        if not found:
            return
        ends = {match.end() for match, _ in found}
        sure = sum(not tool.ambiguous for _, tool in found)
        for match, tool in found:
            before = low[max(0, match.start() - 1)] if match.start() else ""
            marked = before == "`"
            filed = FILED.match(low, match.end())
            if before == "/" and match.start() - 1 not in ends and not filed:
                continue
            if filed and tool.ambiguous and match[0] != "scorecard":
                continue
            if tool.activities and tool.activities <= NOT_NAMED:
                continue
            if (match[0] in TOLD_BY and not TOLD_BY[match[0]].search(low)) or (
                match[0] in SHAPED and not marked and not SHAPED[match[0]].match(text, match.start())
            ):
                continue
            if match[0] in PLAIN_THING and PLAIN_THING[match[0]].search(low[: match.start()]):
                continue
            if (
                match[0] in GENERIC
                and not marked
                and not re.search(
                    r"\b(?:github|owasp|action)\b|"
                    r"^\W*dependency[- ]review[`*]*\s?(?:--?|–|—|:)\s.*\b(?:prs?|pull requests?)\b|"
                    r"^[`*]*" + re.escape(match[0]) + r"[`*]*\s\|",
                    low,
                )
            ):
                continue
            if (
                tool.ambiguous
                and not (tool.proper and (" " in match[0] or "." in match[0]))
                and (
                    OTHER_THING.match(low[match.end() : match.end() + REACH])
                    or (HOOK.match(low[match.end() : match.end() + REACH]) and BESIDE.search(low[: match.start()]))
                    or (sure and match[0] == "pre-commit" and IN_CELL.search(low[: match.start()]))
                    or not (marked or _proper(text, match, tool) or self._told(text, match, near, sure))
                )
            ):
                continue
            name = CALLED.get(match[0]) or (match[0] if match[0] in tool.editions else tool.name)
            yield Named(match.start(), match.end(), name, marked, tool.activities)

    @staticmethod
    def _told(text: str, match: re.Match[str], near: str, sure: int) -> bool:
        """Whether the words around an ambiguous name say that a tool is meant."""
        before, after = text[: match.start()], text[match.end() : match.end() + REACH]
        if match[0] == "pre-commit" and BY_HOOKS.search(before) and not HOOKS.match(after):
            return True
        if _worked(text, match) or (
            IN_CELL.search(before) and CELL_ENDS.match(after) and re.search(r"\btools?\b", near, re.IGNORECASE)
        ):
            return True
        if PLACED.search(before) or (match[0] == "cyclonedx" and re.search(r"spdx|sbom", text, re.IGNORECASE)):
            return False
        if sure and (re.search(r"(?:,|/|\band|\+|&)\s*`?$", before) or re.match(r"`?\s*(?:,|/|and\b|\+|&)", after)):
            return True
        if re.search(r"\btools?\b", near, re.IGNORECASE) and not before.strip("`* ") and re.match(r"[`*]*\s\|", after):
            return True
        if not before.strip("`*[ ") and re.search(
            r"\bis (?:a|an|the) (?:\w+ ){0,3}(?:tool|scanner|linter)\b", text, re.IGNORECASE
        ):
            return True
        if not before.strip("`*#[0123456789. ✅") and (DESCRIBED.match(after) or SCANS.match(after)):
            return True
        if text[match.start()].isupper() and USES.search(before) and TO_WORK.match(after):
            return True
        value = re.split(r":|\s[—–-]\s", text, maxsplit=1)[-1].strip()
        opens = text[match.start()].isupper() and value.startswith(text[match.start() : match.end()])
        if opens and COMPANY.search(near) and re.match(r"\s(?:for|to)\b|\s\(", after):
            return True
        return bool(re.search(r"\btools?\b", near, re.IGNORECASE)) and bool(LIST.match(value))

    def named(self, word: str) -> ToolName | None:
        """The tool that is called exactly ``word``."""
        return self._by.get(word.lower())


def _worked(text: str, match: re.Match[str]) -> bool:
    """Whether an ambiguous name stands behind what it does, or is a scorecard that is run."""
    before, after = text[: match.start()], text[match.end() : match.end() + REACH]
    if text[match.start()].isupper() and (LABELLED.search(before) or CHECKED.search(before)) and ENDS.match(after):
        return True
    return match[0].endswith("scorecard") and " " in match[0] and SCORECARD.search(text) is not None


def _proper(text: str, match: re.Match[str], tool: ToolName) -> bool:
    """Whether a capital letter in mid-sentence says that the product is meant."""
    before = text[: match.start()].rstrip()
    return (
        tool.proper
        and text[match.start()].isupper()
        and (
            (
                bool(before)
                and (before[-1].isalnum() or before[-1] in ",/&(+" or bool(FOR_WORK.match(text[match.end() :])))
            )
            or (not before.strip("`*#[0123456789. ✅") and bool(WATCHES.match(text[match.end() : match.end() + REACH])))
        )
    )


@lru_cache(maxsize=4)
def tools_named(names: tuple[ToolName, ...]) -> Tools:
    """The finder of ``names``, made once: it is asked by every document."""
    return Tools(names)
