"""Sections that advise by what they say, whatever their headings: orders and hints to whoever runs the product."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeAlias

import msgspec

from troth.policy.section import Role, Roles
from troth.policy.words.mood import advice
from troth.policy.words.order import ordered
from troth.policy.words.sieve import Sifted, Words
from troth.terms.statement import Statement

HINT = Words(
    r"^\W*(?:(?:always|never|do not|don['’]t|only|please|regularly|periodically|if \w[^,]{3,60},|when \w[^,]{3,60},|"
    r"for \w[^,]{3,40},|where \w[^,]{3,40},|in \w[^,]{3,40},) )?"
    r"(?:register|identify|decide|inspect|minimi[sz]e|persist|automate|alert|scrape|select|create|add|define|provide|"
    r"audit|self-host|host|bind|block|allow|deny|turn|leave|start|stop|make|pass|open|close|delete|copy|move|save|wrap|"
    r"serve|terminate|front|expose|document|separate|segment|schedule|assign|harden|exclude|include|mount|drop|"
    r"allocate|"
    r"take|look|compare|confirm|know|plan|tune|enforce|reject|specify|replace|switch|sign|obtain|get|clear|prevent|"
    r"put|do not|don['’]t|never|avoid|beware|watch|stay|build|work|run|rely|assume|regenerate|revoke|reset|rebuild)\s\w"
)
"""Orders in words that often stand at the head of other sentences too."""
ADDRESS = Words(
    r"\byour (?:own )?(?!(?:report|issue|finding|submission|vulnerability|message|e-?mail|name|disclosure|discover|"
    r"help|"
    r"contribut|cooperat|research|patience|effort|test|pull|pr\b|work|time|understanding|description|handle|credit|"
    r"contact|proof|request|response|feedback|concern|question|suggestion|security (?:report|issue|finding)|rights?\b|"
    r"personal|consent|employ|manager|colleague|team)\w*)|\brecommended (?:practice|setting|configuration|value|setup)"
)
"""Words of what those who run the product have."""
HINTED = Words(
    r"\bif you(?:['’]re| are)? (?:run|deploy|host|self-host|use|using|operat|expos|install|embed|integrat|stor|enabl|"
    r"build|"
    r"publish|share|hand|need|must|connect|set)\w*|\b(?:in|for|to) production\b|"
    r"\bwe (?:strongly |highly )?(?:recommend|advise|suggest)\b|\b(?:is|are) (?:strongly |highly )?(?:recommended|"
    r"advised|"
    r"encouraged) (?:to|that)\b|"
    r"\b(?:users|operators|administrators|admins|deployers|customers|consumers|integrators|enterprises|hosts|"
    r"applications) (?:should|must|can|need to|are responsible)\b|"
    r"\b(?:when|before|while|after) (?:you (?!(?:report|find|discover|submit|send)\w*)|adopting|using|running|"
    r"deploying|"
    r"hosting|installing|configuring|embedding|integrating|upgrading|exposing|sharing|publishing|self-hosting|"
    r"connecting|"
    r"enabling)\b|"
    r"\byou (?:should|must|need to|are responsible|may want|might want|can use|can enable)(?! (?:receive|expect|hear|"
    r"get|"
    r"report|see|include|send|contact))\b|\bconsider \w+ing\b|\b(?:make sure|ensure) (?:that )?you"
)
"""Words to those who run the product, of what they should do."""
OWN = Words(
    r"\b(?:we|our|us)\b(?! (?:strongly |highly )?(?:recommend|advise|suggest|encourage))|"
    r"\b(?:the|this) (?:project|team|company|organi[sz]ation) (?:uses|runs|enforces|keeps|maintains|follows|performs)\b"
)
"""What the project does itself."""
INSIDE = Words(
    r"\b(?:report(?:s|ed|ing|er|ers)?|disclos\w+|researchers?|maintainers?|embargo\w*|pull requests?|prs?|commits?|"
    r"committed|committing|merg(?:e|es|ed|ing)|branch(?:es)?|code reviews?|reviewers?|contribut\w+|employees?|staff|"
    r"mailing list|members?|(?<!your )(?<!your own )repositor(?:y|ies)|incidents?|stakeholders?|on-?call|postmortems?|"
    r"proof[\s-]of[\s-]concept|"
    r"cve|cvss|within \d+\S* (?:hours|days|weeks)|sla|issue tracker|good faith|hardcod\w+|"
    r"(?<!your )(?<!your own )(?<!source )code)\b"
)
"""What reports, the project's own people and their work are about."""
WITHIN = Words(
    r"\b(?:when|before|while|if you(?:['’]re| are)?) (?:contributing|committing|submitting a (?:pr|pull request))\b"
)
"""What leads to orders to those who contribute."""
LEANS = Words(
    r"best[\s-]practices|checklist|harden|considerations|\bnotes$|hygiene|safety|configuration|\bsetup\b|\bset up\b|"
    r"exposure|^\W*(?:[\d.]+ )?(?:deploying|running|using|exposing|trusting|installing|configuring|connecting|"
    r"upgrading|"
    r"migrating|backing up|storing|handling|choosing|hosting|self[\s-]host\w*|managing|do not|don['’]t|never|avoid|"
    r"before|keeping|staying?|working with)\b|up to date|installation|deployment|\busage\b|precautions|permissions|"
    r"credentials?\b|passwords?\b|backups?\b|guidance|recommend|advi[cs]|tips\b|verif|reverse proxy|options?\b"
)
"""Headings below which advice often stands."""
EXPLICIT = Words(
    r"\bfor (?:[\w-]+ ){0,2}\w+(?:s|people|use)\b|\bto \w+s$|users?\b|operator|administrat|admins|deployer|customer|"
    r"consumer|responsib|recommend|\byou|advi[cs]|"
    r"\btips\b|guid|verif|before|expectations"
)
"""Headings that say whom they advise, or that they do."""
RELEASES = Words(
    r"\b(?:before|after|when|for|on) (?:each|every|any|a|the|cutting a) (?:\w+ )?(?:releases?|commits?|merge|push|"
    r"pr|pull request|deploy(?:ment)?)$|^(?:release|commit|merge|pr|pull request|code review) checklist$|"
    r"^(?:pre-?release|pre-?commit|pre-?merge)\b"
)
"""Headings of what the project's own people do before they release."""
ELSEWHERE = (
    Role.REPORTING
    | Role.SCOPE
    | Role.REPORT
    | Role.RESEARCH
    | Role.STEPS
    | Role.INCIDENT
    | Role.CLASSES
    | Role.TEAM
    | Role.VERSIONS
    | Role.TIMES
    | Role.CHANNELS
    | Role.HISTORY
    | Role.FUTURE
)
"""Sections whose orders go to others."""
AROUND = Role.INCIDENT | Role.SCOPE | Role.REPORT | Role.RESEARCH | Role.TEAM | Role.FUTURE | Role.HISTORY
"""The same for the sections around them."""
FEWEST_BOXES = 3
FEWEST = 2
"""Sentences below which nothing is said of a section."""
HALF = 0.5
SHARE = 0.6
"""The part of the sentences that has to advise."""
DEEPEST = 12
"""Headings above a sentence that are looked at."""
LEAD = 300
"""Characters of a lead-in that are looked at."""
ADDRESSED = 0.3
"""The part that has to be said to whoever runs the product, not to just anyone."""
OTHERS = 0.2
"""The part that may speak of the project's own work."""
Place: TypeAlias = tuple[str, ...]


