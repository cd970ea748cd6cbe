"""What the reader knows around a sentence: the roles of its headings, the tools there are, the tone of the document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from troth.policy.advising import Advising
from troth.policy.configuration import entries
from troth.policy.hedges import Hedges
from troth.policy.itself import other_names, own_names
from troth.policy.section import AUDIENCE, Role, Roles, roles
from troth.policy.words.in_force import in_force
from troth.policy.words.mood import advice
from troth.policy.words.order import ordered
from troth.policy.words.others import introduces
from troth.policy.words.severity import counts_from
from troth.policy.words.sieve import SIEVE, Sifted, Words
from troth.policy.words.spoken import LANGUAGES
from troth.policy.words.tools import Tools
from troth.policy.words.topic import topic
from troth.terms.statement import Statement

HUB = Words(
    r"github(?:['’]s)? (?:private |repository )?(?:security|vulnerability|advisor)|security/advisories|"
    r"docs\.github\.com|private vulnerability report|report a vulnerability|security tab|\bghsa\b|"
    r"\breport\w*\b[^.;]{0,60}\bgithub\b"
)
"""Words for GitHub's own advisories and private reports."""
IN_PLACE = Words(
    r"\b(?:implemented|existing|active|current) (?:[\w-]+ ){0,3}(?:measures|controls|features|protections|safeguards|"
    r"mitigations|defen[cs]es)\b|"
    r"\b(?:measures|controls|features|protections|safeguards|mitigations|defen[cs]es) "
    r"(?:(?:that|we|have|are|already|currently) ){0,3}(?:implemented|in place)\b"
)
"""The heading of what is in place, which a guide tells of the project itself."""
DONE_AGAIN = Words(
    r"\b(?:regular|routine|ongoing|periodic|recurring|scheduled) (?:[\w-]+ ){0,2}(?:tasks?|maintenance|activities|"
    r"checks|reviews|audits|operations)\b|\bmaintenance (?:schedule|tasks|calendar|plan)\b"
)
"""The heading of what is done again and again: by the project, where it is told, not bidden."""


