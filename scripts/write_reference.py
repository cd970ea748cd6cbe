"""Write docs/reference from the code: commands, kinds of promise, proof, tools, formats, schemas."""

from __future__ import annotations

import argparse
import enum
import importlib
import inspect
import json
import pkgutil
import re
import sys
import tempfile
import types
import typing
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from troth import formats
from troth.cli.commands import COMMANDS
from troth.controls import CONTROLS, control_of
from troth.evidence.repository import Repository
from troth.evidence.tools import NAMES, RECORDS
from troth.evidence.tools.record import Call, ToolRecord
from troth.policy.phrases import PHRASES
from troth.policy.reader import read
from troth.report.changes_formats import FORMATS as CHANGES_FORMATS
from troth.report.formats import FORMATS
from troth.terms.activity import Activity
from troth.terms.commitment import KINDS, Commitment
from troth.terms.seen.automation import Exits
from troth.terms.selector import SELECTORS, Selector
from troth.terms.span import Span

DOCS = Path(__file__).resolve().parent.parent / "docs"
FOLDER = DOCS / "reference"
MADE = "Written from the code by `make docs`.\n"
PROGRAM = "troth"


def main() -> None:
    """Write every page and remove those of things that are gone."""
    wanted = rendered()
    for old in FOLDER.rglob("*.md"):
        if old.relative_to(FOLDER).as_posix() not in wanted:
            old.unlink()
    for name, text in wanted.items():
        page = FOLDER / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text)
    sys.stdout.write(f"{len(wanted)} pages written to docs/reference\n")


def rendered() -> dict[str, str]:
    """Path below docs/reference → text."""
    pages = {"commands/README.md": command_index()}
    pages |= {f"commands/{name}.md": command_page(name) for name in COMMANDS}
    pages |= {f"schemas/{path.name.removesuffix('.schema.json')}.md": schema_page(path) for path in schemas()}
    return pages | {
        "kinds.md": kinds_page(),
        "selectors.md": selectors_page(),
        "tools.md": tools_page(),
        "formats.md": formats_page(),
    }


# Commands


def command_index() -> str:
    """All commands with their one line of help."""
    rows = [(f"[`{PROGRAM} {name}`]({name}.md)", help_) for name, help_ in COMMANDS.items()]
    text = "`troth COMMAND --help` says the same in the terminal. What codes mean: [exit codes](../../exit-codes.md)."
    return page("Commands", text, table(("command", "what it does"), rows))


def command_page(name: str) -> str:
    """One command, with the commands below it."""
    parts = []
    for words, parser in parsers(name):
        depth = "#" * min(len(words), 4)
        parts.append(f"{depth} {PROGRAM} {' '.join(words)}")
        parts += command_parts(words, parser)
    return "\n\n".join([*parts, MADE])


def command_parts(words: tuple[str, ...], parser: argparse.ArgumentParser) -> Iterator[str]:
    """What one parser says of itself."""
    if parser.description:
        yield inline(parser.description)
    yield f"```text\n{usage(words, parser)}\n```"
    actions = [one for one in parser._actions if one.help is not argparse.SUPPRESS]  # noqa: SLF001 - no public list
    named = [one for one in actions if not one.option_strings and not isinstance(one, argparse._SubParsersAction)]  # noqa: SLF001
    options = [one for one in actions if one.option_strings and "--help" not in one.option_strings]
    if named:
        yield table(("argument", "what it is"), [(f"`{shown(one)}`", help_of(one)) for one in named])
    if options:
        yield table(("option", "what it does"), [(spelled(one), help_of(one)) for one in options])
    if parser.epilog:
        yield epilog(parser.epilog)


def parsers(name: str) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    """The parser of a command and of every command below it, as (words, parser)."""
    root = argparse.ArgumentParser(prog=PROGRAM)
    subparsers = root.add_subparsers()
    importlib.import_module(f"troth.cli.{name}").add(subparsers)
    yield from _below((name,), subparsers.choices[name])


def _below(
    words: tuple[str, ...], parser: argparse.ArgumentParser
) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    yield words, parser
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for name, one in action.choices.items():
                yield from _below((*words, name), one)


def usage(words: tuple[str, ...], parser: argparse.ArgumentParser) -> str:
    """The usage of a parser, the same on every machine: its arguments, each option apart in the table."""
    actions = parser._actions  # noqa: SLF001
    named = [shown(one) for one in actions if not one.option_strings]
    optional = (
        ["[options]"] if any(one.option_strings and "--help" not in one.option_strings for one in actions) else []
    )
    return " ".join([PROGRAM, *words, *optional, *named])


