"""Makefiles: rules, their prerequisites and recipes, as GNU Make reads them without running it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

import msgspec

from troth.evidence.automation import heads
from troth.evidence.automation.context import Script, joined, span_at
from troth.evidence.automation.shell import Options
from troth.evidence.automation.targets import make_flags
from troth.evidence.automation.targets.conditions import Branches
from troth.evidence.automation.targets.expansion import LONGEST_TEXT, MOST_OF_A_LINE, UNKNOWN, Expansion, Variable, stem
from troth.evidence.automation.targets.make_names import MOST_LIKE, STEM, Names
from troth.evidence.automation.targets.target import Step, Target
from troth.evidence.repository import Repository
from troth.evidence.tools import index
from troth.terms.answer import Gap
from troth.terms.seen.automation import Filter
from troth.terms.span import Span

FILES = ("GNUmakefile", "makefile", "Makefile")
"""Names that make looks for, in its order (GNU Make manual, 3.2)."""
MOST_LINES = 50_000
MOST_EVALUATED = 10
"""Texts inside each other that are read as a Makefile."""
_MOST_GLOBS = 200
_MOST_VALUES = 4
_RULE = re.compile(r"^(?P<names>[^\s:#=][^:#=]*?)\s*(?P<colons>&?::?)(?![:=])\s*(?P<rest>[^=].*|)$")
_BLANKS = re.compile(r"[ \t]{2,}")
_STATIC = re.compile(r"^([^\s:=]*%[^:=]*?)\s*:(?![:=])\s*(.*)$")
_VARIABLE = re.compile(
    r"^\s*(?:export\s+|override\s+|private\s+)*(?P<name>[\w.-]+)\s*(?P<how>:{1,3}=|\?=|\+=|!=|=)\s*(?P<value>.*)$",
    re.DOTALL,
)
_DEFINE = re.compile(r"^ *(?:export +|override +)*define +(?P<name>[\w.-]+)\s*(?P<how>:{1,3}=|\?=|\+=|=|)\s*$")
_NO_RULE = re.compile(r"^\s*(?:export|unexport|vpath|undefine)\b")
_INCLUDE = re.compile(r"^ *(-|s)?include\s+(.+)$")
_ASKS_SHELL = re.compile(r"\$[({]shell\b")
_SOFTENS = re.compile(r"\|\||;|\b(?:true|echo|exit|fail|warn|allow|ignore)|^\s*[-:]")
"""Words by which the value of a variable may keep a tool from running or from failing the recipe."""
_DIVIDES = re.compile(r"\\[#\\]|\$\$|\$[({]|[(){}#;]")
_NO_NAME = re.compile(r"\.[A-Z_]+")
_SHELLS = re.compile(r"(?:.*/)?(?:env\s+(?:-\S+\s+)*)?(?:ba|da|z|k|a|mk|pdk|c|tc)?sh(?:\.exe)?\b.*", re.DOTALL)


def read(repository: Repository, path: str, given: Sequence[tuple[str, str]] = ()) -> tuple[Target, ...]:
    """The targets of the Makefile ``path`` and the files it includes, the default goal first.

    ``given`` are variables of the command line, which win over those of the Makefile (manual, 9.5).
    """
    reader = _Reader(repository, path, given)
    reader.file(path, 0)
    targets = tuple(reader.finish())
    goal = reader.words.fill("$(.DEFAULT_GOAL)").strip()
    return tuple(sorted(targets, key=lambda target: target.name != goal)) if goal else targets


class _Line(msgspec.Struct, frozen=True):
    """One line of a recipe; ``open`` where it cannot be told that make reads it."""

    text: str
    path: str
    number: int
    open: bool


class _Rule(msgspec.Struct):
    """All that rules say of one name; ``origin`` is the rule that gave the recipe."""

    path: str
    line: int
    needs: list[tuple[str, bool]]
    recipe: list[_Line]
    local: list[tuple[str, str, str]]
    origin: int = -1
    stem: str = ""


class _Reader:
    def __init__(self, repository: Repository, top: str, given: Sequence[tuple[str, str]] = ()) -> None:
        self.repository = repository
        self.top = top
        self.folder = posixpath.dirname(top)
        self.words = Expansion(self.files, self.evaluated)
        self.given = tuple(given)
        self.fixed = {name for name, _ in given}
        self.always = make_flags.ALWAYS in self.fixed
        for name, value in given:
            sure = "$" not in value and "`" not in value and "__" not in value
            self.words.variables[name] = Variable(value if sure else UNKNOWN, simple=True)
        self.rules: dict[str, _Rule] = {}
        self.patterns: list[Target] = []
        self.phony: set[str] = set()
        self.oneshell = False
        self.ignored: dict[str, tuple[str, int]] = {}
        self.seen: set[str] = set()
        self.gaps: dict[Gap, None] = {}
        self.others: dict[str, set[str]] = {}
        """Values that a variable may have instead, by a condition that cannot be told or in some targets alone."""
        self.set_at: dict[str, tuple[str, int]] = {}
        self.place = (top, 1)
        self.count = 0
        self.globs: dict[str, list[str]] = {}
        self.lines_left = MOST_LINES
        self.open = False
        self.other_cases = False
        self.evaluating = 0
        self.done = False

    def file(self, path: str, depth: int) -> None:
        """Read one file into the rules."""
        if path in self.seen:
            return
        if depth > 5:
            self._gap(path, "files that include each other too deep")
            return
        self.seen.add(path)
        self.read(self.repository.lines(path), path, 0, depth)

    def evaluated(self, text: str) -> None:
        """What ``$(eval)`` gives is read as lines of the Makefile; in a recipe it sets nothing that rules need."""
        if self.done:
            return
        if UNKNOWN in text or self.evaluating >= MOST_EVALUATED:
            self._gap(self.place[0], "rules that functions of make work out")
            return
        self.evaluating += 1
        self.read(text.split("\n"), *self.place, 5)
        self.evaluating -= 1

    def read(self, lines: Sequence[str], path: str, fixed: int, depth: int) -> None:
        """Take in ``lines`` of ``path``, all of them at the line ``fixed`` where one is given."""
        lines = lines[: max(self.lines_left, 0)]
        self.lines_left -= len(lines)
        self.words.most += 0 if fixed else MOST_OF_A_LINE * len(lines)
        current: tuple[list[str], int, bool] = ([], 0, False)
        number, defining, branches = 0, 0, Branches()
        outer = self.open
        held, body = None, list[str]()
        while number < len(lines):
            start, text = number, lines[number]
            prefix = self.words.fill("$(.RECIPEPREFIX)")[:1] or "\t"
            recipe = text.startswith(prefix) and bool(current[0])
            while _goes_on(text) and number + 1 < len(lines):
                number += 1
                text += "\n" + lines[number]
            number += 1
            at = fixed or start + 1
            self.place, self.open = (path, at), outer or branches.open
            self.other_cases = bool(branches.last) and branches.last[-1]
            if defining:
                defining += bool(re.match(r" *(?:override +)?define\b", text)) - bool(re.match(r" *endef\b", text))
                if defining:
                    body.append(text)
                elif held is not None and held["name"] not in self.fixed:
                    self._assign(held["name"], held["how"] or "=", "\n".join(body))
            elif not recipe and (branches.turn(text, self._known) or branches.off):
                continue
            elif recipe and not branches.off:
                line = _Line(text[1:].replace("\n" + prefix, "\n"), path, at, self.open)
                for name in current[0]:
                    self._recipe(name, line, current[1], double=current[2])
            elif re.match(r" *(?:(?:override|export) +)*define\b", text):
                held, body, defining = _DEFINE.match(text), [], 1
            elif text.strip() and not recipe and not text.lstrip().startswith("#"):
                current = self._line(re.sub(r"\\\n\s*", " ", text), path, at, depth)
        self.open = outer

    def _recipe(self, name: str, line: _Line, origin: int, *, double: bool) -> None:
        """A recipe that is given later for the same target takes the place of the former (manual, 4.11)."""
        rule = self.rules[name]
        if rule.origin not in (-1, origin) and not double:
            open_ = [msgspec.structs.replace(one, open=True) for one in rule.recipe]
            rule.recipe[:] = open_ if line.open or any(one.open for one in rule.recipe) else []
        rule.origin = origin
        rule.recipe.append(line)

    def _known(self, text: str) -> str | None:
        """``text`` filled in, where no variable in it may be set from outside or has other values, too."""
        before, self.words.used = self.words.used, set()
        told, used = self.words.fill(text), self.words.used
        self.words.used = before
        sure = not _ASKS_SHELL.search(text)
        sure = sure and all(name in self.words.variables and name not in self.others for name in used)
        return told if sure and UNKNOWN not in told else None

    def files(self, word: str) -> list[str]:
        """The files that a pattern of the shell means, as make sees them from where it stands."""
        if not any(mark in word for mark in "*?"):
            place = joined(self.folder, word)
            return [word] if place in self.repository.path_set or place in self.repository.folders else []
        if word not in self.globs:
            if len(self.globs) >= _MOST_GLOBS or word.count("*") > 4 or len(word) > MOST_LIKE or UNKNOWN in word:
                return [UNKNOWN]
            start = f"{self.folder}/" if self.folder else ""
            shape = re.escape(start + posixpath.normpath(word)).replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
            found = re.compile(shape)
            self.globs[word] = [path[len(start) :] for path in self.repository.paths if found.fullmatch(path)]
        return self.globs[word]

    def _gap(self, wanted: str, reason: str) -> None:
        self.gaps.setdefault(Gap(wanted=wanted[:80], reason=reason, span=span_at(self.repository, *self.place)))

    def _line(self, text: str, path: str, line: int, depth: int) -> tuple[list[str], int, bool]:
        include = _INCLUDE.match(text)
        if include:
            self._include(include[2].split(" #", 1)[0], path, depth, needed=not include[1])
            return [], 0, False
        variable = _VARIABLE.match(text)
        if variable:
            if variable["name"] not in self.fixed or "override" in text[: variable.start("name")]:
                self._assign(variable["name"], variable["how"], variable["value"].split(" #", 1)[0].strip())
            return [], 0, False
        if _NO_RULE.match(text):
            return [], 0, False
        head, inline = _parted(_BLANKS.sub(" ", text))
        if head.lstrip().startswith("$(") and ":" not in re.sub(r"\$\(.*\)", "", head):
            return self._worked_out(self.words.fill(head), path, line, depth)
        own = _RULE.match(head)
        if own and _VARIABLE.match(own["rest"]):  # a variable of the target
            self._local(self.words.fill(own["names"]).split(), own["rest"])
            return [], 0, False
        rule = _RULE.match(_BLANKS.sub(" ", self.words.fill(head)))
        return self._rule(rule, inline, path, line) if rule else ([], 0, False)

    def _worked_out(self, text: str, path: str, line: int, depth: int) -> tuple[list[str], int, bool]:
        """A line that is a function alone: what it gives is read in its place."""
        if UNKNOWN in text:
            self._gap(path, "rules that functions of make work out")
        elif text.strip() and depth < 5:
            self.read(text.split("\n"), path, line, depth + 1)
        return [], 0, False

    def _include(self, names: str, path: str, depth: int, *, needed: bool) -> None:
        for name in self.words.fill(names).split():
            found = self.files(name) if "*" in name else [name]
            for one in found:
                places = [joined(self.folder, one), joined(posixpath.dirname(path), one)]
                place = next((place for place in places if place in self.repository.path_set), "")
                if place:
                    self.file(place, depth + 1)
                elif needed or UNKNOWN in one:
                    self._gap(one, "a file that a Makefile includes, which is not seen")

    def _assign(self, name: str, how: str, value: str) -> None:
        words, before = self.words, self.words.variables.get(name)
        if how == "?=" and before is not None:
            return
        if how == "!=":
            new = Variable(UNKNOWN, simple=True)
        elif how == "+=" and before is not None:
            grown = f"{before.text} {words.fill(value) if before.simple else value}".strip()
            new = Variable(grown if len(grown) < LONGEST_TEXT else UNKNOWN, before.simple)
        else:
            new = Variable(words.fill(value), simple=True) if ":" in how else Variable(value)
        if self.open:
            known = self.others.setdefault(name, {before.text} if before else {""})
            if self.other_cases and before is None:
                known.discard("")
            known.add(new.text)
        else:
            self.others.pop(name, None)
        words.variables[name] = new
        self.set_at[name] = self.place

    def _local(self, names: Sequence[str], text: str) -> None:
        found = _VARIABLE.match(text)
        if found is None:
            return
        value = found["value"].split(" #", 1)[0].strip()
        before = self.words.variables.get(found["name"])
        self.others.setdefault(found["name"], {before.text if before else ""}).add(value)
        for name in names:
            self._entry(name).local.append((found["name"], found["how"], value))

    def _entry(self, name: str) -> _Rule:
        if name not in self.rules:
            self.rules[name] = _Rule(*self.place, [], [], [])
        return self.rules[name]

    def _rule(self, rule: re.Match[str], inline: str, path: str, line: int) -> tuple[list[str], int, bool]:
        names, rest = rule["names"].split(), rule["rest"].split("#", 1)[0]
        static = _STATIC.match(rest)
        needed = [word for word in (static[2] if static else rest).split() if word != "|"]
        self._special(names, needed, path, line)
        if all(_NO_NAME.fullmatch(name) for name in names):
            return [], 0, False
        self.count += 1
        for name in names:
            entry = self._entry(name)
            inner = stem(static[1].strip(), name) if static else STEM if "%" in name else ""
            entry.stem = inner or entry.stem
            entry.needs.extend((word.replace("%", inner, 1) if inner else word, self.open) for word in needed)
            if inline.strip():
                first = _Line(inline.strip(), path, line, self.open)
                self._recipe(name, first, self.count, double="::" in rule["colons"])
        return names, self.count, "::" in rule["colons"]

    def _special(self, names: Sequence[str], needed: Sequence[str], path: str, line: int) -> None:
        if names == [".ONESHELL"]:
            self.oneshell = True
        if names == [".IGNORE"]:
            self.ignored |= dict.fromkeys(needed or ["*"], (path, line))
        if names == [".PHONY"]:
            self.phony.update(needed)

    def finish(self) -> list[Target]:
        """The targets, once every variable is known."""
        self.done = True
        for name in self.phony:
            if "%" not in name and UNKNOWN not in name:
                self._entry(name)  # a phony target without a rule takes no pattern's recipe (manual, 4.6)
        if self.lines_left <= 0:
            self._gap(self.top, "a Makefile that is too long to be read to its end")
        if self.words.steps > self.words.most:
            self._gap(self.top, "a Makefile with more functions than are worked out")
        told = self.words.fill("$(.SHELLFLAGS)")
        self.always |= "B" in make_flags.held(self.words.fill("$(MAKEFLAGS)"))
        options = Options(errexit="e" in told.split("-o")[0], pipefail="pipefail" in told)
        doubts, idle, ignored = self._whole()
        found = [self._target(name, rule, options) for name, rule in self.rules.items()]
        patterns = Names(one for one in found if "%" in one.name and any(step.script for step in one.steps))
        if patterns.cut:
            self._gap(self.top, "a Makefile with more shapes of pattern rules than are looked through")
        gaps = tuple(self.gaps)
        return [
            msgspec.structs.replace(
                one,
                steps=self._completed(one, patterns),
                doubts=doubts + one.doubts,
                idle=idle or one.idle,
                ignored=one.ignored or ignored,
                gaps=gaps,
            )
            for one in found
        ]

    def _whole(self) -> tuple[tuple[Gap, ...], Filter | None, Span | None]:
        """What holds for every target: a shell that runs nothing, flags that make gives itself."""
        shell, given = self.words.fill("$(SHELL)").strip(), make_flags.held(self.words.fill("$(MAKEFLAGS)"))
        doubts, idle, ignored = list[Gap](), None, None
        if shell and UNKNOWN not in shell and not _SHELLS.fullmatch(shell):
            reason = f"recipes are handed to {shell[:40]}, which is no shell that is known here"
            doubts.append(Gap(wanted="SHELL", reason=reason, span=self._set("SHELL")))
        if given & make_flags.NOTHING:
            idle = Filter(what="MAKEFLAGS lets make run nothing", span=self._set("MAKEFLAGS"), fatal=True)
        if "i" in given:
            ignored = self._set("MAKEFLAGS")
        return tuple(doubts), idle, ignored

    def _set(self, variable: str) -> Span:
        return span_at(self.repository, *self.set_at.get(variable, (self.top, 1)))

    def _completed(self, target: Target, patterns: Names) -> tuple[Step, ...]:
        """A target without a recipe takes that of the pattern that fits, unless it is phony (manual, 4.6)."""
        if target.name in self.phony or "%" in target.name or any(step.script for step in target.steps):
            return target.steps
        return target.steps + tuple(step for one in patterns.of(target.name) for step in one.steps)

    def _target(self, name: str, rule: _Rule, options: Options) -> Target:
        span = span_at(self.repository, rule.path, rule.line)
        steps = []
        for open_ in (False, True):
            needs = tuple(word for word, uncertain in rule.needs if uncertain is open_)
            if needs:
                steps.append(Step(span=span, calls=needs, doubt=_under_condition(span) if open_ else None))
        local = self._automatic(name, rule)
        lines = _together(rule.recipe) if self.oneshell else rule.recipe
        for line in lines:
            steps += self._steps(line, local, options)
        ignored = self.ignored.get(name) or self.ignored.get("*")
        done = self._up_to_date(name, rule, span)
        return Target(
            system="make",
            path=self.top,
            given=self.given,
            name=name,
            span=span,
            steps=tuple(steps),
            ignored=span_at(self.repository, *ignored) if ignored else None,
            doubts=(done,) if isinstance(done, Gap) else (),
            idle=done if isinstance(done, Filter) else None,
        )

    def _automatic(self, name: str, rule: _Rule) -> dict[str, str]:
        """Variables that make sets for each target, and those that the Makefile sets for this one."""
        own = name.replace("%", STEM)
        needs = [word for word, _ in rule.needs]
        local = {"@": own, "*": rule.stem or own, "<": next(iter(needs), ""), "^": " ".join(needs), "|": "", "%": ""}
        local |= {"?": local["^"], "+": local["^"]}
        for variable, how, value in rule.local:
            before = local.get(variable, self.words.fill(f"$({variable})"))
            told = self.words.fill(value, local)
            local[variable] = f"{before} {told}".strip() if how == "+=" else UNKNOWN if how == "!=" else told
        return local

    def _up_to_date(self, name: str, rule: _Rule, span: Span) -> Gap | Filter | None:
        """A file of the target's name may be newer than all it is made from; phony ones are always made (4.2, 4.6)."""
        place = joined(self.folder, name)
        if self.always or name in self.phony or not rule.recipe or not self._there(place):
            return None
        needs = [word for word, _ in rule.needs]
        if any(word in self.phony or not self._there(joined(self.folder, word)) for word in needs):
            return None
        if needs or any(UNKNOWN in word for word in self.phony):
            return Gap(wanted=place, reason="make may find this file up to date", span=span)
        what = f"{place} is in the tree and the target is not .PHONY, so that make finds it done"
        return Filter(what=what[:120], span=span, fatal=True)

    def _there(self, place: str) -> bool:
        return place in self.repository.path_set or place in self.repository.folders

    def _steps(self, line: _Line, local: dict[str, str], options: Options) -> Iterator[Step]:
        """The shell lines of one line of a recipe, for each value by which another tool may run."""
        span = span_at(self.repository, line.path, line.number)
        bare = line.text.lstrip(" \t@+-")
        self.words.used = set()
        filled = self.words.fill(bare, local)
        name = self._turned(self.words.used - set(local), local)
        doubt = _under_condition(span) if line.open else None
        if UNKNOWN in filled and not doubt:
            doubt = Gap(wanted=span.text[:80], reason="make works out a part of this line that is not seen", span=span)
        if name:
            doubt = Gap(wanted=name, reason="a condition decides what this variable holds", span=span)
            others = sorted(self.others[name])[:_MOST_VALUES]
            texts = [self.words.fill(bare, {**local, name: self.words.fill(value, local)}) for value in others]
        else:
            texts = [filled]
        for text in texts:
            yield from self._shell_lines(line, bare, text, Step(span=span, options=options, doubt=doubt))

    def _shell_lines(self, line: _Line, bare: str, filled: str, like: Step) -> Iterator[Step]:
        """Each line that is handed to the shell: a variable may hold several (manual, 5.8)."""
        soft = "-" in line.text[: len(line.text) - len(bare)]
        texts = [filled] if self.oneshell else re.split(r"(?<!\\)\n", filled)
        exact = len(texts) == 1 and filled.count("\n") == line.text.count("\n")
        for text in texts:
            nameless = bare.startswith("$") and re.match(r"\s+-{1,2}\w", text)  # its name is set nowhere
            own = UNKNOWN + text if nameless else text.lstrip(" \t@+-")
            ignored = soft or (not nameless and "-" in text[: len(text) - len(own)])
            if own.strip():
                script = Script(own, line.path, line.number, exact=exact, last=line.number)
                yield msgspec.structs.replace(like, script=script, ignored=like.span if ignored else None)

    def _turned(self, used: set[str], local: dict[str, str]) -> str:
        """The variable by whose other values another tool may run, or the same without failing; "" where none is."""
        for name in sorted(used & set(self.others)):
            values = sorted(self.others[name])[: _MOST_VALUES + 1]
            told = [self.words.fill(value, local) for value in values]
            if len(set(map(_tool, told))) > 1 or any(map(_SOFTENS.search, told)):
                return name
        return ""


