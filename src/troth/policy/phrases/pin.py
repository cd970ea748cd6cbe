"""How tightly versions are held: exact, compatible, by lockfile, by digest, or one toolchain version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from troth.policy.phrases.phrase import Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.place import places, universal
from troth.policy.words.sieve import Words, either
from troth.terms.commitment import Pin

_PINS = (
    r"\b(?:(?<!re-)pin(?:s|ned|ning)?|lock(?:ed|s)? (?:to|in|by|via|with|using)|"
    r"lock(?:ed|s)? down(?= (?:to|by|with|in|(?:all |the )?(?:dep|ver)))|"
    r"lock\s?files?(?!-)|"
    r"(?:to|at|from|use[sd]?|using|with|by|only) fixed (?:version )?(?:tags|versions)|"
    r"(?:specific|immutable|explicit) (?:version |image )?tags|version tags|"
    r"(?:referenced|referred to|consumed|pulled|identified|deployed|used) (?:only )?by "
    r"(?:[\w-]+ ){0,2}(?:digests?|shas?|hash(?:es)?)|"
    r"(?:referred to|used) (?:only )?(?:via|using) (?:[\w-]+ ){0,2}(?:digests?|shas?|commit hash(?:es)?)|"
    r"(?:referenced|consumed|pulled|deployed)(?: [\w-]+){0,5}? (?:by|using|via) "
    r"(?:[\w-]+ ){0,2}(?:digests?|shas?|hash(?:es)?)|"
    r"lock(?:\.json|\.yaml)?[`\"*]* (?:(?:is|are) (?:used|committed|checked in|enforced|tracked)|committed|checked in)|"
    r"exact versions|(?:to|at) (?:an|one) (?:exact|specific) (?:package )?version|"
    r"frozen (?:\w+ )?(?:lock\s?files?|installs?|installation|dependenc\w+|versions?|requirements|mode)|"
    r"(?:dependenc\w+|versions?|lock\s?files?|requirements|packages|images?) (?:is|are|remains?|stays?|"
    r"kept) frozen|"
    r"hash(?:es)?[\s-](?:pinned|checked)|angepinnt|fija\w*|épingl\w*)\b|--frozen-lockfile|--require-hashes|版本锁定|固定版本"
)
PINS = Words(rf"{_PINS}|`(?:==|~=)`")
OPERATOR = Words(r"`(?P<op>==|~=|>=|\^|~)`(?P<rest>[^`]{0,160})", 0)
NAMED = Words(
    r"^`?(?P<name>@?[A-Za-z][\w./@>-]{1,60})(?:\[[\w,-]{1,40}\])?`?(?: \| `?|\s|(?===|~=))"
    r"(?P<op>>=|<=|==|~=|=|\^|~|<|>)\s?"
    r"(?P<version>[\w:@/.^~-]{1,60})",
    0,
)
HOLDS = Words(r"\b(?:overrid\w*|overrides?|pin(?:s|ned|ning)?|constraints?|resolutions|upper bounds?|límites?)\b")
NEEDED = Words(r"dependenc|requirement|packages?\b|librar|\bpin|version")
"""What a list of exact versions is a list of."""
SPEC = Words(r"`(?P<name>[A-Za-z][\w.-]{1,60})(?P<op>==|~=|<=|<|\^)(?P<version>\d[\w.]{0,20})`", 0)
STATED = Words(
    r"^[^\w`]{0,6}`?(?P<name>[A-Za-z][\w.-]{1,40})`? v?(?P<version>\d{1,4}\.\d{1,4}(?:\.\d{1,4})?) \((?:version[\s-])?"
    r"(?:pinned|locked|exact)\b"
)
"""A name, its version and that it is held: "PlatformIO 6.1.13 (pinned)"."""
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
    r"ruby)\s(?:version\s)?v?(?P<version>\d{1,3}(?:\.\d{1,4}){1,2})\b(?![-\w])"
)
TOLD = either(Words(_PINS), SEMVER, TOOLCHAIN, STATED)
"""What a sentence has to hold that tells of a pin without one of ``SIGNS``."""
SIGNS = frozenset("=<>^~")
"""Of which each operator holds one."""
EVERYWHERE = Words(
    r"\b(?:consistently|across (?:all|the|every)|everywhere|all modules|in all|for all|pinned|pin|exactly|only)\b"
)
HASH = Words(
    r"\b(?:shas?(?:-?\d{1,3})?|digests?|hash(?:es)?|checksums?|require-hashes|commit[\s-](?:sha|hash|id))\b|\bcommit-pinned\b"
)
LOCK = Words(
    r"\block\s?files?\b(?!-)|\b(?:package-lock\.json|pnpm-lock\.yaml|yarn\.lock|cargo\.lock|poetry\.lock|"
    r"uv\.lock|go\.sum|gemfile\.lock|pipfile\.lock)\b|`[\w.-]*lock[\w.-]*`"
)
EXACT = Words(r"\b(?:specific|exact|fixed|known)[\s-](?:package )?versions?\b(?! tags)|`==`")
HELD = Words(
    r"\bdependenc\w+|\bpackages?\b|\bversions?\b(?!-)|(?<!/)\bactions?\b|\bimages?\b|\block\s?files?\b|\bworkflows?\b|"
    r"\brequirements\b|\bcrates?\b|\bmodules?\b|\bdigests?\b(?!-)|\bshas?\b(?!-)|\btools\b|\btool(?:chain|ing)s?\b|"
    r"\bruntimes?\b|--require-hashes|\.lock\b|\block\.|\blibrar\w+|\bgo\.(?:sum|mod)\b|\bplugins?\b|\bcommit\b|\bdownloads?\b|"
    r"dépendances|dependencias|abhängigkeit|版本|依赖"
)
"""What is held at a version."""
TAKEN = re.compile(r"(?:referenced|referred|consumed|pulled|identified|deployed|used)\b", re.IGNORECASE)
"""What is done by a hash with many things."""
OF_BUILD = Words(
    r"\b(?:images?|containers?|actions?|workflows?|dependenc\w+|packages?(?! (?:downloaded|you|by|for))|"
    r"modules?|crates?|librar\w+|charts?|submodules?|requirements|toolchains?|plugins?|hooks?)\b"
)
"""Things of which a hash pins the version that a build takes; what is served or downloaded is only told apart by it."""
IDLE = Words(
    r"\block\s?files?\b(?=\)|,|\.?$)|\block\s?file (?:consumer|changes?|"
    r"diffs?|format|churn)"
)
HOW = Words(
    r"\bhow to pin\b|\bpinning information\b|\bwhy\b|\bunpinned\b|\bmissing (?:[\w-]+ )?pins\b|"
    r"\b(?:who|which|that|users|customers|consumers) (?:\w+ )?pin(?:s|ning)?\b|\bpin a (?:patched|fixed|newer)\b|"
    r"\block\s?files? (?:inspection|hygiene|review|scan\w*|analysis|audit\w*|changes)\b|"
    r"\b(?:scan\w*|refresh|inspect\w*|regenerate|update[sd]?) (?:the |all |its )?(?:[\w-]+ )?lock\s?files?\b"
)
"""Talk of pins, and lockfiles that are only named in a list."""
KEPT = Words(
    r"\b(?:commit\w*|check\w*|enforc\w*|us(?:e|es|ed|ing)|with|via|from|reproducib\w*|maintain\w*|strict\w*|frozen|pin\w*)\b"
)
ECOSYSTEMS: tuple[tuple[str, str], ...] = (
    ("github-actions", r"\b(?:github )?actions?\b|\bworkflows?\b"),
    ("docker", r"\bdocker\b|\bcontainers?\b|\bbase images?\b|\bimages?\b"),
    ("pypi", r"\bpython\b|\bpip\b|\bpypi\b|\brequirements\b|\buv\.lock\b|\bpoetry\b"),
    ("go", r"\bgo\b|\bgolang\b|\bgo\.(?:mod|sum)\b"),
    ("cargo", r"\brust\b|\bcargo\b|\bcrates?\b"),
    ("npm", r"\bnpm\b|\bnode\b|\bpnpm\b|\byarn\b|\bjavascript\b|\bpackage-lock"),
)  # fmt: skip
ECOSYSTEM = tuple((name, Words(words)) for name, words in ECOSYSTEMS)
_YOU = r"\bif you (?:need|want|require|prefer|depend|rely|deploy|consume|embed|run|care|value)\b"
YOURS = Words(
    r"\b(?:according to|as|per|in|with) your (?:\w+ )?(?:dependenc\w+ )?policy\b|"
    r"^\W*(?:review|consider|evaluate|inspect|examine|check)\s[^.;:]{0,120}\bpinning\b|"
    rf"^\W*(?:please |always )?(?:pin|lock)\b[^.;]{{0,80}}{_YOU}|"
    rf"{_YOU}[^.;]{{0,80}}, (?:please |always )?(?:pin|lock)\b"
)
"""Versions that readers hold themselves."""
OF_PROCESSES = Words(
    r"\bflock\w*\b|\bmutual exclusion\b|\bmutex\w*|\bo_(?:excl|creat)\b|"
    r"\bconcurrent(?:ly)? (?:writ|access|process|run|call)\w*|"
    r"\b(?:stale|advisory|exclusive|process|pid) (?:file )?locks?\b|"
    r"\block\s?files? (?:shim|backend|holding|held|acqui\w+|with the pid)\b|"
    r"\block\s?files? (?:prevents?|ensures?|guards?|keeps?|protects?|stops?)\b[^.;]{0,60}\b(?:process\w*|pids?|"
    r"concurren\w*|simultaneous\w*|parallel|instances?|daemons?|runs?|race|two|second)\b|"
    r"\b(?:hold|acquire|take|release)s? (?:a|an|the) (?:[\w-]+ )?lock\s?file\b"
)
"""Files by which processes keep out of each other's way."""
CERTIFICATES = Words(
    r"\b(?:certificate|key|ssl|tls|public[\s-]key)[\s-]pinning|\bpinned (?:certificate|issue|message|"
    r"post)|\bunlock|\block\s?out|\baccount lock|\blocked (?:out|account)|\block(?:ed)? (?:by|in) (?:time|"
    r"escrow)"
)