class Scene:
    """Knowledge of one document that its sentences share."""

    def __init__(self, statements: Sequence[Statement], tools: Tools, languages: tuple[str, ...] = ()) -> None:
        self.tools = tools
        self.languages = languages
        """Codes of the languages other than English that the document speaks."""
        LANGUAGES.set(languages)
        self._sifted: dict[str, Sifted] = {}
        self.own = own_names(statements, self.sifted)
        """Names of the project itself, lower case."""
        self.others = other_names(statements, self.own, self.sifted)
        """Names of others, lower case."""
        self.titled = _titled(statements)
        """Whether its first heading is the title of all of it."""
        self.in_force = in_force(statements, self.sifted)
        """Whether the document is in force, for all that it says of itself."""
        self.quoting = any(introduces(self.sifted(each.text)) for each in statements)
        """Whether the document may quote others anywhere."""
        self.hub = any(
            HUB.search(self.sifted(each.text)) or any(HUB.search(link.url) for link in each.links)
            for each in statements
        )
        """Whether the document speaks of GitHub's advisories or reports: an advisory of no place is one of these."""
        self._topics: dict[str, str] = {}
        self._titles: dict[str, Roles] = {}
        self._paths: dict[tuple[str, ...], Roles] = {}
        self._commanding = _commanding(statements, self.sifted)
        self._advising = Advising(statements, self.sifted, self.title)
        self._blocks = _blocks(statements)
        self._under = frozenset(
            each.heading[:depth]
            for each in statements
            if each.form != "heading"
            for depth in range(1, len(each.heading) + 1)
        )
        self._divided: set[tuple[str, ...]] | None = None
        """Places that hold a place for one audience."""
        self._entries: dict[int, dict[int, str]] = {}
        self.versions: dict[tuple[str, ...], tuple[tuple[str, bool], ...]] = {}
        """Versions that the tables under a heading list, and whether they are supported; filled when they are asked."""
        self.in_business: dict[tuple[str, ...], bool] = {}
        """Whether the times below a heading are said to count working days; filled when they are asked."""
        self.worst_level = counts_from(self.sifted(each.text) for each in statements)
        """The number of the worst priority that the document names: P0 or P1."""
        self.hedges = Hedges(statements, self.sifted)
        """What says that times are but targets, and which."""

    def sifted(self, text: str) -> Sifted:
        """``text``, looked through once for all sentences that it stands around."""
        known = self._sifted.get(text)
        if known is None:
            known = self._sifted[text] = SIEVE.sift(text)
        return known

    def title(self, text: str) -> Roles:
        """Roles of one heading."""
        known = self._titles.get(text)
        if known is None:
            known = self._titles[text] = roles(self.sifted(text))
        return known

    def topic(self, text: str) -> str:
        """The topic of a heading or lead-in, found once."""
        known = self._topics.get(text)
        if known is None:
            known = self._topics[text] = topic(self.sifted(text))
        return known

    def path(self, heading: tuple[str, ...]) -> Roles:
        """Roles of a place under ``heading``: what any heading says, but one audience, that of the innermost."""
        known = self._paths.get(heading)
        if known is None:
            known = self._paths[heading] = self._place(heading)
        return known

    def filled(self, heading: tuple[str, ...]) -> bool:
        """Whether anything stands under ``heading``."""
        return heading in self._under

    def shared(self, heading: tuple[str, ...]) -> bool:
        """Whether the place under ``heading`` tells best practices and is divided by whom they are for."""
        if not heading or not self.title(heading[-1]) & Role.BEST or self.title(heading[-1]) & (Role.USERS | Role.TEAM):
            return False
        if self._divided is None:
            audiences = Role.USERS | Role.TEAM
            self._divided = {each[:-1] for each in self._under if self.title(each[-1]) & audiences}
        return heading in self._divided

    def comment(self, block: int) -> str:
        """The first line of the code block that starts at ``block``, where it is a comment."""
        lines = self._blocks.get(block, ())
        return lines[0].text if lines and lines[0].text.lstrip().startswith(("#", ";", "//")) else ""

    def entry(self, statement: Statement) -> str:
        """The configuration entry that starts at a line of a code block, or ""."""
        if statement.block not in self._entries:
            self._entries[statement.block] = entries(self._blocks.get(statement.block, ()))
        return self._entries[statement.block].get(statement.span.line or 0, "")

    def _own_work(self, place: tuple[str, ...]) -> bool:
        """Whether a section of a guide tells what the project itself has in place or does again and again."""
        title = self.sifted(place[-1])
        return bool(IN_PLACE.search(title) or (DONE_AGAIN.search(title) and not self._advising.bids(place)))

    def _place(self, heading: tuple[str, ...]) -> Roles:
        found = Role.PLAIN
        titled = guided = False
        deepest = len(heading) - 1
        for number, text in enumerate(heading):
            role = self.title(text)
            if number == 0 and len(heading) > 1:
                role &= Role.USERS | Role.INCIDENT | Role.STANDARDS | Role.AIMED | Role.FUTURE | Role.MEASURES
            if number == 0 and role & (Role.USERS | Role.BEST) and self._advising.obliges(heading[:1]):
                role &= ~(Role.USERS | Role.BEST)
            if role & AUDIENCE:
                found &= ~AUDIENCE
                if role & Role.USERS:
                    role &= ~Role.BEST
                if (
                    role & Role.BEST
                    and not role & (Role.USERS | Role.TEAM)
                    and heading[: number + 1] in self._commanding
                    and not self._advising.inward(heading[: number + 1])
                ):
                    role |= Role.USERS
            elif number and guided and self._own_work(heading[: number + 1]):
                found &= ~AUDIENCE
            elif self._advising.advises(heading[: number + 1]):
                found &= ~AUDIENCE
                role |= Role.USERS
            guided = bool(role & Role.USERS) if number == 0 else guided and not role & AUDIENCE
            found |= role
            titled = titled or (number < deepest and bool(self.title(text) & Role.USERS))
            if found & Role.USERS and not titled and self._advising.tells(heading[: number + 1]):
                found &= ~Role.USERS
        return found


def _blocks(statements: Iterable[Statement]) -> dict[int, list[Statement]]:
    """Lines of each code block, by its first line."""
    found: defaultdict[int, list[Statement]] = defaultdict(list)
    for each in statements:
        if each.form == "code":
            found[each.block].append(each)
    return found


def _commanding(statements: Iterable[Statement], sifted: Callable[[str], Sifted]) -> frozenset[tuple[str, ...]]:
    """Places most of whose bullets give orders: best practices that are advice, not a list of what is done."""
    orders: defaultdict[tuple[str, ...], int] = defaultdict(int)
    bullets: defaultdict[tuple[str, ...], int] = defaultdict(int)
    for each in statements:
        if each.form in {"bullet", "sentence"} and len(each.heading) <= 12:
            text = sifted(each.text)
            told = ordered(text) or advice(text)
            for depth in range(1, len(each.heading) + 1):
                place = each.heading[:depth]
                bullets[place] += 1
                orders[place] += told
    return frozenset(place for place, count in bullets.items() if orders[place] * 2 >= count)


def _titled(statements: Sequence[Statement]) -> bool:
    """Whether all of a document stands below one heading."""
    tops = {each.heading[:1] for each in statements if each.form != "heading"}
    return len(tops) == 1 and () not in tops