def _tool(value: str) -> str:
    """The tool that a value names at its head; "" for none."""
    argv = heads.bare(tuple(value.lstrip("@-+ \t").split()[:20]), lambda _: False).argv
    found = index.by_command(argv) if argv else None
    return found[0].name.name if found else ""


def _goes_on(text: str) -> bool:
    """Whether the next line belongs to this one: an odd number of backslashes ends it."""
    return (len(text) - len(text.rstrip("\\"))) % 2 == 1


def _parted(text: str) -> tuple[str, str]:
    """The head of a rule and the recipe behind its ";": neither mark divides inside a reference.

    A comment takes the rest of the line, a ";" in it with the rest (manual, 3.1 and 5.1).
    """
    depth = 0
    for mark in _DIVIDES.finditer(text):
        if mark.group() in ("$(", "${") or (depth and mark.group() in "({"):
            depth += 1
        elif depth:
            depth -= mark.group() in ")}"
        elif mark.group() in "#;":
            return text[: mark.start()], text[mark.end() :] if mark.group() == ";" else ""
    return text, ""


def _under_condition(span: Span) -> Gap:
    return Gap(wanted=span.text[:80], reason="a condition of the Makefile decides whether it is read", span=span)


def _together(recipe: list[_Line]) -> list[_Line]:
    if not recipe:
        return []
    first = recipe[0]
    return [_Line("\n".join(line.text for line in recipe), first.path, first.number, any(one.open for one in recipe))]