_TRUSTED = (
    r"(?:authorit(?:y|ies)|(?:public |private |host |signing |session |root )?keys?|pubkeys?|keyrings?|certificates?|"
    r"certs?|cas?|fingerprints?|hostnames?|hosts?|identit(?:y|ies)|trust (?:anchors?|roots?)|roots? of trust|signers?|"
    r"issuers?|peers?|servers?|origins?|domains?|endpoints?|contracts?|memory|threads?|cpus?|cores?)"
)
_PACKAGED = r"(?:dependenc\w+|packages?|images?|versions?|modules?|crates?|libraries|actions?|charts?|requirements?)"
_THERE = re.compile(
    rf"\b({_PACKAGED}) (?:of|on|in|for|from) (?:(?:the|our|all|its|each) )?(?:[\w-]+ )?{_TRUSTED}\b", re.IGNORECASE
)
"""Packages and where they are: "dependencies of the servers"."""
OF_TRUST = Words(
    rf"\bpin(?:s|ned|ning)? (?:(?:the|a|an|our|its|each|all|one|\w*\d\w*|tls|ssh|ssl|[\w-]+ed) ){{0,2}}{_TRUSTED}\b"
    rf"(?! {_PACKAGED}\b)|"
    rf"\b{_TRUSTED}(?: (?:of|for) (?:(?:the|our|all|its|each) )?[\w-]+)? "
    r"(?:is|are|gets?|stays?|remains?) (?:\w+ )?pinned\b"
)
"""Whom or what a product trusts or where it runs is pinned, and no package: "pinned authorities"."""
OF_PACKAGES = Words(r"version|pin|packag|dependenc|strateg|requirement")
"""Without one of these, signs such as ``==`` are about something else."""
PACKAGES = Words(r"dependenc|packages")
APART = re.compile(r";\s|,?\s(?:and|but|while|whereas)\s")