def shown(action: argparse.Action) -> str:
    """An argument as usage shows it."""
    if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
        return str(action.metavar or "COMMAND")
    choices = f"{{{','.join(map(str, action.choices))}}}" if action.choices else None
    name = str(action.metavar or choices or action.dest.upper())
    if action.nargs == "?":
        return f"[{name}]"
    return f"{name}…" if action.nargs in ("*", "+") else name


def spelled(action: argparse.Action) -> str:
    """The spellings of an option, with its value."""
    value = "" if action.nargs == 0 else f" {shown(action)}"
    return ", ".join(f"`{flag}{value}`" for flag in action.option_strings)


def help_of(action: argparse.Action) -> str:
    """The help of an action, and the words that it takes where the spelling does not show them."""
    said = inline((action.help or "").replace("%%", "%"))
    if action.choices and action.metavar:
        said += f" ({', '.join(f'`{choice}`' for choice in action.choices)})"
    return said


def epilog(text: str) -> str:
    """Exit codes as a list, everything else as it stands."""
    head, told, codes = text.partition("Exit codes:")
    parts = []
    if head.strip():
        parts.append(f"```text\n{head.strip()}\n```" if "\n" in head.strip() else inline(head.strip()))
    if told:
        rest = re.split(r"\.(?:\s+|$)", " ".join(codes.split()), maxsplit=1)
        outcomes = re.split(r"[,;] (?=\d+ )", rest[0])
        parts.append("Exit codes:")
        parts.append("\n".join(f"- **{one.split(' ', 1)[0]}** {inline(one.split(' ', 1)[1])}" for one in outcomes))
        parts += [inline(one) for one in rest[1:] if one]
    return "\n\n".join(parts)


# Kinds of promise, proof that is pointed at


def kinds_page() -> str:
    """Every kind of commitment with its fields and what judges it."""
    judged = judges()
    parts = [
        KINDS_OPENING,
        "## Fields of every kind",
        docstring(Commitment),
        fields_table(Commitment, ()),
    ]
    for kind in KINDS:
        tag = str(kind.__struct_config__.tag)
        own = fields_table(kind, Commitment.__struct_fields__)
        names = ", ".join(f"[{name}](../controls/{name}.md)" for name in judged.get(tag, ()))
        parts += [f"## {tag}", docstring(kind)]
        parts += [own] if own else []
        parts.append(f"Judged by: {names}." if names else NO_CONTROL)
    return page("Kinds of promise", *parts)


KINDS_OPENING = (
    "Every sentence that promises something becomes a commitment of one of these kinds. The same words stand in "
    "`troth check --json` and in `troth.toml`. What makes a sentence one of a kind: [phrases](../phrases.md)."
)
NO_CONTROL = "No control of its own: unproven until proof is [pointed at](selectors.md), or noted where it is advice."


def judges() -> dict[str, tuple[str, ...]]:
    """Kind → names of the controls that judge what the phrases make of their examples, in the order of controls."""
    found: dict[str, set[str]] = {}
    for text in (example.text for phrase in PHRASES for example in phrase.examples):
        for one in read("SECURITY.md", text, NAMES).commitments:
            if control := control_of(one):
                found.setdefault(one.kind, set()).add(control.name)
    return {kind: tuple(one.name for one in CONTROLS if one.name in names) for kind, names in found.items()}


def selectors_page() -> str:
    """Every way to point at proof."""
    module = inspect.getmodule(Selector)
    parts = [inline(inspect.getdoc(module) or "")]
    for selector in SELECTORS:
        tag = str(selector.__struct_config__.tag)
        parts += [f"## {tag}", docstring(selector), fields_table(selector, Selector.__struct_fields__)]
    return page("Proof that is pointed at", *parts)


def docstring(one: type) -> str:
    """The docstring of a type as Markdown."""
    return inline(inspect.cleandoc(one.__doc__ or "").strip().lstrip())


def fields_table(one: type[msgspec.Struct], known: Iterable[str]) -> str:
    """The fields of a struct beyond those that are known, "" where there are none."""
    hints = typing.get_type_hints(one)
    rows = []
    for field in msgspec.structs.fields(one):
        if field.name in set(known):
            continue
        default = "needed" if field.required else written(field.default)
        rows.append((f"`{field.encode_name}`", type_words(hints[field.name]), default))
    return table(("field", "value", "unless it says so"), rows) if rows else ""


def written(value: Any) -> str:
    """A default as JSON has it; "–" for nothing."""
    if value in ("", (), None):
        return "–"
    plain = value.value if isinstance(value, enum.Enum) else value
    return f"`{json.dumps(plain)}`" if isinstance(plain, str | int | float | bool) else "–"


