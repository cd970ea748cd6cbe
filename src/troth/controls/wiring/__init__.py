"""How an automation carries a promise: does it run, on which events, and does its failure stop anything? (VERDICTS §2)

The one module that controls share. A promise states *needs* (an event it names, a place it names, or "some automatic
event"); for each need the best invocation is taken, and the worst need gives the verdict.
"""

from __future__ import annotations

from troth.controls.wiring.alike import Seen, sees
from troth.controls.wiring.bots import alerts, coverage, ecosystem, judge_bots
from troth.controls.wiring.carried import takes_along
from troth.controls.wiring.carrying import ASLEEP_DAYS, Promise, asleep, carry
from troth.controls.wiring.elsewhere import other_version
from troth.controls.wiring.need import Need, needs, origin
from troth.controls.wiring.outcome import Outcome
from troth.controls.wiring.own_clause import carry_own
from troth.controls.wiring.reading import Reach, reach, writer
from troth.controls.wiring.scanners import ECOSYSTEMS, EVERYTHING, NO_ADVISORIES, SPEAKS, looks_at
from troth.controls.wiring.sight import blind, powerless
from troth.controls.wiring.sight import wants as sight_wants
from troth.controls.wiring.signed import signing
from troth.controls.wiring.threshold import lets_pass
from troth.controls.wiring.unknown_tool import own_tool, unshown
from troth.controls.wiring.words import listed, sighting, softened, spoken, unique

__all__ = [
    "ASLEEP_DAYS",
    "ECOSYSTEMS",
    "EVERYTHING",
    "NO_ADVISORIES",
    "SPEAKS",
    "Need",
    "Outcome",
    "Promise",
    "Reach",
    "Seen",
    "alerts",
    "asleep",
    "blind",
    "carry",
    "carry_own",
    "coverage",
    "ecosystem",
    "judge_bots",
    "lets_pass",
    "listed",
    "looks_at",
    "needs",
    "origin",
    "other_version",
    "own_tool",
    "powerless",
    "reach",
    "sees",
    "sight_wants",
    "sighting",
    "signing",
    "softened",
    "spoken",
    "takes_along",
    "unique",
    "unshown",
    "writer",
]