class Tally(msgspec.Struct):
    """How many sentences of a place there are, and how many of them are so."""

    count: int = 0
    told: int = 0
    """They say what to do."""
    addressed: int = 0
    """They speak to whoever runs the product."""
    own: int = 0
    """They say what the project does."""
    inside: int = 0
    """They are about the project's own work."""
    ticked: int = 0
    """Their boxes are ticked."""
    boxed: int = 0
    """They have a box to be ticked."""
    items: int = 0
    """They are items of a list, not of a list in a list."""

    def add(self, other: Tally) -> None:
        """Count the sentences of ``other`` too."""
        for field in self.__struct_fields__:
            setattr(self, field, getattr(self, field) + getattr(other, field))


class Advising:
    """What the sections of one document are for, by their sentences."""

    def __init__(
        self,
        statements: Iterable[Statement],
        sifted: Callable[[str], Sifted],
        title: Callable[[str], Roles],
    ) -> None:
        self._sifted = sifted
        self._title = title
        self._tallies: defaultdict[Place, Tally] = defaultdict(Tally)
        self._right_below: defaultdict[Place, Tally] = defaultdict(Tally)
        """Of the sentences that no other heading stands above."""
        for each in statements:
            if each.form in {"bullet", "sentence", "row"}:
                tally = _tally(each, sifted)
                self._right_below[each.heading].add(tally)
                for depth in range(1, min(len(each.heading), DEEPEST) + 1):
                    self._tallies[each.heading[:depth]].add(tally)

    def advises(self, place: Place) -> bool:
        """Whether most sentences tell whoever runs the product what to do, and none what the project does."""
        found = self._tallies.get(place)
        if (
            found is None
            or found.own
            or found.inside > OTHERS * found.count
            or len(place) < FEWEST
            or self._title(place[-1]) & ELSEWHERE
            or any(self._title(each) & AROUND for each in place[1:-1])
            or self._title(place[0]) & Role.INCIDENT
            or RELEASES.search(self._sifted(place[-1]))
        ):
            return False
        if LEANS.search(self._sifted(place[-1])):
            return found.addressed > 0 and found.told >= HALF * found.count
        return (
            found.count >= FEWEST and found.addressed >= ADDRESSED * found.count and found.told >= SHARE * found.count
        )

    def bids(self, place: Place) -> bool:
        """Whether what stands right below a heading of a guide gives orders, and nothing is told of the project.

        A calendar, with a heading for each rhythm, is one of work that is done.
        """
        found = self._right_below.get(place)
        return found is not None and not found.own and found.told >= HALF * found.count

    def inward(self, place: Place) -> bool:
        """Whether best practices are those of the project's own people: of commits, branches and contributions."""
        found = self._tallies.get(place)
        return found is not None and found.inside >= HALF * found.count and found.addressed < ADDRESSED * found.count

    def obliges(self, place: Place) -> bool:
        """Whether a document of checklists says what has to be so here, and not to whoever runs a product."""
        found = self._tallies.get(place)
        return (
            found is not None
            and found.boxed >= FEWEST_BOXES
            and found.boxed >= SHARE * found.items
            and found.addressed < ADDRESSED * found.count
            and not EXPLICIT.search(self._sifted(place[-1]))
        )

    def tells(self, place: Place) -> bool:
        """Whether the sentences say what was done, though the heading sounds like advice."""
        found = self._tallies.get(place)
        if found is None or found.count < FEWEST:
            return False
        if found.ticked >= SHARE * found.count:
            return True
        title = self._sifted(place[-1])
        own = found.own or not self._title(place[-1]) & Role.USERS
        return bool(own) and not found.told and not found.addressed and not EXPLICIT.search(title)


def _tally(each: Statement, sifted: Callable[[str], Sifted]) -> Tally:
    text = sifted(each.text)
    hinted = bool(HINTED.search(text)) or advice(text)
    led = bool(each.lead) and bool(HINTED.search(sifted(each.lead[-LEAD:])))
    return Tally(
        count=1,
        told=hinted or led or ordered(text) or bool(HINT.match(text)),
        addressed=hinted or led or bool(ADDRESS.search(text)),
        own=bool(OWN.search(text)),
        inside=bool(INSIDE.search(text) or (each.lead and WITHIN.search(sifted(each.lead[-LEAD:])))),
        ticked=each.ticked,
        boxed=each.boxed,
        items=each.form == "bullet" and each.depth == 1,
    )
