"""Links of a policy to documents of the project that go on with it: its threat model, its incident plan.

A policy links to many things. A document counts as a part of it where its name or label says that it holds policy (a
disclosure policy, an incident response plan, supported versions), and neither it nor the section it is named in speaks
to those who use, deploy or contribute.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

import msgspec

from troth.policy.document import parse
from troth.policy.localised import is_policy, taken_apart
from troth.policy.scene import Scene
from troth.policy.section import Role
from troth.policy.words.tools import tools_named
from troth.terms.own_links import in_own_tree
from troth.terms.span import Span
from troth.terms.statement import Statement, Target

SHORT = 40
"""Words of a policy that does nothing but send its readers on."""
MOST_LINKS = 500
"""Links of one document that are looked at."""
LONGEST_LINK = 500
READABLE = re.compile(r"\.(?:md|markdown|mdown|rst|adoc|asciidoc|txt|html?)$", re.IGNORECASE)
MENTIONED = re.compile(r"\.(?:md|markdown|mdown|rst|adoc|asciidoc|txt|html?)\b", re.IGNORECASE)
PLAIN = re.compile(
    r"(?<![\w/.:@#?=&~-])(?P<path>(?:\./|/)?(?:[\w.-]{1,100}/){0,8}[\w.-]{1,100}\.(?:md|markdown|mdown|rst|adoc|asciidoc))"
    r"(?![\w/-]|\.\w)",
    re.IGNORECASE,
)
"""A path to a document that stands in words, not as a link; texts are left out, for most lists are called so."""
MATTER = re.compile(
    r"\bthreat models?\b|\btrust model\b|\bvuln(?:erabilit(?:y|ies))?\b|\bdisclosures?\b|\bincidents?\b"
    r"|\bsecurity (?:policy|policies|program(?:me)?s?|process(?:es)?|practices|controls?|response|releases?|baseline"
    r"|measures|model|requirements|updates?|standards?|procedures?|maintenance|support|champions|overview|assurance)\b"
    r"|\bsecure (?:software )?development (?:life ?cycle|polic(?:y|ies)|process|practices)\b"
    r"|\bsdlc\b|\bsecurity testing\b|\baccess (?:control|review)s? (?:polic(?:y|ies)|procedures?|standards?)\b"
    r"|\bdata (?:classification|handling)\b"
    r"|\bsupply chain\b|\b(?:dependency|dependencies|support|patch(?:ing)?|update|maintenance|lifecycle|versioning"
    r"|secrets?|access|backup|cryptography|crypto|licen[cs]e|data protection|retention|key management) "
    r"(?:policy|policies|management)\b"
    r"|\bsupported versions?\b|\bsupport(?: and|ed)? (?:lifecycle|versions?)\b|\bcontrols? matrix\b"
    r"|\bseverity\b|\bresponse (?:plan|times?)\b|\b(?:bug bounty|safe harbou?r|embargo)\b"
    r"|\bsicherheits(?:richtlinie|konzept|prozess|programm)\w*|\bschwachstellen\w*|\bbedrohungsmodell\w*"
    r"|\bprograma de seguridad\b|\bpol[ií]tica de (?:seguridad|segurança)\b|\bmodelo de amenazas\b"
    r"|\bpolitique de sécurité\b|\bmodèle de menaces?\b"
)
PART = re.compile(
    r"\b(?:full|complete|detailed|extended|entire) (?:text of (?:this|the|our) )?(?:security )?polic(?:y|ies)\b"
    r"|\b(?:rest|remainder|other part|second part|other half|continuation|remaining (?:parts?|sections)) of "
    r"(?:this|our|the) (?:security |disclosure )?policy\b"
    r"|\bpart of (?:this|our|the) (?:security )?policy\b|\bthis (?:security )?policy (?:continues|is continued)\b"
    r"|\b(?:annex|appendix) (?:to|of) (?:this|our|the) (?:security )?policy\b"
)
"""Words that make any document a part of the policy."""
SENDING = re.compile(
    r"(?:please |kindly )?(?:also )?(?:see|read|refer to|consult|check|visit|go to|follow)(?: (?:our|the|this))?"
    r"|(?:(?:the|our|this|\w+['’]s) )?(?:\w+ )?(?:security )?(?:policy|document|page) "
    r"(?:(?:can be|is|has been|was|has) )?"
    r"(?:found|located|kept|maintained|documented|described|defined|available|published|lives|moved)"
    r"(?: (?:in|at|on|to|under))?(?: (?:our|the|this))?"
)
"""What stands before the link of a policy that says nothing itself."""
ANY = re.compile(
    r"(?:(?:our|the|this|security|vulnerability|disclosure|reporting|policy|policies|here|page|document|link) ?)+"
)
"""A label that names the policy or nothing."""
_OF_REPORTS = r"(?:security |vulnerability |incident )?(?:reports?|vulnerabilit(?:y|ies)|issues?|bugs?|incidents?)"
_KINDS = (
    r"(?:security |vulnerability |incident |reports? |reporting |handling |response |triage |disclosure |management )"
)
_PROCESS = (
    r"\b(?:the|our|this) (?:(?:full|complete|entire|whole|detailed|exact|internal) )?" + _KINDS + r"{0,3}"
    r"(?:process|procedure|workflow)(?: (?:for|of) (?:handling )?" + _OF_REPORTS + r")?"
)
_HANDLED = (
    r"\bhow (?:(?:we|the team|maintainers) (?:handle|process|treat|deal with|respond to|triage|fix) "
    + _OF_REPORTS
    + r"|"
    + _OF_REPORTS
    + r" (?:is|are) (?:handled|processed|treated|triaged|fixed))"
)
DESCRIBED = re.compile(
    r"(?:" + _PROCESS + r"|" + _HANDLED + r"|\bwhat happens (?:to|with) " + _OF_REPORTS + r") "
    r"(?:is|are) (?:\w+ly )?(?:described|documented|explained|written down|laid out|set out|defined|detailed|outlined) "
    r"(?:in|at|by|under|on) (?:(?:the|our|this) )?$"
    r"|(?:" + _HANDLED + r"|" + _PROCESS + r") ?[:–—] ?$"
)
"""What stands right before a link to a document that goes on with how reports are handled."""
SEE_PROCESS = re.compile(
    r"\b(?:our|the) (?:(?:full|complete|entire|detailed) )?" + _KINDS + r"{0,3}(?:process|procedure)$"
)
"""A label of a link that says the same by itself, after "see" or "read"."""
SEE = re.compile(r"\b(?:also )?(?:see|read|follow)(?: also)? (?:(?:our|the) )?$")
OTHER = re.compile(
    r"\bguides?\b|\btutorials?\b|\bhow to\b|\breadme\b|\bcontributing\b|\bchange ?log\b|\blicen[cs]e\b(?! polic)"
    r"|\bcode of conduct\b|\badrs?\b|\bdecisions?\b|\btemplates?\b|\bexamples?\b|\blegacy\b|\barchived?\b"
    r"|\bsuperseded\b|\bdeprecated\b|\bdrafts?\b|\bhall of fame\b|\backnowledge?ments\b"
    r"|\b(?:audit|assessment|pentest|scan|incident|security) reports?\b|\baudits? \d|\b\d{4} \d\d\b"
    r"|\bdeploy(?:ment|ing)?\b|\binstall(?:ation)?\b|\bgetting started\b|\bquick ?start\b|\bfaq\b|\broadmap\b"
    r"|\bnews\b|\breleases? notes\b|\bannouncement\b|\bpost ?mortems?\b|\btests?\b|\bfixtures?\b"
    r"|\bnode modules\b|\bvendor\b|\bthird party\b"
)
"""Words of a name that make it another kind of document."""
TOLD_AWAY = re.compile(
    r"\b(?:superseded|previous|former|older|historical|archived|obsolete|deprecated|evidence|not part of)\b"
    r"|\bfor (?:users|operators|deployers|developers|contributors|administrators|integrators)\b"
    r"|\b(?:to|how to) (?:deploy|install|configure|contribute|use|set up)\b|\b(?:an|for) example\b|\btemplate\b"
)
"""Words of the sentence that send somebody elsewhere, not on."""


class Continuation(msgspec.Struct, frozen=True):
    """A document that a policy goes on in: ``path`` from the root of the tree, and the line that says so.

    ``translation``: it is the citing document in another language. ``part``: the policy goes on there; it is only
    mentioned where not.
    """

    path: str
    cited: Span
    translation: bool = False
    part: bool = True


def continuations(document: str, text: str, own: str = "") -> tuple[Continuation, ...]:
    """What ``text`` of the file ``document`` goes on in, in the order of its lines; each once, all in the tree.

    ``own`` is the address of the project ("github.com/harbour/tide"), where it is known.
    """
    return tuple(each for each in mentions(document, text, own) if each.part)


def mentions(document: str, text: str, own: str = "") -> tuple[Continuation, ...]:
    """Every document of the tree that ``text`` links to, each once, by the first line that says most of it."""
    found: dict[str, Continuation] = {}
    for each in _found(document, text, own):
        if each.path != document and (each.path not in found or (each.part and not found[each.path].part)):
            found.pop(each.path, None)
            found[each.path] = each
    return tuple(found.values())


def _found(document: str, text: str, own: str) -> Iterator[Continuation]:
    if not MENTIONED.search(text):
        return  # most policies link to no document, and need not be read once more
    parsed = parse(document, text)
    scene = Scene(parsed.statements, tools_named(()))
    whither = _whither(document, parsed.statements, own)
    looked = 0
    for statement in parsed.statements:
        for link in (*statement.links, *_plain(document, statement)):
            looked += 1
            path = inside(document, in_own_tree(link.url, own) or link.url)
            if looked > MOST_LINKS or not path:
                continue
            if _is_translation(document, path):
                yield Continuation(path, statement.at(link.start), translation=True)
            else:
                part = not scene.path(statement.heading) & Role.USERS and (
                    _goes_on(path, link, statement.text) or (path == whither and _sends(path, link, statement.text))
                )
                yield Continuation(path, statement.at(link.start), part=part)


def _whither(document: str, statements: Sequence[Statement], own: str) -> str:
    """The one document of the tree that a policy of a few words sends its readers to; "" where it says more."""
    said = [statement for statement in statements if statement.form != "heading"]
    if not is_policy(taken_apart(posixpath.basename(document))) or sum(len(one.text.split()) for one in said) > SHORT:
        return ""
    links = {inside(document, in_own_tree(link.url, own) or link.url) for one in said for link in one.links}
    return links.pop() if len(links) == 1 else ""


def _plain(document: str, statement: Statement) -> Iterator[Target]:
    """Paths that the words of ``statement`` name without linking to them, as links.

    People write them from the folder of the document, or from the root of the tree: both are told, and a path at which
    no file lies leads nowhere.
    """
    if statement.form == "code":
        return
    linked = [range(link.start, link.start + len(link.label)) for link in statement.links]
    for found in PLAIN.finditer(statement.text):
        start, path = found.start("path"), found["path"]
        if any(start in each for each in linked):
            continue
        before = statement.text[:start]
        place = start - (len(before) - len(before.rstrip("`*_\"'")))
        label = READABLE.sub("", posixpath.basename(path))
        yield Target(place, label, path)
        if "/" in document and not path.startswith(("/", "./", "..")):
            yield Target(place, label, f"/{path}")


def inside(document: str, url: str) -> str:
    """The path in the tree that the link ``url`` of ``document`` leads to; "" for one that leads elsewhere.

    A link that starts with ``/`` counts from the root of the tree, as GitHub and GitLab have it.
    """
    bare = unquote(re.split(r"[?#]", url, maxsplit=1)[0]).strip()
    if not bare or len(bare) > LONGEST_LINK or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", bare) or "\\" in bare:
        return ""
    folder = "" if bare.startswith("/") else posixpath.dirname(document)
    path = posixpath.normpath(posixpath.join(folder, bare.lstrip("/")))
    if path.startswith(("..", "/", ".git/")) or not path.isprintable() or not READABLE.search(path):
        return ""
    return path


def _is_translation(document: str, path: str) -> bool:
    own, other = (taken_apart(posixpath.basename(name)) for name in (document, path))
    return own.stem.lower() == other.stem.lower() and own.language != other.language and bool(other.language)


def _continues(path: str, link: Target, sentence: str) -> bool:
    """Whether nothing says that the document is of another kind. A README is called like its folder."""
    folder, _, file = path.rpartition("/")
    name, told = _words(READABLE.sub("", file)), _words(link.label[:200])
    if name == "readme" and folder:
        name, told = _words(posixpath.basename(folder)), re.sub(r"\breadme\b", " ", told)
    words = (name, "" if "/" in link.label else told, _words(folder))
    return not any(map(OTHER.search, words)) and not TOLD_AWAY.search(sentence.lower())


def _sends(path: str, link: Target, sentence: str) -> bool:
    """Whether the sentence does nothing but send to the document, by a label that names no other matter."""
    before, label = sentence[: link.start].lower().strip("*_` "), link.label.strip("*_` ")
    plain = "/" in label or bool(READABLE.search(label)) or bool(ANY.fullmatch(_words(label)))
    return plain and bool(SENDING.fullmatch(before)) and _continues(path, link, sentence)


def _goes_on(path: str, link: Target, sentence: str) -> bool:
    if not _continues(path, link, sentence):
        return False
    folder, _, file = path.rpartition("/")
    name, told = _words(READABLE.sub("", file)), _words(link.label[:200])
    in_folder = f"{_words(posixpath.basename(folder))} {name}"
    if MATTER.search(in_folder) or MATTER.search(told) or PART.search(sentence.lower()):
        return True
    before = sentence[max(0, link.start - 200) : link.start].lower().lstrip("*_ ")
    return bool(DESCRIBED.search(before) or (SEE.search(before) and SEE_PROCESS.search(_seen(before, told))))


def _seen(before: str, label: str) -> str:
    """The label with the article that stands before it: "see our [process]" and "see [our process]"."""
    article = re.search(r"\b(?:our|the) $", before)
    return f"{article[0]}{label}" if article else label


def _words(name: str) -> str:
    """ "threat-model", "THREAT_MODEL" and "threatModel" → "threat model"."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.split(r"[^\w]+|_+", parted)).lower().strip()