def _find(saying: Saying) -> Iterator[Pin]:
    if not saying.text.mask & TOLD and SIGNS.isdisjoint(saying.text):
        return
    if (
        saying.role & (Role.SCOPE | Role.RESEARCH | Role.INCIDENT)
        or YOURS.search(saying.text)
        or CERTIFICATES.search(saying.text)
        or _of_processes(saying.text)
        or _of_trust(saying.text)
    ):
        return
    found = list(_constraint(saying)) or list(_operators(saying)) or list(_toolchain(saying)) or list(_spec(saying))
    opened = [each for each in saying.company.opening(saying, saying.number) if "Pin" in each.said]
    if not found and (not opened or _of_another(saying.text, opened[0].text)):
        found = list(_words(saying))
    yield from found


def _of_processes(text: str) -> bool:
    """Whether the files that lock are those of processes, and no packages are held beside them."""
    if not OF_PROCESSES.search(text):
        return False
    return not (PACKAGES.search(text) and PINS.search(OF_PROCESSES.sub(" ", text)))


def _of_trust(text: str) -> bool:
    """Whether what is pinned is trusted, and no package."""
    if not OF_TRUST.search(text):
        return False
    plain = _THERE.sub(r"\1", text)
    return bool(OF_TRUST.search(plain)) and not PINS.search(OF_TRUST.sub(" ", plain))