def type_words(hint: Any) -> str:
    """A type in words."""
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return ", ".join(f"`{value}`" for value in inside if value != "")
    if origin in (typing.Union, types.UnionType):
        return " or ".join(type_words(one) for one in inside if one is not type(None))
    if origin is tuple:
        if len(inside) == 2 and inside[1] is Ellipsis:
            return f"list: {type_words(inside[0])}"
        return f"({'; '.join(type_words(one) for one in inside)})"
    if inspect.isclass(hint) and issubclass(hint, enum.Enum):
        return ", ".join(f"`{one.value}`" for one in hint)
    if hint is Span:
        return "place: file, line, text"
    if inspect.isclass(hint) and issubclass(hint, Selector):
        return "[proof that is pointed at](selectors.md)"
    plain = {str: "text", int: "whole number", float: "number", bool: "true or false"}
    return plain.get(hint, getattr(hint, "__name__", str(hint)))


# Tools

FAILS = {
    Exits.FINDINGS_FAIL: "yes",
    Exits.FINDINGS_PASS: "only if told to",
    Exits.UPLOADS: "no, it uploads",
    Exits.THRESHOLD: "from a severity on",
}


def tools_page() -> str:
    """Every tool that Troth knows."""
    runs = [record for record in RECORDS if record.runner]
    opening = (
        f"Troth knows {len(RECORDS)} tools by the commands, actions, hooks, images and templates that run them, and "
        f"runs {len(runs)} of them itself. *A finding fails the run*: what a bare call does; flags that change it are "
        "known, too. *Seen as* is what counts as running it; beside these every wrapper counts (`uv run`, `npx`, make, "
        "tox and others)."
    )
    return page(
        "Tools",
        opening,
        "## Run by Troth",
        RUN_BY_TROTH,
        table(
            ("tool", "install it with", "runs code of the project"),
            [(one.name.name, f"`{one.runner.install}`", one.runner.executes or "no") for one in runs if one.runner],
        ),
        "## Known",
        table(("tool", "what for", "a finding fails the run", "seen as", "its configuration"), known_rows()),
        "## Settings that no file shows",
        "Promises of these may rest on a setting of the host. What cannot be seen is a gap.",
        table(
            ("tool", "what no file shows"), [(record.name.name, record.hosted) for record in RECORDS if record.hosted]
        ),
    )


RUN_BY_TROTH = (
    "How each is run and what does not count as clean: [how tools are run](../tools.md). For a tool that its makers "
    "retired, the line installs what takes its place."
)


