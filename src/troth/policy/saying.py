"""A statement in its scene: what every phrase asks about a sentence before it understands it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Literal, TypeVar

from troth.policy.company import Company
from troth.policy.scene import Scene
from troth.policy.section import Role, Roles
from troth.policy.words import mood, others
from troth.policy.words.duration import timed
from troth.policy.words.measured import Measured, Standing, evidence, measured
from troth.policy.words.place import demand, events, places, universal
from troth.policy.words.sieve import SIEVE, Sifted, Words
from troth.policy.words.topic import Named, heaviest, named, topic, weights
from troth.policy.words.unreal import unreal
from troth.policy.words.withheld import ungiven, withheld
from troth.terms.commitment import Commitment, Strength
from troth.terms.statement import Statement

C = TypeVar("C", bound=Commitment)
LEAD = 300
"""Characters of the lead-in that are its company."""
LABEL = Words(r"^(?P<label>[^:：|]{1,70}?)\s*(?:(?:[:：]|\s(?:--|[-–—])|\|)\s+|：)(?=\S)", 0)
LABEL_MARK = re.compile(r"[:：|]|\s[-–—]")
"""Marks of which one stands behind every label."""
AIMED_HEAD = Words(
    r"\b(?:targets?|targeted|aims?|aimed|goals?|objectives?|slos?|typical(?:ly)?|usual(?:ly)?|best[\s-]effort|"
    r"ideal(?:ly)?|"
    r"approximate(?:ly)?|approx|intended|aspirational|indicative)\b"
)
"""Headers of columns that hold what is aimed at."""
NOTHING = SIEVE.alike("")
UNGIVEN: dict[str, Literal["refused", "silent"]] = {
    "advisory_channel": "refused",
    "bounty": "refused",
    "credit": "refused",
    "coordinated_disclosure": "silent",
    "deadline": "silent",
    "document": "silent",
    "pgp": "silent",
    "supported_version": "silent",
}
"""What a list of what the project does not do or give makes of the kinds that its items name without a "not"."""
NEAR = 3
"""Lines before and after a measure that tell what it is of."""
BETWEEN = 3
"""Characters between two cells."""
OURS = Words(
    r"^\W*(?:(?:after|once|when|if|upon|on)\b[^.;]{0,60}, )?(?:we|i|(?:the|our) (?:\w+ )?(?:team|maintainers?|project))"
    r"(?:['’]ll| (?:\w+ )?(?:will|aim|try|strive|commit|promise|endeavou?r|usually|normally|typically|"
    r"acknowledge|respond|"
    r"reply|answer|fix|coordinate))\b|"
    r"^\W*you (?:(?:will|can expect to) be|(?:will|can expect to|should) (?:receive|hear|get|"
    r"be (?:\w+ly )?(?:told|informed|contacted|notified)))\b",
    0,
)
"""What the project does about a report, which stands below what a report should hold and does not belong to that."""
CONDITION = Words(
    r"\b((?:once|as soon as|when|after) (?!the (?!project\b)|(?:an?|any|new|patch|fix|each|every|vendors?|upstream) )"
    r"(?:we|the project|version|[\w.]+) (?:reach(?:es)?|hit|release|ships?|"
    r"is (?:released|reached|stable)|leaves?)(?:(?! (?:we|i|they|our)\b)(?:[^,.;]|\.(?=\d))){0,60})|\bpost[\s-]1\.0\b|"
    r"\b(?:once|as soon as|when|after) (?:version |v)?\d[\w.]* is (?:out|released|published|available|stable)\b|"
    r"\bab version \d[\w.]*(?= (?:läuft|laufen|prüf\w+|scann\w+)\b)|"
    r"\bwill\b[^.;]{0,80}?\b(?<!releases )(?<!versions )"
    r"(?P<day>(?:from|as of) (?:q[1-4] )?20\d\d(?: on(?:wards?)?)?)\W*$|"
    r"^\W*(?:by|from|starting in) (?:the end of )?(?:q[1-4] )?20\d\d\b(?! on)"
    r"(?=,?(?:(?!\b(?:every|each|annual|year|quarter))[^.;]){0,80}\bwill\b)"
)


class Saying:
    """One statement and what is known around it; ``text`` and ``low`` are its words, as they are and in lower case."""

    def __init__(self, statement: Statement, scene: Scene, company: Company[Saying], number: int) -> None:
        self.statement = statement
        self.scene = scene
        self.company = company
        """All sayings of its document, of which it is the one at ``number``."""
        self.number = number
        self.said: set[str] = set()
        """Kinds of commitments that were heard in it so far."""
        self.own: frozenset[str] | None = None
        """Its traits apart from where it stands, once they were asked for."""
        self.signs: frozenset[str] | None = None
        """Its traits, once they were asked for."""
        self.text: Sifted = scene.sifted(statement.text)
        self.low: Sifted = self.text.lowered()
        self.role: Roles = scene.path(statement.heading)
        """What its headings say of it; what is promised below what a report should hold is no part of a report."""
        if self.role & Role.REPORT and (OURS.match(self.low) or OURS.match(statement.lead[-LEAD:].lower())):
            self.role &= ~Role.REPORT

    @cached_property
    def lead(self) -> Sifted:
        """The end of what leads to it."""
        return self.scene.sifted(self.statement.lead[-LEAD:])

    @cached_property
    def label(self) -> Sifted:
        """The words before its colon or dash ("Response Time"), lower case, or ""."""
        match = self._labelling
        return SIEVE.alike(match["label"].strip(" *`\"'✅❌"), self.text) if match else NOTHING

    @cached_property
    def _labelling(self) -> re.Match[str] | None:
        return LABEL.match(self.low) if LABEL_MARK.search(self.text) else None

    @property
    def value_at(self) -> int:
        """Offset of what follows the label."""
        return self._labelling.end() if self._labelling else 0

    @cached_property
    def around(self) -> Sifted:
        """Lead-in, innermost heading and label: the company of its words, lower case."""
        head = self.statement.heading[-1] if self.statement.heading else ""
        company = f"{head}\n{self.statement.lead[-LEAD:]}".lower()
        if not self.label:
            return self.scene.sifted(company)
        return SIEVE.alike(f"{company}\n{self.label}", self.scene.sifted(company), self.text)

    @cached_property
    def asked(self) -> bool:
        """Whether it asks a question, which promises nothing; a link at its end may still answer it."""
        words = self.text.rstrip(" *_`)\"'”")
        return (
            words.endswith(("?", "？"))
            and self.statement.form in {"sentence", "bullet"}
            and not (self.statement.links or "@" in words)
        )

    @cached_property
    def past(self) -> bool:
        """Whether it tells of what was."""
        return mood.past(self.text)

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """Topics of security that its words name."""
        return named(self.text)

    @cached_property
    def labelled(self) -> str:
        """The topic of its label, or ""."""
        return topic(self.label) if self.label else ""

    @cached_property
    def weights(self) -> dict[str, int]:
        """What each topic weighs where it stands, by its words, its headings and its lead-in."""
        heading, parent = self.above
        return weights(self.named, heading, self.lead, parent, item=self.statement.form == "bullet")

    @cached_property
    def above(self) -> tuple[str, str]:
        """Its heading and the heading above that, "" where there is none."""
        above = self.statement.heading[-2:]
        parent = self.scene.sifted(above[0]) if len(above) > 1 else ""
        return (self.scene.sifted(above[-1]) if above else "", parent)

    @property
    def about(self) -> str:
        """The topic it is of where it stands, told by its words, its headings and its lead-in, or ""."""
        return heaviest(self.weights)

    @property
    def evidence(self) -> Iterator[tuple[str, str, int]]:
        """What speaks for each topic if it tells a measure."""
        heading, parent = self.above
        return evidence(
            Standing(
                text=self.text,
                heading=heading,
                parent=parent,
                beside=tuple(each.text for each in self.company.near(self.number, NEAR)),
                labelled=bool(self.label),
                sentence=self.statement.form == "sentence",
                before=self.weights,
            )
        )

    @property
    def measured(self) -> str:
        """The topic it is of if it tells a measure; "other" where that has no name."""
        return self.measure.topic

    @cached_property
    def measure(self) -> Measured:
        """The topic it is of if it tells a measure, and how clear that is."""
        return measured(self.evidence)

    @cached_property
    def topic(self) -> str:
        """The topic of its words, or ""."""
        return self.named[0][2] if self.named else ""

    @cached_property
    def planned(self) -> bool:
        """Whether it tells of what is still to come; a box that is not ticked in a list that ticks others says so."""
        return mood.planned(self.text) or (
            self.statement.boxed
            and not self.statement.ticked
            and "\0".join(self.statement.heading) in self.company.firsts("ticked", _ticked)
        )

    @cached_property
    def withheld(self) -> bool:
        """Whether its value, its mark or what leads to it says that what it names is not done, or not so."""
        return withheld(self.text, self.statement.cells, self.above[0], self.lead) or unreal(self.text)

    @cached_property
    def ungiven(self) -> bool:
        """Whether it is an item of a list of what the project does not do."""
        return self.statement.form == "bullet" and ungiven(self.text, self.above[0], self.lead)

    @property
    def unticked(self) -> bool:
        """Whether its box is empty where another of its list is ticked: it is still to be done."""
        if not self.statement.boxed or self.statement.ticked:
            return False
        return self.company.count("ticked", self.company.siblings(self), lambda each: each.statement.ticked) > 0

    @cached_property
    def _theirs(self) -> tuple[int, int] | None:
        """From where to where it tells what others do."""
        return others.theirs(self.text, self.scene.others, self.scene.own, self.statement.heading)

    @cached_property
    def of_others(self) -> bool:
        """Whether all of it tells what others do."""
        return self._theirs is not None and self._theirs[1] >= len(self.text.rstrip())

    @cached_property
    def quoted(self) -> bool:
        """Whether it stands in words of others, or in a text that nobody stands by."""
        if not self.scene.in_force or others.of_nobody(self.statement.heading, titled=self.scene.titled):
            return True
        if not self.scene.quoting and not self.statement.quoted:
            return False
        leads = ("" if self._by_the_body else self.statement.lead, self.statement.quoted)
        if any(self._quotes(self.scene.sifted(each[-LEAD:])) for each in leads if each):
            return True
        before = self.company.last(self.number, others.NEAR)
        for count, each in enumerate(before):
            if each.statement.heading != self.statement.heading:
                break
            if each.introduces:
                if not self.statement.quoted and others.as_we(each.text, (before[count - 1] if count else self).text):
                    return False
                between = "".join(one.text for one in before[:count])
                return others.opened(each.text + between) or (not count and each.text.rstrip(" *_").endswith(":"))
        return False

    @property
    def _by_the_body(self) -> bool:
        """Whether the list that it stands in is what the body that its lead-in names says of itself as "we"."""
        lead = self.statement.lead
        if not lead:
            return False
        first = self
        for each in self.company.last(self.number, others.NEAR):
            if each.statement.lead != lead:
                break
            first = each
        return others.as_we(lead, first.text)

    @cached_property
    def introduces(self) -> bool:
        """Whether it introduces words of others."""
        return self._quotes(self.text)

    def _quotes(self, text: Sifted) -> bool:
        titled = frozenset(name for title in self.statement.heading[:1] for name in others.NAME.findall(title.lower()))
        return others.quotes(text, self.scene.others, self.scene.own | titled)

    @cached_property
    def advice(self) -> bool:
        """Whether it tells users what they should do."""
        return mood.advice(self.text)

    @cached_property
    def deploys(self) -> bool:
        """Whether it advises those who run a product of their own."""
        return mood.deploys(self.text)

    def negated(self, start: int, reach: int = 70) -> bool:
        """Whether a negation stands before ``start``."""
        return mood.negated(self.text, start, reach)

    def theirs_at(self, start: int) -> bool:
        """Whether others do what stands at ``start``: the project neither promises nor refuses it."""
        theirs = self._theirs
        return theirs is not None and theirs[0] <= start < theirs[1]

    def unsaid(self, start: int, reach: int = 70) -> bool:
        """Whether the project does not promise what stands at ``start``: it is negated, or others do it."""
        return self.theirs_at(start) or self.negated(start, reach)

    @cached_property
    def strength(self) -> Strength:
        """Promise, target or discretion, by its own words, its lead-in, its headings and the document's tone."""
        own = mood.strength(mood.ELSEWHERE.sub(" ", self.text) if mood.ELSEWHERE.search(self.text) else self.text)
        if own != "promise":
            return own
        if self.role & Role.AIMED:
            return "target"
        if not mood.TARGET.search(self.lead):
            return "promise"
        steps = not timed(self.low) and not mood.TARGET.search(mood.WHEN_DONE.sub(" ", self.lead))
        return "promise" if steps else "target"

    @property
    def hedged(self) -> bool:
        """Whether the document says that the times which stand here are but targets."""
        return self.scene.hedges.over(self.number, self.statement.heading)

    @cached_property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Header and value of each cell, lower-case headers."""
        return tuple((name.lower(), value) for name, value in self.statement.cells)

    def aimed(self, offset: int) -> bool:
        """Whether the header over the cell at ``offset`` speaks of targets: "Target SLA"."""
        end = -BETWEEN
        for name, value in self.cells:
            end += len(value) + BETWEEN
            if offset < end + BETWEEN:
                return bool(AIMED_HEAD.search(name))
        return False

    def make(self, kind: type[C], offset: int, **fields: Any) -> C:
        """A commitment of ``kind`` whose value stands at ``offset`` of the words."""
        if UNGIVEN.get(str(kind.__struct_config__.tag)) == "refused" and self.ungiven:
            fields["strength"] = "refusal"
        fields.setdefault("strength", self.strength)
        fields.setdefault("condition", self.condition)
        plain: dict[str, Any] = {
            name: str(value) if value.__class__ is Sifted else value for name, value in fields.items()
        }
        return kind(span=self.statement.at(max(0, offset)), heading=self.statement.heading, **plain)

    def wired(self, kind: type[C], offset: int, **fields: Any) -> C:
        """The same for promises about automation: with place, events, demand and reach of the sentence."""
        return self.make(kind, offset, **self._wiring | fields)

    @cached_property
    def _wiring(self) -> dict[str, Any]:
        """Place, events, demand and reach, asked once however many tools it names."""
        lead = self.scene.sifted(self.statement.lead)
        around = SIEVE.alike(f"{lead} {self.text}", lead, self.text)
        return {
            "place": places(around, self.above[0]),
            "events": events(around),
            "demand": demand(around),
            "universal": universal(self.text),
        }

    @cached_property
    def condition(self) -> str:
        """A condition that must first come true ("once we reach 1.0"), or ""."""
        match = CONDITION.search(self.text)
        return (match["day"] or match[0]).strip().lower() if match else ""

    def clauses(self) -> Iterator[tuple[int, str]]:
        """Offset and words of its clauses."""
        start = 0
        for match in re.finditer(r"[;.]\s|,\s(?:and|but|while)\s|\s—\s", self.text):
            yield start, self.text[start : match.start()]
            start = match.end()
        yield start, self.text[start:]


def _ticked(saying: Saying) -> str:
    """The headings above an item whose box is ticked; "" for any other."""
    return "\0".join(saying.statement.heading) if saying.statement.ticked else ""


K = TypeVar("K", bound=Saying)


def sayings(statements: Iterable[Statement], scene: Scene, kind: type[K]) -> list[K]:
    """All sayings of one document, each knowing its company; ``kind`` is what they are."""
    found: list[K] = []
    company: Company[Saying] = Company(found)
    found += (kind(each, scene, company, number) for number, each in enumerate(statements))
    return found