def _of_another(text: str, opening: str) -> bool:
    """Whether ``text`` names what it holds, and it is not what the ``opening`` of its paragraph holds."""
    own, first = (next((name for name, words in ECOSYSTEM if words.search(each)), "") for each in (text, opening))
    return bool(own) and own != first


def _operators(saying: Saying) -> Iterator[Pin]:
    """ "Use `==` for critical packages (a, b) and `~=` for others"."""
    if saying.statement.form == "row" or not (OF_PACKAGES.search(saying.text) or OF_PACKAGES.search(saying.around)):
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
    if match is None:
        return
    near = f"{saying.around} {' '.join(saying.statement.heading[-2:])} {saying.low}"
    if match["op"] in {"==", "~="} and NEEDED.search(near):
        yield saying.wired(
            Pin, 0, what=match["name"], rule=match["op"], packages=(match["name"],), ecosystem=_ecosystem(saying)
        )
    elif HOLDS.search(near):
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
    if match and EVERYWHERE.search(saying.text) and not saying.unsaid(len(saying.text), len(saying.text)):
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


def _spec(saying: Saying) -> Iterator[Pin]:
    """One package that is held: "`ferry<4` is pinned", "Lighthouse 6.1.13 (pinned)"."""
    stated = STATED.match(saying.text)
    if stated:
        name = stated["name"]
        yield saying.wired(Pin, 0, what=name, rule="==", packages=(name,), ecosystem=_ecosystem(saying))
    elif HOLDS.search(saying.text) or PINS.search(saying.text):
        for match in SPEC.finditer(saying.text):
            rule = match["op"] if match["op"] in {"==", "~="} else f"{match['op']}{match['version']}"
            name = match["name"]
            yield saying.wired(Pin, match.start(), what=name, rule=rule, packages=(name,), ecosystem=_ecosystem(saying))


