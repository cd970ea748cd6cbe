"""Walks the syntax tree of shell text in the order of execution and follows every exit status to its end.

Rules of ``-e``, lists, pipelines and functions are those of POSIX.1-2024, XCU 2.8.2, 2.9 and 2.15, and of the Bash
manual for ``pipefail`` and declaration commands.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence

import msgspec
from tree_sitter import Node

from troth.evidence.automation.shell import endings
from troth.evidence.automation.shell.asking import holds, value_of
from troth.evidence.automation.shell.command import Command, Options
from troth.evidence.automation.shell.syntax import calls_inside, named, open_quote, parse, row, source, word, words

MOST_COMMANDS = 2_000
LONGEST_VALUE = 4_000
"""Characters of a variable that are kept: values that double themselves stay small."""
MOST_STEPS = 30_000
"""Statements that are walked in all, functions that call functions included."""
MOST_STATEMENTS = 5_000
"""Statements of one list that are walked."""
MOST_TURNS = 20
"""Values of a literal ``for`` loop that are tried."""
DEEPEST = 60
"""Levels of compounds and function calls that are followed."""

_NO_WORDS = re.compile(r"\w+\s+\w+\s+in[ \t]*[;\n]")
"""The head of a loop over nothing."""


class _Fate(msgspec.Struct, frozen=True):
    """What becomes of a status: ``checked`` where ``-e`` applies, ``last`` where it becomes the status of the whole."""

    checked: bool
    last: bool
    softened: int | None = None


class _Stop(Exception):  # noqa: N818  no error: the text ends here
    """An unconditional ``exit`` was met."""


def commands(text: str, options: Options, variables: Mapping[str, str] | None = None) -> tuple[Command, ...]:
    """Simple commands that ``text`` runs, in order. Functions that nobody calls and dead branches do not run."""
    walk = _Walk(options, dict(variables or {}), text)
    root = parse(text)
    walk.program(root)
    end = open_quote(text) if root.has_error and "<<" not in text else None
    return tuple(one for one in walk.found if end is None or one.row < end)  # the shell stops at a syntax error


class _Walk:
    def __init__(self, options: Options, variables: dict[str, str], text: str) -> None:
        self.text = text
        self.found: list[Command] = []
        self.errexit = options.errexit
        self.pipefail = options.pipefail
        self.variables = variables
        self.directory = ""
        self.stack: list[str] = []
        self.functions: dict[str, Node] = {}
        self.depth = 0
        self.steps = 0
        self.trapped: int | None = None
        self.needs: tuple[str, ...] = ()
        self.asked = ""
        """The condition on a variable behind which the walk stands, where it does not hold as far as can be seen."""
        self.beyond: tuple[Node, ...] = ()
        """Statements that follow the one that is walked, in its own list and then around it."""

    def program(self, root: Node) -> None:
        """Walk a whole text."""
        try:
            self.run_all(named(root), _Fate(checked=True, last=True))
        except _Stop:
            return

    def run_all(self, nodes: Sequence[Node], fate: _Fate) -> None:
        """Statements one after the other."""
        nodes = nodes[:MOST_STATEMENTS]
        background = [node.next_sibling is not None and node.next_sibling.type == "&" for node in nodes]
        for position, node in enumerate(nodes):
            rest = nodes[position + 1 : position + 1 + endings.MOST_LATER]
            last = fate.last and (not rest or endings.passes_status_on(rest))
            if background[position]:
                own = _Fate(checked=False, last=False, softened=row(node))
            elif endings.status_is_examined((*rest, *self.beyond) if rest else ()):
                own = _Fate(checked=fate.checked, last=self.matters(fate))
            else:
                soft = fate.softened if fate.softened is not None else row(rest[0]) if rest else row(node)
                own = _Fate(checked=fate.checked, last=last, softened=soft)
            self.run(node, own, rest)
            if node.type == "command" and endings.leaves(node):
                raise _Stop

    def matters(self, fate: _Fate) -> bool:
        """Whether a failure under ``fate`` fails the text."""
        return fate.last or (fate.checked and self.errexit)

    def run(self, node: Node, fate: _Fate, rest: Sequence[Node] = ()) -> None:
        """One statement; ``rest`` are those that follow it in the same list."""
        self.steps += 1
        if self.depth >= DEEPEST or len(self.found) >= MOST_COMMANDS or self.steps > MOST_STEPS:
            return
        self.depth += 1
        around = self.beyond
        self.beyond = (*rest, *around)[: endings.MOST_LATER]
        try:
            handler = getattr(self, f"_{node.type}", None)
            if handler is not None:
                handler(node, fate, rest)
            else:
                self._substitutions(node, fate, keeps=False)
        finally:
            self.depth -= 1
            self.beyond = around

    # simple commands

    def _command(self, node: Node, fate: _Fate, _rest: Sequence[Node], outputs: tuple[str, ...] = ()) -> None:
        environment, argv = [], []
        for child in named(node):
            if child.type == "variable_assignment":
                environment.append(self._assigned(child))
            elif child.type not in ("file_redirect", "herestring_redirect", "heredoc_redirect"):
                argv += words(child, self.variables)
        self._substitutions(node, fate, keeps=False)
        if not argv:
            return
        head = argv[0]
        if head in self.functions:
            self._call(head, argv, fate)
        elif head == "set":
            self._set(argv[1:])
        elif head in ("cd", "pushd", "popd"):
            self._move(head, argv[1:])
        elif head == "exec" and len(argv) > 1 and not argv[1].startswith("-"):
            self._note(argv[1:], environment, node, _Fate(checked=True, last=True), outputs)
            raise _Stop
        elif head == "trap":
            self._trap(argv[1:], row(node))
        elif head == "eval":
            inner = parse(" ".join(argv[1:]))
            self.run_all(named(inner), fate)
        else:
            self._note(argv, environment, node, fate, outputs)

    def _note(
        self, argv: list[str], environment: list[tuple[str, str]], node: Node, fate: _Fate, outputs: tuple[str, ...]
    ) -> None:
        softened = None if self.matters(fate) else fate.softened if fate.softened is not None else row(node)
        softened = self.trapped if softened is None else softened
        self.found.append(
            Command(
                argv=tuple(argv),
                row=row(node),
                softened=softened,
                directory=self.directory,
                environment=tuple(environment),
                outputs=outputs,
                needs=self.needs,
                asked=self.asked,
            )
        )

    def _call(self, name: str, argv: list[str], fate: _Fate) -> None:
        body, before = self.functions[name], dict(self.variables)
        self.variables |= {str(number): value for number, value in enumerate(argv[1:], 1)} | {"@": " ".join(argv[1:])}
        inner = msgspec.structs.replace(fate, last=self.matters(fate))
        del self.functions[name]  # a function that calls itself is followed once
        try:
            self.run(body, inner)
        except _Stop:
            if endings.exits_always(named(body)):
                raise
        finally:
            self.functions[name] = body
            for number in range(1, len(argv)):
                self.variables.pop(str(number), None)
            self.variables |= {key: value for key, value in before.items() if key.isdigit() or key == "@"}

    def _set(self, arguments: list[str]) -> None:
        for position, argument in enumerate(arguments):
            on = argument.startswith("-")
            if argument[:1] in "-+" and not argument.startswith("--") and len(argument) > 1:
                if "e" in argument[1:]:
                    self.errexit = on
                option = arguments[position + 1] if "o" in argument[1:] and position + 1 < len(arguments) else ""
                if option == "pipefail":
                    self.pipefail = on
                if option == "errexit":
                    self.errexit = on

    def _trap(self, arguments: list[str], at: int) -> None:
        """``trap 'exit 0' EXIT``: the text ends well whatever fails in it (POSIX.1-2024, XCU 2.15 trap)."""
        if len(arguments) < 2 or not {"EXIT", "0", "ERR", "SIGEXIT"} & {name.upper() for name in arguments[1:]}:
            return
        action = arguments[0]
        handler = self.functions.get(action) or parse(action)
        self.trapped = at if endings.swallows(handler) else None

    def _move(self, head: str, arguments: list[str]) -> None:
        target = next((argument for argument in arguments if not argument.startswith("-")), "")
        if head == "popd":
            self.directory = self.stack.pop() if self.stack else ""
            return
        if head == "pushd":
            self.stack.append(self.directory)
        if target:
            self.directory = posixpath.normpath(posixpath.join(self.directory, target))

    def _variable_assignment(self, node: Node, fate: _Fate, rest: Sequence[Node]) -> None:
        name, value = self._assigned(node)
        kept = not endings.status_is_examined((*rest, *self.beyond) if rest else ())
        self._substitutions(node, fate, keeps=kept or self.matters(fate))
        if "$(" in value or "`" in value:
            self.variables.pop(name, None)
        else:
            self.variables[name] = value

    def _variable_assignments(self, node: Node, fate: _Fate, rest: Sequence[Node]) -> None:
        for child in named(node):
            self._variable_assignment(child, fate, rest)

    def _declaration_command(self, node: Node, fate: _Fate, _rest: Sequence[Node]) -> None:
        for child in named(node):
            if child.type == "variable_assignment":
                name, value = self._assigned(child)
                self.variables[name] = value
        self._substitutions(node, fate, keeps=False)

    def _assigned(self, node: Node) -> tuple[str, str]:
        name = node.child_by_field_name("name")
        value = node.child_by_field_name("value")
        return source(name) if name else "", word(value, self.variables)[:LONGEST_VALUE] if value else ""

    def _substitutions(self, node: Node, fate: _Fate, *, keeps: bool) -> None:
        """Commands inside ``$(…)``: their status lives on only where an assignment is all there is."""
        for call in calls_inside(node):
            kept = keeps and call.type == "command_substitution" and self.matters(fate)
            inner = _Fate(checked=False, last=kept, softened=fate.softened if keeps else row(call))
            self._apart(named(call), inner)

    def _apart(self, nodes: Sequence[Node], fate: _Fate) -> None:
        """Statements in a shell of their own: what they set ends with them."""
        before = (self.errexit, self.pipefail, self.directory, dict(self.variables), list(self.stack), self.asked)
        around, self.beyond = self.beyond, ()
        try:
            self.run_all(nodes, fate)
        except _Stop:
            pass
        finally:
            self.errexit, self.pipefail, self.directory, self.variables, self.stack, self.asked = before
            self.beyond = around

    # lists, pipelines, compounds

    def _list(self, node: Node, fate: _Fate, rest: Sequence[Node]) -> None:
        parts = named(node)
        if len(parts) != 2:
            self.run_all(parts, fate)
            return
        left, right = parts
        either = any(child.type == "||" for child in node.children)
        if either:
            kept = endings.fails_always([right]) or endings.remembered([right], self.beyond)
            inner = _Fate(checked=False, last=kept and self._may_matter(fate), softened=row(right))
        else:
            inner = _Fate(checked=False, last=fate.last, softened=fate.softened)
        self.run(left, inner, rest)
        dead = (not either and endings.is_word(left, "false")) or (either and endings.is_word(left, "true"))
        if not dead:
            met = holds(left, self.variables, self.text)
            words = f"not {source(left)}" if either else source(left)
            self._behind(words, [right], fate, doubtful=met is either)
            if met is not None and met is not either and endings.exits_always([right]):
                self._only_where(source(left) if either else f"not {source(left)}")

    def _may_matter(self, fate: _Fate) -> bool:
        """A failure that is followed by an ``exit`` of its own matters wherever the text's status does."""
        return fate.softened is None or self.matters(fate) or fate.checked

    def _pipeline(self, node: Node, fate: _Fate, _rest: Sequence[Node]) -> None:
        parts = named(node)
        outputs = endings.tee_targets(parts[-1])
        for part in parts[:-1]:
            lost = _Fate(checked=False, last=False, softened=row(parts[-1]))
            own = fate if self.pipefail else lost
            if part.type == "command" and outputs:
                self._command(part, own, (), outputs)
            else:
                self.run(part, own)
        self.run(parts[-1], fate)

    def _negated_command(self, node: Node, _fate: _Fate, _rest: Sequence[Node]) -> None:
        for part in named(node):
            self.run(part, _Fate(checked=False, last=False, softened=row(node)))

    def _redirected_statement(self, node: Node, fate: _Fate, rest: Sequence[Node]) -> None:
        body = node.child_by_field_name("body")
        if body is None:
            return
        targets = endings.written(node, self.variables)
        if body.type == "command":
            self._command(body, fate, rest, targets)
        else:
            self.run(body, fate, rest)

    def _compound_statement(self, node: Node, fate: _Fate, _rest: Sequence[Node]) -> None:
        self.run_all(named(node), fate)

    def _do_group(self, node: Node, fate: _Fate, _rest: Sequence[Node]) -> None:
        self.run_all(named(node), fate)

    def _subshell(self, node: Node, fate: _Fate, _rest: Sequence[Node]) -> None:
        self._apart(named(node), msgspec.structs.replace(fate, last=self.matters(fate)))

    def _function_definition(self, node: Node, _fate: _Fate, _rest: Sequence[Node]) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is not None and body is not None:
            self.functions[source(name)] = body

    def _if_statement(self, node: Node, fate: _Fate, _rest: Sequence[Node]) -> None:
        before = ""
        for branch in endings.branches(node):
            if branch.condition is not None:
                self._condition(branch, node, fate)
            if not endings.is_word(branch.condition, "false"):
                outside = self.needs
                self.needs = (*outside, *endings.asked_files(branch.condition))
                met = holds(branch.condition, self.variables, self.text) if branch.condition is not None else True
                words = before or source(branch.condition or node)
                self._behind(words, branch.body, fate, doubtful=bool(before) or met is False)
                self.needs = outside
                if met is True and branch.condition is not None and not before:
                    before = f"not {words}"
                    if endings.exits_always(branch.body):
                        self._only_where(before)
            if endings.is_word(branch.condition, "true"):
                return

    def _condition(self, branch: endings.Branch, node: Node, fate: _Fate) -> None:
        """A tool that is asked in a condition: what is done where it fails decides whether its failure counts."""
        assert branch.condition is not None  # noqa: S101  the caller has looked
        asked = branch.condition
        if asked.type == "negated_command":
            consequence, asked = branch.body, named(asked)[0] if named(asked) else asked
        else:
            consequence = endings.otherwise(node)
        counts = endings.fails_always(consequence) or endings.remembered(consequence, self.beyond)
        self.run(asked, _Fate(checked=False, last=counts and self._may_matter(fate), softened=row(node)))

    def _while_statement(self, node: Node, fate: _Fate, _rest: Sequence[Node]) -> None:
        parts = named(node)
        for part in parts[:-1]:
            self.run(part, _Fate(checked=False, last=False, softened=row(node)))
        until = bool(node.children) and node.children[0].type == "until"
        if parts and not endings.is_word(parts[0], "true" if until else "false"):
            own = msgspec.structs.replace(fate, last=False, softened=row(node))
            met = holds(parts[0], self.variables, self.text) if len(parts) > 1 else None
            words = f"not {source(parts[0])}" if until else source(parts[0])
            self._behind(words, parts[-1:], own, doubtful=met is until)

    def _for_statement(self, node: Node, fate: _Fate, _rest: Sequence[Node]) -> None:
        variable, body = node.child_by_field_name("variable"), node.child_by_field_name("body")
        if body is None:
            return
        own = msgspec.structs.replace(
            fate, last=False, softened=fate.softened if fate.softened is not None else row(node)
        )
        listed = node.children_by_field_name("value")
        values = [value for child in listed for value in words(child, self.variables)]
        if not values and _NO_WORDS.match(source(node)):
            return  # a list without words
        unset = bool(listed) and all(value_of(one, self.variables, self.text) == "" for one in listed)
        literal = variable is not None and 0 < len(values) <= MOST_TURNS and not any("$" in value for value in values)
        for value in values if literal else [""]:
            if variable is not None and literal:
                self.variables[source(variable)] = value
            elif variable is not None:
                self.variables.pop(source(variable), None)
            self._behind(f"{' '.join(map(source, listed))} names something", [body], own, doubtful=unset)

    def _c_style_for_statement(self, node: Node, fate: _Fate, _rest: Sequence[Node]) -> None:
        self._maybe(named(node)[-1:], msgspec.structs.replace(fate, last=False, softened=row(node)))

    def _case_statement(self, node: Node, fate: _Fate, _rest: Sequence[Node]) -> None:
        asked = node.child_by_field_name("value")
        value = word(asked, self.variables) if asked is not None else "$"
        told = value_of(asked, self.variables, self.text)
        unset = told == ""  # nothing here sets it, and something else may
        chosen = False
        for item in (child for child in named(node) if child.type == "case_item"):
            patterns = item.children_by_field_name("value")
            texts = [word(one, self.variables) for one in patterns]
            if not unset and not any(_may_match(value, text) for text in texts):
                continue
            values = {id(one) for one in patterns}
            body = [child for child in named(item) if id(child) not in values]
            words = f"{source(asked)} is {' or '.join(texts)}" if asked is not None else ""
            met = unset and any(not text.strip("*") for text in texts)
            self._behind(words, body, fate, doubtful=unset and (chosen or not met))
            if met and not chosen and endings.exits_always(body):
                self._only_where(f"not {words}")
            chosen = chosen or (met and not any(child.type in (";&", ";;&") for child in item.children))

    def _behind(self, condition: str, nodes: Sequence[Node], fate: _Fate, *, doubtful: bool) -> None:
        """Statements that are reached only where ``condition`` holds, which is ``doubtful`` or not."""
        outside = self.asked
        self.asked = outside or (" ".join(condition.split())[:80] if doubtful else "")
        try:
            self._maybe(nodes, fate)
        finally:
            self.asked = outside

    def _only_where(self, condition: str) -> None:
        """What follows is reached only where ``condition`` holds, which it does not as far as can be seen."""
        self.asked = self.asked or " ".join(condition.split())[:80]

    def _maybe(self, nodes: Sequence[Node], fate: _Fate) -> None:
        """Statements that may run or not: an ``exit`` in them does not end the rest of the text."""
        try:
            self.run_all(nodes, fate)
        except _Stop:
            return


def _may_match(value: str, pattern: str) -> bool:
    """Whether a ``case`` of ``value`` may choose ``pattern``: two texts without anything to fill in are compared."""
    open_ended = any(mark in value for mark in "$`") or "__" in value or any(mark in pattern for mark in "$`*?[(")
    return open_ended or value == pattern
