"""The document shows or names the configuration of a tool.

What is promised
    The tool works with this file, or with these keys.

Why it matters
    A file that no call loads and a key that the tool does not know change nothing, while everybody believes they do.

What counts as evidence
    The file in the tree, the calls that load it, and the keys that the tool's makers know. For configuration that the
    document prints, the printed keys and the name of the file they would stand in.

How it is judged
    Kept: the file exists, a call loads it, every key is known. At risk: alive, but its makers retire the format.
    Broken: it exists or is printed, and no call ever loads it or keys in it have no effect. Unproven: not in the tree,
    or nothing in the tree runs the tool.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from troth.controls.control import Control
from troth.controls.wiring import unique
from troth.terms.answer import Answer, Answers, Class, Fact, Want
from troth.terms.commitment import Commitment, Tool
from troth.terms.seen.automation import Configuration, Invocation, Key
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import Configurations, Invocations, PrintedConfigurations


def judges(commitment: Commitment) -> bool:
    """Promised configuration of a tool."""
    return isinstance(commitment, Tool) and commitment.claim == "configuration"


def _printed(commitment: Tool) -> PrintedConfigurations:
    names_a_file = commitment.config == _file(commitment)
    return PrintedConfigurations(
        tool=commitment.name,
        file=_file(commitment),
        text="" if names_a_file else commitment.config,
        document=commitment.span.path,
        line=commitment.span.line or 1,
    )


def _file(commitment: Tool) -> str:
    return commitment.file or (commitment.config if _is_file_name(commitment.config) else "")


def _is_file_name(words: str) -> bool:
    return bool(words) and not any(sign in words for sign in (" ", "=", ": ", "\n"))


def wants(commitment: Tool) -> tuple[Want[Any], ...]:
    """The tool's configuration in the tree and in the text, and the calls that might load it."""
    return (Configurations(tool=commitment.name), _printed(commitment), Invocations())


def judge(commitment: Tool, answers: Answers, today: date) -> Verdict:
    """Dead names and keys contradict; a living file proves; a file that is nowhere leaves it open."""
    tree = tuple(one for one in answers[Configurations(tool=commitment.name)].found if _same(commitment, one))
    printed = answers[_printed(commitment)].found
    unreadable = next((one for one in (*tree, *printed) if not one.readable), None)
    if unreadable:
        why = unreadable.why_dead or f"{commitment.name} never reads {unreadable.span.path}"
        return _broken(commitment, f"{commitment.name} never reads {_file(commitment)}", unreadable, why)
    dead = [(one, key) for one in (*tree, *printed) for key in _keys(commitment, one) if not key.alive]
    if dead:
        return _dead(commitment, [key for _, key in dead])
    if not tree:
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason=f"{_file(commitment) or 'this configuration'} is not in the tree",
            settles="repository",
            next=_add(commitment) if _file(commitment) else None,
        )
    return _loaded(commitment, tree, answers[Invocations()])


def _add(commitment: Tool) -> Step:
    """Bandit's own file can be written as it is printed; nobody else's form is known to follow from its lines alone."""
    known = (commitment.name, _file(commitment)) == ("bandit", ".bandit")
    text = f"Add {_file(commitment)} and let a call of {commitment.name} load it."
    return Step(text=text, command="troth init --ci github" if known else "")


def _same(commitment: Tool, configuration: Configuration) -> bool:
    """Whether ``configuration`` is the file that the document speaks of; any where it names none."""
    file = _file(commitment).removeprefix("./")
    path = configuration.span.path
    return not file or path == file or path.endswith(f"/{file}")


def _keys(commitment: Tool, configuration: Configuration) -> tuple[Key, ...]:
    """The keys that the sentence speaks of: all where it names the file, else those that it names."""
    if _is_file_name(commitment.config) or configuration.span.path == commitment.span.path:
        return configuration.keys
    return tuple(key for key in configuration.keys if key.name.rsplit(".", 1)[-1] in commitment.config)


def _dead(commitment: Tool, keys: list[Key]) -> Verdict:
    first = keys[0]
    near = f"; the real key is {first.nearest}" if first.nearest else ""
    facts = [
        Fact(fact=key.reason or f"{key.name} has no effect", kind=Class.CONFIGURED, span=key.span, weakness=True)
        for key in keys
    ]
    return Verdict(
        commitment=commitment,
        standing=Standing.BROKEN,
        reason=f"{commitment.name} knows no key {first.name}{near}",
        because=unique(facts),
        next=Step(
            text=f"Write {first.nearest} at {first.span}." if first.nearest else f"Remove it at {first.span}.",
            command="troth fix",
        ),
    )


def _loaded(commitment: Tool, tree: tuple[Configuration, ...], invocations: Answer[Invocation]) -> Verdict:
    callers = tuple(one for one in invocations.found if one.tool == commitment.name and not one.unreached)
    living = tuple(one for one in tree if one.loaded_by)
    if not living:
        one = tree[0]
        if invocations.gaps or (one.loaded_automatically and not callers):
            return Verdict(
                commitment=commitment,
                standing=Standing.UNPROVEN,
                reason=f"{one.span.path} exists, but nothing that was read runs {commitment.name}",
                because=(Fact(fact="the file is there", kind=Class.CONFIGURED, span=one.span),),
                gaps=invocations.gaps,
                settles="repository",
                next=Step(text=f"A workflow that runs {commitment.name} would load it."),
            )
        why = one.why_dead or "no call loads it"
        return _broken(commitment, f"no call of {commitment.name} loads {one.span.path}", one, why, callers)
    proof = [Fact(fact="the file is there", kind=Class.CONFIGURED, span=one.span) for one in living]
    proof += [Fact(fact="loads it", kind=Class.WIRED, span=span) for one in living for span in one.loaded_by]
    retired = next((one for one in living if one.deprecated), None)
    if retired:
        weak = Fact(fact=retired.deprecated, kind=Class.CONFIGURED, span=retired.span, weakness=True)
        return Verdict(
            commitment=commitment,
            standing=Standing.AT_RISK,
            reason=f"loaded, but its makers retire this format: {retired.deprecated}",
            because=unique([weak, *proof]),
            next=Step(text=f"Move {retired.span.path} to the present format."),
        )
    return Verdict(
        commitment=commitment,
        standing=Standing.KEPT,
        reason=f"{living[0].span.path} is loaded, and every key in it is known",
        because=unique(proof),
    )


def _broken(
    commitment: Tool, reason: str, configuration: Configuration, why: str, callers: tuple[Invocation, ...] = ()
) -> Verdict:
    facts = [Fact(fact=why, kind=Class.CONFIGURED, span=configuration.span, weakness=True)]
    facts += [Fact(fact="does not load it", kind=Class.WIRED, span=one.span, weakness=True) for one in callers]
    return Verdict(
        commitment=commitment,
        standing=Standing.BROKEN,
        reason=reason,
        because=unique(facts),
        next=Step(text=f"Use a file that {commitment.name} reads, and let a call load it."),
    )


CONTROL = Control(name="tool-configuration", judges=judges, wants=wants, judge=judge)