def _words(saying: Saying) -> Iterator[Pin]:
    semver = SEMVER.search(saying.text) if PACKAGES.search(saying.text) else None
    if semver and not PINS.search(saying.text):
        yield saying.wired(
            Pin,
            semver.start(),
            what=_what(saying.low),
            rule="~=",
            others=bool(re.search(r"\b(?:non-critical|others?|remaining)\b", saying.low)),
            ecosystem=_ecosystem(saying),
        )
        return
    apart = _apart(saying.text)
    for start, text in apart:
        own = {"place": places(text), "universal": universal(text)} if start or len(apart) > 1 else {}
        yield from _held(saying, start, text, own)


def _apart(text: str) -> list[tuple[int, str]]:
    """Offset and words of the clauses that each hold something else; all of ``text`` where they do not.

    "Cargo.lock is committed, and all actions are pinned by commit".
    """
    ends = [*APART.finditer(text)] if APART.search(text) else []
    starts = (0, *(match.end() for match in ends))
    clauses = list(zip(starts, (*(match.start() for match in ends), len(text)), strict=True))
    told = [(start, text[start:end]) for start, end in clauses if PINS.search(text[start:end])]
    kinds = {next((name for name, words in ECOSYSTEM if words.search(clause)), "") for _, clause in told}
    return told if len(told) == len(kinds) > 1 and "" not in kinds else [(0, text)]


def _held(saying: Saying, start: int, text: str, own: dict[str, Any]) -> Iterator[Pin]:
    """What one clause, or the whole sentence, holds; ``own`` is what the clause alone says of where and how far."""
    match = PINS.search(text)
    if not match or saying.unsaid(start + match.start()):
        return
    clause = _clause(text, match)
    if TAKEN.match(match[0]) and not OF_BUILD.search(clause[: clause.find(match[0])]):
        return
    if not HELD.search(clause) or (IDLE.search(clause) and not KEPT.search(clause)) or HOW.search(clause):
        return
    rule = (
        "version"
        if re.search(r"\bversion-pinned\b", clause)
        else "hash"
        if HASH.search(clause)
        else "lockfile"
        if LOCK.search(clause)
        else "=="
        if EXACT.search(clause)
        else "version"
        if re.search(r"version|tag|toolchain|release|版本", clause, re.IGNORECASE)
        else "pinned"
    )
    what, ecosystem = _what(text.lower()), _ecosystem(saying, text)
    yield saying.wired(Pin, start + match.start(), what=what, rule=rule, ecosystem=ecosystem, **own)


def _clause(text: str, match: re.Match[str]) -> str:
    """The words around a pin that say what is held and how."""
    before = re.split(r"[;.—]\s|\s[—–]\s", text[: match.start()])[-1]
    after = re.split(r"[;.,—]\s|\s[—–]\s", text[match.end() :])[0]
    return f"{before}{match[0]}{after}"


def _what(low: str) -> str:
    match = re.search(
        r"\b((?:all |critical |non-critical |production |direct |transitive |third-party |python |node |"
        r"npm |docker |container |base |github )*(?:dependenc\w+|packages|actions?|images?|crates|modules|"
        r"requirements|tools|workflows))\b",
        low,
    )
    return match[1] if match else "dependencies"


def _ecosystem(saying: Saying, clause: str = "") -> str:
    for text in (clause or saying.text, *reversed(saying.statement.heading[-2:])):
        found = next((name for name, words in ECOSYSTEM if words.search(text)), "")
        if found:
            return found
    return ""


