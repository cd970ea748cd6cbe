"""How a piece of shell text ends, and who looks at the status of what stands before it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec
from tree_sitter import Node

from troth.evidence.automation.shell.syntax import named, source, word

DEEPEST = 40
"""Levels of compounds that are looked into."""
MOST_LATER = 150
"""Statements in which a remembered failure is looked for."""
_GOOD = ("0",)
_STATUS = re.compile(r"\$\{?\?\}?")


class Branch(msgspec.Struct, frozen=True):
    """``condition`` (None for ``else``) and the statements that run where it holds."""

    condition: Node | None
    body: tuple[Node, ...]


def head(node: Node) -> str:
    """The first word of a simple command."""
    name = node.child_by_field_name("name") if node.type == "command" else None
    return source(name) if name is not None else ""


def is_word(node: Node | None, value: str) -> bool:
    """Whether ``node`` is the command ``true`` or ``false`` (``:`` is true)."""
    return node is not None and (head(node) == value or (value == "true" and head(node) == ":"))


def leaves(node: Node) -> bool:
    """Whether the command ends the text or function it stands in."""
    return head(node) in ("exit", "return")


def fails(node: Node) -> bool:
    """Whether the command ends the text with a failure, or with the status of what failed before it."""
    if head(node) == "false":
        return True
    if not leaves(node):
        return False
    arguments = [source(child).strip("\"'") for child in node.children_by_field_name("argument")]
    return not arguments or arguments[0] not in _GOOD


def fails_always(nodes: Sequence[Node], depth: int = 0) -> bool:
    """Whether statements end in a failure of their own, whatever they print before."""
    if depth > DEEPEST:
        return False
    for node in nodes:
        if node.type in ("compound_statement", "subshell") and fails_always(named(node), depth + 1):
            return True
        if node.type == "list":
            parts = named(node)
            return bool(parts) and fails_always(parts[-1:], depth + 1)
        if node.type == "redirected_statement":
            body = node.child_by_field_name("body")
            if body is not None and fails_always([body], depth + 1):
                return True
        if node.type == "command" and (leaves(node) or (head(node) == "false" and node is nodes[-1])):
            return fails(node)
    return False


def exits_always(nodes: Sequence[Node]) -> bool:
    """Whether statements end the whole text (``exit``, not ``return``)."""
    return any(node.type == "command" and head(node) == "exit" for node in nodes)


def passes_status_on(rest: Sequence[Node]) -> bool:
    """Whether what follows only hands the status on: ``exit $?``, or ``exit`` alone."""
    first = rest[0]
    arguments = [source(child).strip("\"'") for child in first.children_by_field_name("argument")]
    return leaves(first) and (not arguments or bool(_STATUS.fullmatch(arguments[0])))


def status_is_examined(rest: Sequence[Node]) -> bool:
    """Whether the next statement looks at ``$?`` and what it makes of it ends in a failure sooner or later."""
    if not rest or not _STATUS.search(source(rest[0])[:400]):
        return False
    first = rest[0]
    if first.type == "command" and leaves(first):
        return True
    if first.type == "if_statement":
        return any(fails_always(branch.body) or remembered(branch.body, rest[1:]) for branch in branches(first))
    if first.type == "list":
        return fails_always(named(first)[-1:])
    return remembered([first], rest[1:])


def remembered(nodes: Sequence[Node], rest: Sequence[Node]) -> bool:
    """Whether statements keep the failure in a variable that later decides the status: ``|| code=$?``, ``failed=1``."""
    names = set()
    for node in nodes:
        for part in _flat(node):
            if part.type == "variable_assignment":
                name = part.child_by_field_name("name")
                names.add(source(name) if name is not None else "")
            elif (part.type == "command" and head(part) == "let") or (
                part.type == "command" and source(part).startswith("((")
            ):
                names |= set(re.findall(r"[A-Za-z_]\w*", source(part)))
    return any(_decides(name, later) for name in names if name for later in rest[:MOST_LATER])


def branches(node: Node) -> list[Branch]:
    """The branches of an ``if`` statement, in order."""
    found, condition, body = [], None, list[Node]()
    is_body, asked = False, list[Node]()
    for child in node.children:
        if child.type in ("if", "elif", "fi", "comment", ";", "\n"):
            continue
        if child.type == "then":
            condition, is_body = asked[-1] if asked else None, True
        elif child.type == "elif_clause":
            found += branches(child)
        elif child.type == "else_clause":
            found.append(Branch(None, tuple(named(child))))
        elif is_body:
            body.append(child)
        else:
            asked.append(child)
    return [Branch(condition, tuple(body)), *found]


def asked_files(condition: Node | None) -> tuple[str, ...]:
    """The file that ``[ -f FILE ]`` asks for, where that is the whole condition and the name is written out."""
    asked = (
        re.fullmatch(r"(?:\[\[?|test)\s+-[fesdr]\s+([\w./-]+)(?:\s+\]\]?)?", source(condition).strip())
        if condition
        else None
    )
    return (asked.group(1),) if asked else ()


def otherwise(node: Node) -> tuple[Node, ...]:
    """What runs where the first condition fails and no other is asked."""
    found = branches(node)
    return found[-1].body if found[-1].condition is None else ()


def written(node: Node, variables: Mapping[str, str]) -> tuple[str, ...]:
    """Files that a redirected statement writes."""
    found = []
    for child in node.children:
        if child.type == "file_redirect" and any(
            mark.type in (">", ">>", "&>", ">|", "&>>") for mark in child.children
        ):
            target = child.child_by_field_name("destination")
            if target is not None and source(target) != "/dev/null":
                found.append(word(target, variables))
    return tuple(found)


def tee_targets(node: Node) -> tuple[str, ...]:
    """Files that ``| tee file`` writes."""
    if head(node) != "tee":
        return ()
    return tuple(
        source(child).strip("\"'")
        for child in node.children_by_field_name("argument")
        if not source(child).startswith("-")
    )


def _flat(node: Node) -> list[Node]:
    """Statements inside braces, lists and branches, flattened."""
    found, stack = [], [node]
    while stack:
        part = stack.pop()
        if part.type in ("compound_statement", "list", "if_statement", "else_clause", "variable_assignments"):
            stack += named(part)
        else:
            found.append(part)
    return found


def _decides(name: str, later: Node, depth: int = 0) -> bool:
    """Whether ``later`` ends in a failure by the value of the variable ``name``."""
    if depth > DEEPEST:
        return False
    text = source(later)
    if not re.search(rf"\b{re.escape(name)}\b", text):
        return False
    if later.type == "command":
        return leaves(later) or head(later) in ("test", "[")
    if later.type == "if_statement":
        return any(fails_always(branch.body) or remembered_exit(branch.body) for branch in branches(later))
    if later.type in ("list", "compound_statement"):
        return fails_always(named(later)[-1:]) or any(_decides(name, part, depth + 1) for part in named(later))
    return later.type in ("test_command", "subshell")


def remembered_exit(nodes: Sequence[Node]) -> bool:
    """Whether some statement among ``nodes``, however deep, ends in a failure."""
    return any(fails(part) for node in nodes for part in _flat(node) if part.type == "command")


def swallows(handler: Node) -> bool:
    """Whether the action of a trap ends the text well whatever happened: an ``exit 0`` stands in it."""
    stack = [handler]
    while stack:
        node = stack.pop()
        if node.type == "command" and head(node) == "exit":
            arguments = [source(child).strip("\"'") for child in node.children_by_field_name("argument")]
            if arguments[:1] == ["0"]:
                return True
        stack.extend(node.children)
    return False
