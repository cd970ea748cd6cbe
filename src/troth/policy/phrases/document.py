"""A document, playbook or policy that the project says it keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.incident_plan import names_incident
from troth.policy.phrases.listed import headed
from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.order import ORDER
from troth.policy.words.sieve import Words
from troth.terms.commitment import Document

PATH = Words(r"`?(?<![\w/.])((?:\.{0,2}/)?(?:[\w.-]+/){0,6}[\w.-]+\.(?:md|rst|adoc|txt|ya?ml|pdf|json))(?![\w/])`?")
FILE = re.compile(r"\.(?:md|rst|adoc|txt|ya?ml|pdf|json)$")
PROSE_FILE = re.compile(r"\.(?:md|rst|adoc|txt|pdf)$")
FOLDER = re.compile(r"(?:\./)?[\w-]+/(?:[\w-]+/)*[\w-]*")
NOUN = Words(
    r"\b(?:security |incident |vulnerability |disaster |threat |response |business |testing |data |"
    r"privacy |access |architecture |operations? |recovery |continuity |risk )*(?:polic(?:y|ies)|"
    r"playbooks?|runbooks?|procedures?|documentation|threat model|response plan|recovery plan|continuity "
    r"plan|\bplan|guide|guidelines|handbook|manual|register|inventory|records?|reports?|checklist)\b"
)
REFERS = Words(
    r"\b(?:see|refer to|read|described in|documented in|defined in|declared in|listed in|lives? in|maintained in|"
    r"kept (?:in|as)|stored (?:at|in)|written to|published (?:at|in|as)|recorded (?:in|as|at|under)|tracked in|"
    r"details in|outlined in|moved to|found in|available in|evidence|procedure|policy|canonical|authoritative|"
    r"full policy|machine-readable|more information|must|lives)\b|"
    r"[:→]\s*`?[\w./-]+\.\w+|siehe|voir|véase|ver|см\.|参照|참고|详见"
)
KEPT = Words(r"\b(?:documented|maintained|written|kept|playbooks?|runbooks?|plan\b|documentation\b|procedures\b)")
SELF = Words(
    r"\b(?:security\.(?:txt|md|rst|adoc)$|readme|license|licence|contributing|code_of_conduct|authors|notice|support|"
    r"changelog|changes|history|"
    r"package|requirements\w*|release-notes)\b"
)
DEEP = re.compile(r"(?!.*(?:tutorial|guide))(?:\.{0,2}/)*(?:docs?|documentation)/[\w-]+/security\.\w+", re.IGNORECASE)
"""A page on security that lies deeper than where policies are looked for: "docs/architecture/security.md"."""
NOTED_FILE = re.compile(
    r"polic[^/]*\.(?:ya?ml|txt)$|(?:^|/)polic(?:y|ies)/[\w.-]+\.(?:ya?ml|json|toml)$|(?:secur|threat|incident|process|runbook)[^/]*\.txt$",
    re.IGNORECASE,
)
"""A file of other kinds that holds a document, by its name."""
SYSTEM = ("/etc/", "/usr/", "/var/", "/proc/", "/sys/", "/opt/", "/home/", "~/")
"""Where the files of a machine stand that runs the product."""
TRANSLATION = Words(
    r"\b(?:english|chinese|spanish|french|german|japanese|korean|russian|portuguese|deutsch|français|español|"
    r"português|русский|translations?)\b|中文|日本語|한국어"
)
"""Links to the same text in another language."""
KEPT_PLAN = Words(
    r"\b(?:(?:(?:security )?incident response|disaster recovery|business continuity|breach response|data retention|"
    r"data classification|data collection|recovery|dr)\s(?:plan|policy|runbook|playbook)|privacy policy"
    r"(?= (?:is )?(?:published|available|on\b|online)|\W*$)|risk register)\b"
    r"(?!:? \d)"
)
WRITTEN = Words(
    r"\b(?:post-?mortems?(?: reports?)?|incident (?:reports?|log|response plans?)|risk register|after-action reports?|"
    r"root cause analysis reports?|disaster recovery plan|business continuity plan|audit reports?|"
    r"(?:exception|vulnerability|access|asset|change|key) registers?|(?:vulnerability|breach|key[\s-]ceremony) logs?)\b"
)
WRITES = Words(
    r"\b(?:writ(?:e|es|ten)|publish(?:es|ed)?|produc\w+|prepare[sd]?|maintain(?:s|ed)?|keep|keeps|kept|stored?|"
    r"files?|complete[sd]?|create[sd]?|draft(?:s|ed)?|available|conduct(?:s|ed)?|retain(?:s|ed)?|record(?:s|ed)?|"
    r"logged|updated?)\b"
)
"""What is done with a document that is kept."""
LIST_OF = Words(
    r"^\W*(?:[\w/&-]+ ){0,2}(?:documentation|documents|playbooks|runbooks|documentación|dokumentation)"
    r"(?: (?:tools|required|requise|requirements))?\W*$"
)
"""The heading of a list of documents, whatever they are called."""
UNNAMED = Words(r"`|\w{3,}(?:ed|ing)\W*$|^\W*(?:all|add|replace|any|no|each|every)\b|\b(?:to|are|is|guides? \w+ to)\b")
"""What is said of documents without naming one."""
CODE = re.compile(r"\.(?:ya?ml|json|toml|go|rs|py|tsx?|jsx?|c|h|cc|cpp|java|kt|rb|sh)$")
"""Addresses of code, which is no document whatever its name."""
ABSENT = Words(
    r"\b(?:does not|doesn['’]t|do not|don['’]t|did not) exist\b|\b(?:is|are|was|were) not "
    r"(?:found|present)\b|: not found\b"
)
"""What is said of a path that is not there."""
BETWEEN = Words(
    r"\W*(?:(?:is |are )?(?:see|in|at|documented|described|kept|maintained|lives|found|available|tracked|recorded|"
    r"defined)(?: (?:also|in|at|under|the))?\W*)?"
)
"""Words between a label and the path of the document that it names."""
TOPIC = Words(
    r"secur|threat|incident|polic|process|procedure|runbook|playbook|guideline|\bplan|model|architect|disclos|vulnerab|"
    r"response|audit|complian|rotat|harden|monitor|deploy|emergenc|standard|checklist|handbook|supply|control|keys?\b|"
    r"limit|authori|authent|crypto|encrypt|privacy|risk|postmortem|post-mortem|\bcna|oncall|on-call|severity|"
    r"distributor|"
    r"notices|adr-|/adr|exception|governance|sandbox|secret|lessons|bounty|operations|review|release|observab|alert"
)
"""What a document on security is about, by its name."""
AUTOMATION = re.compile(r"(?:^|/)\.github/.*\.ya?ml$|(?:^|/)dependabot\.yml$")
HERE = Words(
    r"^(?:here|this|this (?:document|page|guide|file|policy)|"
    r"the|our|docs?|document|documentation|guide|the guide|template|details|more|link|file|page|"
    r"policy)$"
)
POLICY_LINK = Words(
    r"threat[\s_-]?model|incident[\s_-]?response|response plan|disclosure policy|security[\s_-](?:policy|"
    r"guide|implementation|architecture|model|docs)|playbook|runbook|polic(?:y|ies)\b|advisor.*process|"
    r"handbook|release process|severity ratings"
)


TITLED = Words(r"\b(?:threat model|response plan|recovery plan|disclosure policy|playbook|runbook)\W*$")
"""Titles of documents that a link leads to wherever they lie."""
OF_OTHERS = re.compile(r"//(?:docs\.github\.com|[\w.]*(?:owasp|wikipedia|nist|iso|cisa|microsoft|google)\.\w+)/")
"""Pages of others."""
FEWEST = 2
"""Names of what befell that make a list one of cases, not of documents."""


def _find(saying: Saying) -> Iterator[Document]:
    if saying.role & (Role.REPORT | Role.RESEARCH) or ABSENT.search(saying.text):
        return
    if saying.role & Role.SCOPE and not REFERS.search(saying.text):
        return
    found = False
    for name, target, offset in _targets(saying):
        found = True
        yield saying.make(Document, offset, name=_called(saying, name), target=target, strength="promise")
    if not found and saying.statement.form == "bullet" and _documents(saying):
        match = _listing(saying) or NOUN.search(saying.text)
        if match and len(saying.text) < 90:
            found = True
            yield saying.make(Document, 0, name=_bare(saying), strength=saying.strength)
    if not found:
        kept = WRITTEN.search(saying.text)
        if kept and WRITES.search(saying.text) and not saying.unsaid(kept.start()):
            found = True
            yield saying.make(Document, kept.start(), name=kept[0].lower(), strength=saying.strength)
    plan = KEPT_PLAN.search(saying.text) if not found and saying.statement.form == "bullet" else None
    if plan and len(saying.text) < 70 and plan.start() < 40:
        yield saying.make(Document, plan.start(), name=plan[0].lower(), strength=saying.strength)


def _called(saying: Saying, name: str) -> str:
    """What a sentence calls the file ``name``: "the threat model is kept in docs/threat-model.md"."""
    if saying.statement.form != "sentence" or not PROSE_FILE.search(name):
        return name
    words = re.sub(r"[-_]+|(?<=[a-z])(?=[A-Z])", " ", PROSE_FILE.sub("", name.rsplit("/", 1)[-1])).lower()
    heading = saying.statement.heading[-1].lower() if saying.statement.heading else ""
    return words if " " in words and (words in saying.low or words in heading) else name


def _folder(saying: Saying, label: str, url: str) -> bool:
    """Whether a bullet that names documents links a folder: "[Incident response playbooks](docs/incidents)"."""
    if not FOLDER.fullmatch(url):
        return False
    by_path = label.strip("`") == url and url.endswith("/") and bool(REFERS.search(saying.text))
    return by_path or (saying.statement.form == "bullet" and bool(NOUN.search(label)))


def _targets(saying: Saying) -> Iterator[tuple[str, str, int]]:
    """Name, path or address and offset of each document that the sentence points to."""
    refers = bool(REFERS.search(saying.text)) or saying.role & Role.DOCUMENTS
    seen: set[str] = set()
    for link in saying.statement.links:
        url = link.url.split("#")[0]
        local = not re.match(r"[a-z]+:", link.url) and (FILE.search(url) or _folder(saying, link.label, url))
        about = (
            POLICY_LINK.search(f"{link.label} {url}")
            and url.startswith("http")
            and (re.search(r"\.md$|/blob/|/tree/", url) or TITLED.search(link.label))
            and not (CODE.search(url) or OF_OTHERS.search(url))
        )
        if (
            (local or about)
            and not AUTOMATION.search(url)
            and (headed(saying, Role.DOCUMENTS) or TOPIC.search(f"{link.label} {url}"))
            and (refers or local or POLICY_LINK.search(f"{link.label} {url}"))
            and (not SELF.search(url.rsplit("/", 1)[-1]) or DEEP.fullmatch(url))
            and url not in seen
            and not (local and TRANSLATION.search(saying.text))
        ):
            seen.add(url)
            listed = not link.start and headed(saying, Role.DOCUMENTS) and " " in link.label
            yield link.label if listed else _name(link.label.strip("` "), url), url, link.start
    if not refers or re.search(r"\b(?:scan\w*|run[s]?|install|audit[s]?|requirements)\b[^.]{0,30}`", saying.low):
        return
    for match in PATH.finditer(saying.text):
        if _own_document(saying, match) and not any(match[1] in each or each.endswith(match[1]) for each in seen):
            target = _led_to(saying, match.start(1)) or match[1]
            seen |= {match[1], target}
            titled = (
                saying.statement.form == "bullet"
                and 0 < len(saying.label) < 50
                and saying.value_at <= match.start()
                and BETWEEN.fullmatch(saying.text[saying.value_at : match.start()])
            )
            yield re.sub(r"^\W+", "", saying.label) if titled else match[1], target, match.start()


def _led_to(saying: Saying, offset: int) -> str:
    """Where a path in the words leads that is the label of a link: "[TIDES.md](docs/TIDES.md)" lies in docs."""
    around = (each for each in saying.statement.links if 0 <= offset - each.start < len(each.label))
    return next((each.url.split("#")[0] for each in around), "")


def _own_document(saying: Saying, match: re.Match[str]) -> bool:
    """Whether a path in the words is a document of the project, not code, an address or a file such as the readme."""
    path = match[1]
    word = saying.text[: match.start()].rsplit(" ", 1)[-1]
    return (
        bool(re.search(r"\.(?:md|rst|adoc|pdf)$", path, re.IGNORECASE) or NOTED_FILE.search(path))
        and not path.startswith(SYSTEM)
        and bool(not SELF.search(path.rsplit("/", 1)[-1]) or DEEP.fullmatch(path))
        and "requirements" not in path
        and "://" not in word
    )


def _name(label: str, url: str) -> str:
    """What a linked document is called: its title where the link gives one, else its file."""
    label = re.sub(r"^(?:the|our) |(?<=\.md) (?:§|#|section\b|\().*$", "", label, flags=re.IGNORECASE)
    if (" " in label or label.endswith(".md")) and not (HERE.match(label) or ORDER.match(label)) and len(label) <= 60:
        return label
    title = POLICY_LINK.search(label) and len(re.findall(r"\b[A-Z]", label)) >= 2 and "." not in label
    if title or ("/" in label and " " not in label):
        return label
    return url.rstrip("/").rsplit("/", 1)[-1] if re.match(r"[a-z]+:|/", url) else re.sub(r"^\./", "", url)


def _listing(saying: Saying) -> bool:
    """Whether the innermost heading says that a list of documents stands below it, and the bullet may name one."""
    headings = saying.statement.heading
    named = saying.label or saying.low
    return (
        bool(headings)
        and not (saying.role & Role.INCIDENT and _of_cases(saying))
        and bool(LIST_OF.match(headings[-1]))
        and 0 < len(named.split()) <= 7
        and not (ORDER.match(named) or UNNAMED.search(named))
    )


PLAN = Words(
    r"^\W*(?:documented )?(?:[\w-]+ ){0,3}(?:playbooks?|runbooks?|(?:response|recovery|continuity|dr) plan)\W*$"
)
DOCUMENTED = Words(r"\bdocumented\b[^.]{0,40}\b(?:procedures?|process|plan|policy)\b")


def _of_cases(saying: Saying) -> bool:
    """Whether a list is one of cases, not of documents: its items name what befell."""
    return saying.company.count("befallen", saying.company.siblings(saying), names_incident) >= FEWEST


def _documents(saying: Saying) -> bool:
    """Whether the bullet lists a document: its section is about documentation, or its words say that one is kept."""
    if _listing(saying):
        return True
    return bool(PLAN.match(saying.text) or DOCUMENTED.search(saying.text))


def _bare(saying: Saying) -> str:
    labelled = saying.label and len(saying.text) - saying.value_at > 8
    value = saying.text[saying.value_at :] if labelled and not _listing(saying) else saying.label or saying.text
    bare = re.sub(r"\s*\([^()]*\)\W*$", "", value.strip(" .✅*").lower())
    return re.sub(r"^(?:documented|updated?|create|write|maintain|review|prepare|keep) (?:the |an? )?", "", bare)


EXAMPLES = (
    Example(
        text="## Documentation\n\nThe runbook is kept in [docs/runbook.md](docs/runbook.md).",
        makes=({"kind": "document", "name": "docs/runbook.md", "target": "docs/runbook.md"},),
        negated="## Documentation\n\nThere is no runbook.",
        advice="## For operators\n\nWrite a runbook of your own.",
        past="## Documentation\n\nIn 2020 we wrote a runbook.",
        code="For example:\n\n```\nsee docs/runbook.md\n```",
    ),
    Example(
        text="We keep a risk register.\n\n## Documentation\n\n- Wirings\n- See the [harbour model](docs/threat.md).",
        makes=(
            {"kind": "document", "name": "risk register"},
            {"kind": "document", "name": "wirings"},
            {"kind": "document", "name": "harbour model", "target": "docs/threat.md"},
        ),
        negated="We keep no risk register.",
        advice="You should keep a risk register of your own.",
        past="In 2020 we kept a risk register.",
        code="For example:\n\n```\nwe keep a risk register\n```",
    ),
    Example(
        text="The threat model is kept in [docs/threat-model.md](docs/threat-model.md); an audit report is retained.",
        makes=({"kind": "document", "name": "threat model", "target": "docs/threat-model.md"},),
        negated="There is no threat model, and no audit report is retained.",
        advice="You should write a threat model of your own and keep an audit report.",
        past="In 2020 we wrote a threat model and an audit report.",
        code="For example:\n\n```\nsee docs/threat-model.md\n```",
    ),
    Example(
        text="See [TIDES.md](./docs/quay/TIDES.md) for what is weak, and docs/ebb.md for what is not.",
        makes=(
            {"kind": "document", "name": "TIDES.md", "target": "./docs/quay/TIDES.md"},
            {"kind": "document", "name": "docs/ebb.md", "target": "docs/ebb.md"},
        ),
        negated="There is no list of what is weak.",
        advice="You should write down what is weak.",
        past="In 2020 we wrote down what is weak.",
        code="For example:\n\n```\nsee docs/ebb.md\n```",
    ),
)

PHRASE = Phrase(
    name="document",
    find=_find,
    forms=PROSE,
    examples=EXAMPLES,
    counter_examples=(
        "To report a hole see [our policy](../SECURITY.md), or `SECURITY.md`.",
        "## Ropes\n\nSee `/etc/ferry/policy.json` and compare `ferry_checksums.txt`: all must agree.",
        "## Documentation\n\n- [ ] Valid examples provided",
        "## Dependencies\n\nDependabot is set up in [.github/dependabot.yml](.github/dependabot.yml).",
        "## Results\n\n- Nothing is recorded in `docs/advisories.md` because that path does not exist.",
        "## Rules\n\nThe [berth policy type](https://github.com/harbour/quay/blob/main/api/policy.go) is listed here.",
        "## Networks\n\nPorts are chosen freely, see [colours of cables](docs/cables.md).",
    ),
)