EXAMPLES = (
    Example(
        text="Dependencies of the servers are pinned by hash. All packages are pinned in Cargo.lock; the lockfile "
        "ensures reproducible builds.",
        makes=({"kind": "pin", "rule": "hash"}, {"kind": "pin", "rule": "lockfile"}),
        negated="Dependencies of the servers are not pinned by hash.",
        advice="You should pin the dependencies of your servers by hash.",
        past="In 2020 we pinned the dependencies of the servers by hash.",
        code="For example:\n\n```\nDependencies of the servers are pinned by hash.\n```",
    ),
    Example(
        text="Our lock file prevents unexpected upgrades: dependencies are locked. We pin the server images by digest.",
        makes=({"kind": "pin", "rule": "lockfile"}, {"kind": "pin", "rule": "hash"}),
        negated="Our server images are not pinned by digest.",
        advice="You should pin your server images by digest.",
        past="In 2020 we pinned the server images by digest.",
        code="For example:\n\n```\nWe pin the server images by digest.\n```",
    ),
    Example(
        text="The lamp image is pulled fresh on every run using its SHA digest.",
        makes=({"kind": "pin", "rule": "hash"},),
        negated="The lamp image is not pulled using its SHA digest.",
        advice="You should pull the lamp image using its SHA digest.",
        past="In 2020 we pulled the lamp image using its SHA digest.",
        code="For example:\n\n```\nThe lamp image is pulled using its SHA digest.\n```",
    ),
    Example(
        text="GitHub Actions are pinned by commit SHA. Base images are pinned by digest.",
        makes=(
            {"kind": "pin", "rule": "hash", "ecosystem": "github-actions"},
            {"kind": "pin", "rule": "hash", "ecosystem": "docker"},
        ),
        negated="GitHub Actions are not pinned by commit SHA. Base images are not pinned by digest.",
        advice="You should pin your actions to commits and your base images by digest.",
        past="In 2020 we pinned base images by digest.",
        code="For example:\n\n```\nBase images are pinned by digest.\n```",
    ),
    Example(
        text="Cargo.lock is committed, and all GitHub Actions are pinned by commit SHA.",
        makes=(
            {"kind": "pin", "rule": "lockfile", "ecosystem": "cargo", "what": "dependencies"},
            {"kind": "pin", "rule": "hash", "ecosystem": "github-actions", "universal": True},
        ),
        negated="Cargo.lock is not committed, and GitHub Actions are not pinned by commit SHA.",
        advice="You should commit Cargo.lock and pin your actions to commits.",
        past="In 2020 we pinned all actions by commit SHA.",
        code="For example:\n\n```\nCargo.lock is committed\n```",
    ),
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
    done=True,
    examples=EXAMPLES,
    counter_examples=(
        "## Updates\n\nHosted services are always updated to the fixed version.",
        "## Trust\n\nWriting needs the pinned Ed25519 authorities of the harbour packages; host keys are pinned.",
        "## Workers\n\nA session can be pinned to a worker so that its syncs run there.",
        "## Use\n\nReview the environment, package pinning and the workspace as one boundary.",
        "## Moorings\n\nAn exclusive lockfile holding the pid keeps a second pilot out of the berth.",
        "## Checks\n\nWe look at dependencies by lockfile inspection. Refresh the lockfile of the packages.",
        "## Checks\n\nMissing SHA pins of actions are told to the crew. Harbours that pin images are told first.",
        "## Gates\n\nWe lock down the permissions of packages.",
        "## Builds\n\nReproducible builds and dependency pinning are Phase 5 deliverables.",
        "## Moorings\n\nThe lock file prevents two instances from mooring; a lockfile ensures that one process writes.",
        "## Trust\n\nThe keys of the servers are pinned.",
        "## Moorings\n\nThe `flock` and lockfile backends do not coordinate.",
        "## Use\n\nPin a commit if you need a stable point.",
        "## Reports\n\nTell us the exact version that you use.",
        "## Charts\n\nPictures are pulled from the pier using the SHA hashes of a commit.",
        "## Charts\n\nPackages downloaded by sailors are identified using a hash.",
        "## Dependencies\n\nThis page explains how to pin versions.",
        "## Dependencies\n\nPin versions according to your policy.",
        "## Evidence\n\nPackage documents remain frozen after the voyage.",
        "## Pins\n\nPinning all dependencies is a bad idea.",
        "## Pins\n\nDependencies are anything but pinned.",
        "## Pins\n\nDependencies are pinned nowhere.",
        "## Incident response\n\nPin or revert the dependency and publish a patched version.",
    ),
)