def known_rows() -> list[tuple[str, ...]]:
    """One row for each tool."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Repository(Path(folder))
        return [known(record, empty) for record in RECORDS]


def known(record: ToolRecord, empty: Repository) -> tuple[str, ...]:
    """The row of a tool."""
    activities = ", ".join(sorted(one.value.replace("_", " ") for one in record.activities)) or "–"
    seen = [f"`{name}`" for name in (*record.subcommands, *record.executables)][:3]
    seen += [f"`{name}`" for name in record.actions[:1]]
    seen += [f"hook `{name}`" for name in record.hooks[:1]]
    seen += [f"`{name}`" for name in record.gitlab_templates[:1]]
    files = ", ".join(f"`{name}`" for name in record.configuration_files[:3]) or "–"
    return record.name.name, activities, fails(record, empty), ", ".join(seen) or "–", files


def fails(record: ToolRecord, empty: Repository) -> str:
    """What a bare call of the tool does with a finding; "–" where nothing calls it by a command or an action."""
    scans = record.activities - {Activity.PUBLISHING, Activity.SIGNING, Activity.SBOM}
    if not scans:
        return "–"
    words = next(iter((*record.subcommands, *record.executables)), "")
    action = next(iter(record.actions), "")
    if words:
        return FAILS[record.read(Call(argv=tuple(words.split())), empty, "").exits]
    return FAILS[record.read(Call(action=action), empty, "").exits] if action else "–"


# Formats


def formats_page() -> str:
    """What the commands print, from their registries; what Troth reads and writes beside that, one module each."""
    opening = "What `--format` takes, and the specifications followed. [Outputs](../outputs.md) says which is for whom."
    printed = (("check", "`--save` takes the same.", FORMATS), ("drift --since REV", "", CHANGES_FORMATS))
    parts = [opening]
    for command, words, registry in printed:
        rows = [(f"`{name}`", first_sentence(f"troth.report.{module}")) for name, module in registry.items()]
        parts += [f"## `troth {command} --format`", *([words] if words else []), table(("format", "what it is"), rows)]
    modules = [one.name for one in pkgutil.iter_modules(formats.__path__)]
    elsewhere = "Lockfiles: [inventory](../inventory.md). Files of exceptions: [waivers](../waivers.md)."
    parts += [
        "## Read and written",
        f"One module of `src/troth/formats` each. {elsewhere}",
        table(("module", "format"), [(f"`{name}`", first_sentence(f"troth.formats.{name}")) for name in modules]),
    ]
    return page("Formats", *parts)


def first_sentence(name: str) -> str:
    """The first sentence of the docstring of a module."""
    first = " ".join((inspect.getdoc(importlib.import_module(name)) or "").split("\n\n")[0].split())
    return inline(first.partition(". ")[0])


# JSON Schemas


def schemas() -> list[Path]:
    """Every published schema."""
    return sorted(DOCS.glob("*.schema.json"))


def schema_page(path: Path) -> str:
    """A schema as tables, one for each object in it."""
    schema = json.loads(path.read_text())
    parts = [inline(str(schema.get("description", ""))), f"The schema itself: [{path.name}](../../{path.name})."]
    parts += objects("The document", schema, schema)
    for name, definition in schema.get("$defs", {}).items():
        parts += objects(name, definition, schema) if "properties" in definition else simple(name, definition)
    return page(str(schema.get("title", path.name)), *filter(None, parts))


def objects(title: str, schema: dict[str, Any], whole: dict[str, Any]) -> list[str]:
    """The table of an object and those of the objects inside it."""
    needed = set(schema.get("required", ()))
    rows, inner = [], []
    for name, one in schema.get("properties", {}).items():
        kind = kind_of(one, whole)
        below = one.get("items", one)
        if isinstance(below, dict) and below.get("properties"):
            inside = f"{title} › {name}" if title != "The document" else name
            kind = kind.replace("object", f"[object](#{'-'.join(re.findall('[a-z0-9_-]+', inside.lower()))})")
            inner += objects(inside, below, whole)
        rows.append((f"`{name}`", kind, "yes" if name in needed else "–", about(one)))
    parts = [f"## {title}"]
    parts += [inline(schema["description"])] if schema.get("description") and title != "The document" else []
    return [*parts, table(("name", "value", "always there", "meaning"), rows), *inner]


def simple(name: str, schema: dict[str, Any]) -> list[str]:
    """A definition that is no object."""
    return [f"## {name}", " ".join(filter(None, (kind_of(schema, {}), inline(str(schema.get("description", ""))))))]


def about(schema: dict[str, Any]) -> str:
    """What the schema says of a value, or of the items of a list."""
    below = schema.get("items")
    inside = below.get("description", "") if isinstance(below, dict) and not below.get("properties") else ""
    return inline(schema.get("description", inside)) or "–"


def kind_of(schema: dict[str, Any], whole: dict[str, Any]) -> str:
    """The type of a value in words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})" if name in whole.get("$defs", {}) else name
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return ", ".join(f"`{json.dumps(value)}`" for value in schema["enum"])
    for word in ("oneOf", "anyOf"):
        if word in schema:
            return " or ".join(kind_of(one, whole) for one in schema[word])
    said = schema.get("type", "")
    names = " or ".join("nothing" if one == "null" else one for one in ([said] if isinstance(said, str) else said))
    if "array" in names and isinstance(schema.get("items"), dict):
        return f"list of {kind_of(schema['items'], whole)}"
    return f"{names} ({schema['format']})" if "format" in schema else names or "any"


# Markdown


def page(title: str, *parts: str) -> str:
    """A page that says that it is made."""
    return "\n\n".join([f"# {title}", *(part.strip() for part in parts), MADE])


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table; an upright stroke in a cell is no border."""
    lines = [head, tuple("---" for _ in head), *rows]
    cells = [[re.sub(r"(?<!\\)\|", r"\\|", cell) for cell in line] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" if line[0] != "---" else f"|{'|'.join(line)}|" for line in cells)


def inline(text: str) -> str:
    """Words of help and docstrings as Markdown: names in double ticks, paragraphs kept, no stray markup."""
    paragraphs = [" ".join(re.sub(r"\s*\(VERDICTS[^)]*\)", "", part).split()) for part in text.split("\n\n")]
    return "\n\n".join(_escaped(part.replace("``", "`")) for part in paragraphs)


def _escaped(text: str) -> str:
    """``text`` with what Markdown would take for markup outside of code made harmless."""
    pieces = re.split(r"(`[^`]*`|https?://[^\s),]+)", text)
    for number, piece in enumerate(pieces):
        if number % 2 == 0:
            pieces[number] = re.sub(r"([*<>\[\]]|(?<!\w)_|_(?!\w))", r"\\\1", piece)
        elif piece.startswith("http"):
            pieces[number] = f"<{piece}>"
    return "".join(pieces)


if __name__ == "__main__":
    main()
