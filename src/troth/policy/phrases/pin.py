"""How tightly versions are held: exact, compatible, by lockfile, by digest, or one toolchain version."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Words
from troth.terms.commitment import Pin

PINS = Words(
    r"\b(?:pin(?:s|ned|ning)?|lock(?:ed|s)? (?:to|in|down|by|via|with|using)|lock\s?files?|fixed (?:tags?|versions?)|"
    r"exact versions?|frozen|--frozen-lockfile|hash(?:es)?[\s-](?:pinned|checked)|angepinnt|fija\w*|"
    r"épingl\w*)\b|`(?:==|~=)`|版本锁定|固定版本"
)
OPERATOR = Words(r"`(?P<op>==|~=|>=|\^|~)`(?P<rest>[^`]{0,160})", 0)
NAMED = Words(
    r"^`?(?P<name>@?[A-Za-z][\w./@>-]{1,60})`?(?: \| `?|\s)(?P<op>>=|<=|==|~=|=|\^|~|<|>)\s?"
    r"(?P<version>[\w:@/.^~-]{1,60})",
    0,
)
HOLDS = Words(r"\b(?:overrid\w*|overrides?|pin(?:s|ned|ning)?|constraints?|resolutions|upper bounds?|límites?)\b")
OTHERS = Words(r"\b(?:others?|the rest|everything else|remaining|all other)\b")
LISTED = Words(r"\(([^()]{3,300})\)", 0)
AFTER_COLON = Words(r"[^\w:]{0,3}:\s*([\w. -]{2,60}(?:,[\w. -]{2,60})+)$", 0)
SUBJECTS = Words(
    r"^[\s*-]*((?:`?[A-Za-z][\w.-]{1,60}`?)(?:(?:, (?:and )?| and )`?[A-Za-z][\w.-]{1,60}`?){0,12}) (?:is|are) "
    r"(?:always |all |both )?(?:pinned|held|locked|fixed)\b",
    0,
)
GENERAL = Words(
    r"^(?:all|every|each|the|we|they|it|everything|dependenc\w+|packages?|versions?|requirements?|librar\w+|"
    r"modules?|python|node|rust|go|actions?|images?|tools?|others?|these|those)$"
)
SEMVER = Words(r"\b(?:semantic versioning|semver ranges?|compatible (?:releases?|versions?)|version ranges)\b")
TOOLCHAIN = Words(
    r"\b(?P<language>go|golang|rust|python|node(?:\.?js)?|java|"
    r"ruby)\s(?:version\s)?v?(?P<version>\d{1,3}(?:\.\d{1,4}){1,2})\b"
)
EVERYWHERE = Words(
    r"\b(?:consistently|across (?:all|the|every)|everywhere|all modules|in all|for all|pinned|pin|exactly|only)\b"
)
HASH = Words(r"\b(?:shas?(?:-?\d{1,3})?|digests?|hash(?:es)?|commit[\s-]sha)\b")
LOCK = Words(
    r"\block\s?files?\b|\b(?:package-lock\.json|pnpm-lock\.yaml|yarn\.lock|cargo\.lock|poetry\.lock|"
    r"uv\.lock|go\.sum|gemfile\.lock|pipfile\.lock)\b|`[\w.-]*lock[\w.-]*`"
)
EXACT = Words(r"\b(?:specific|exact|fixed|known) versions?\b")
ECOSYSTEMS: tuple[tuple[str, str], ...] = (
    ("github-actions", r"\b(?:github )?actions?\b|\bworkflows?\b"),
    ("docker", r"\bdocker\b|\bcontainers?\b|\bbase images?\b|\bimages?\b"),
    ("pypi", r"\bpython\b|\bpip\b|\bpypi\b|\brequirements\b|\buv\.lock\b|\bpoetry\b"),
    ("go", r"\bgo\b|\bgolang\b|\bgo\.(?:mod|sum)\b"),
    ("cargo", r"\brust\b|\bcargo\b|\bcrates?\b"),
    ("npm", r"\bnpm\b|\bnode\b|\bpnpm\b|\byarn\b|\bjavascript\b|\bpackage-lock"),
)  # fmt: skip
ECOSYSTEM = tuple((name, Words(words)) for name, words in ECOSYSTEMS)
CERTIFICATES = Words(
    r"\b(?:certificate|key|ssl|tls|public[\s-]key)[\s-]pinning|\bpinned (?:certificate|issue|message|"
    r"post)|\bunlock|\block\s?out|\baccount lock|\blocked (?:out|account)|\block(?:ed)? (?:by|in) (?:time|"
    r"escrow)"
)


def _find(saying: Saying) -> Iterator[Pin]:
    if saying.role & (Role.SCOPE | Role.RESEARCH) or CERTIFICATES.search(saying.text):
        return
    found = list(_constraint(saying)) or list(_operators(saying)) or list(_toolchain(saying)) or list(_words(saying))
    yield from found


def _operators(saying: Saying) -> Iterator[Pin]:
    """ "Use `==` for critical packages (a, b) and `~=` for others"."""
    if saying.statement.form == "row" or not re.search(
        r"version|pin|packag|dependenc|use|strateg|requirement", f"{saying.low} {saying.around}"
    ):
        return
    ecosystem = _ecosystem(saying)
    for match in OPERATOR.finditer(saying.text):
        rest = re.split(r"`|;|\band\b(?=[^()]*$)", match["rest"])[0]
        others = bool(OTHERS.search(rest))
        listed = LISTED.search(rest) or AFTER_COLON.match(rest)
        if not listed and not others:
            listed = _named_before(saying.text[: match.start()])
        packages = tuple(each.strip(" `.") for each in re.split(r",|\band\b", listed[1])) if listed else ()
        packages = packages or _subjects(saying.text[: match.start()])
        spoken = AFTER_COLON.sub("", LISTED.sub("", rest))
        what = re.sub(r"\s+", " ", spoken).strip(" ,.:()").removeprefix("for ").strip() or "packages"
        yield saying.wired(
            Pin, match.start(), what=what, rule=match["op"], packages=packages, others=others, ecosystem=ecosystem
        )


def _constraint(saying: Saying) -> Iterator[Pin]:
    """ "ferry >= 2.1 — fixes the leak" in a list of versions that are held."""
    match = NAMED.match(saying.text) if saying.statement.form in {"bullet", "row"} else None
    if match and HOLDS.search(f"{saying.around} {' '.join(saying.statement.heading[-2:])} {saying.low}"):
        rule = (
            f"{match['op']} {match['version']}"
            if match["op"] != "=" or match["version"][0].isdigit()
            else match["version"]
        )
        yield saying.wired(
            Pin, 0, what=match["name"], rule=rule, packages=(match["name"],), ecosystem=_ecosystem(saying)
        )


def _subjects(before: str) -> tuple[str, ...]:
    """ "ferry and pilot are pinned with": the packages that the sentence is about; empty for "all packages are"."""
    match = SUBJECTS.match(before)
    if not match:
        return ()
    names = tuple(name.strip(" `*") for name in re.split(r",(?:\s*and\b)?|\band\b", match[1]))
    return () if any(" " in name or GENERAL.search(name) for name in names) else names


def _named_before(text: str) -> re.Match[str] | None:
    """ "Critical packages (a, b) are pinned with `==`": the list in front, where no other operator stands between."""
    match = LISTED.search(text)
    return match if match and "," in match[1] and "`" not in text[match.end() :] else None


def _toolchain(saying: Saying) -> Iterator[Pin]:
    match = TOOLCHAIN.search(saying.text)
    if match and EVERYWHERE.search(saying.text) and not saying.negated(len(saying.text), len(saying.text)):
        language = {"golang": "go", "nodejs": "node", "node.js": "node"}.get(
            match["language"].lower(), match["language"].lower()
        )
        yield saying.wired(
            Pin,
            match.start(),
            what=f"{language} toolchain",
            rule=match["version"],
            ecosystem={"python": "pypi", "rust": "cargo", "node": "npm"}.get(language, language),
        )


def _words(saying: Saying) -> Iterator[Pin]:
    match = PINS.search(saying.text)
    semver = SEMVER.search(saying.text) if re.search(r"dependenc|packages", saying.low) else None
    if semver and not match:
        yield saying.wired(
            Pin,
            semver.start(),
            what=_what(saying),
            rule="~=",
            others=bool(re.search(r"\b(?:non-critical|others?|remaining)\b", saying.low)),
            ecosystem=_ecosystem(saying),
        )
        return
    if (
        not match
        or saying.negated(match.start())
        or not re.search(
            r"dependenc|packag|version|action|image|lock\s?file|workflow|requirement|crate|module|digest|"
            r"sha\b|tool|runtime|\.lock|lock\.",
            saying.low,
        )
    ):
        return
    rule = (
        "hash"
        if HASH.search(saying.text)
        else "lockfile"
        if LOCK.search(saying.text)
        else "=="
        if EXACT.search(saying.text)
        else "version"
        if re.search(r"version|tag", saying.low)
        else "pinned"
    )
    yield saying.wired(Pin, match.start(), what=_what(saying), rule=rule, ecosystem=_ecosystem(saying))


def _what(saying: Saying) -> str:
    match = re.search(
        r"\b((?:all |critical |non-critical |production |direct |transitive |third-party |python |node |"
        r"npm |docker |container |base |github )*(?:dependenc\w+|packages|actions|images?|crates|modules|"
        r"requirements|tools|workflows))\b",
        saying.low,
    )
    return match[1] if match else "dependencies"


def _ecosystem(saying: Saying) -> str:
    for text in (saying.text, *reversed(saying.statement.heading[-2:])):
        found = next((name for name, words in ECOSYSTEM if words.search(text)), "")
        if found:
            return found
    return ""


EXAMPLES = (
    Example(
        text="Use `==` for critical packages (ferry, lighthouse) and `~=` for others.",
        makes=(
            {"kind": "pin", "rule": "==", "packages": ["ferry", "lighthouse"]},
            {"kind": "pin", "rule": "~=", "others": True},
        ),
        negated="Packages are not pinned.",
        advice="You should pin your own dependencies to exact versions.",
        past="In 2020 we pinned dependencies to exact versions.",
        code="For example:\n\n```\nUse `==` for critical packages\n```",
    ),
    Example(
        text="ferry and `lighthouse` are pinned with `==`.",
        makes=({"kind": "pin", "rule": "==", "packages": ["ferry", "lighthouse"]},),
        negated="ferry and lighthouse are not pinned.",
        advice="You should pin ferry and lighthouse in your own project with `==`.",
        past="In 2020 we pinned ferry and lighthouse with `==`.",
        code="For example:\n\n```\nferry and lighthouse are pinned with `==`\n```",
    ),
    Example(
        text="Rust 1.80 is used in all crates.",
        makes=({"kind": "pin", "what": "rust toolchain", "rule": "1.80", "ecosystem": "cargo"},),
        negated="Rust 1.80 is not used in all crates.",
        advice="You should build all your crates with Rust 1.80.",
        past="In 2020 we used Rust 1.80 in all crates.",
        code="For example:\n\n```\nRust 1.80 is used in all crates.\n```",
    ),
)

PHRASE = Phrase(
    name="pin",
    find=_find,
    gate=(
        "pin",
        "lock",
        "`==`",
        "`~=`",
        "semantic versioning",
        "semver",
        "exact version",
        "consistently",
        "across all",
        "all modules",
        "in all",
        "for all",
        "exactly",
        "fixed",
        "frozen",
        "hash",
        "version ranges",
        "compatible",
        "fija",
        "épingl",
    ),
    examples=EXAMPLES,
)
