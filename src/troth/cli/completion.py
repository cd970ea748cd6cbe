"""``troth completion``: a completion script for bash, zsh or fish, made from the parsers themselves."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import Any

import msgspec

from troth.cli.commands import COMMANDS


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One option as a shell completes it: its spellings, its values, whether a file name follows."""

    flags: tuple[str, ...]
    help: str
    choices: tuple[str, ...] = ()
    takes_value: bool = False


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "completion",
        help=COMMANDS["completion"],
        description="Print a completion script for a shell.",
        epilog='Put `eval "$(troth completion bash)"` into ~/.bashrc, the same with zsh into ~/.zshrc, or '
        "`troth completion fish | source` into config.fish.",
    )
    parser.add_argument("shell", choices=tuple(_SCRIPTS), help="the shell to write for")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the script."""
    print(_SCRIPTS[arguments.shell](commands()), end="")
    return 0


def commands() -> dict[str, tuple[Option, ...]]:
    """The options of every command."""
    root = argparse.ArgumentParser()
    subparsers = root.add_subparsers()
    for name in COMMANDS:
        import_module(f"troth.cli.{name}").add(subparsers)
    parsers: dict[str, argparse.ArgumentParser] = subparsers.choices
    return {name: tuple(_options(parser)) for name, parser in parsers.items()}


def _options(parser: argparse.ArgumentParser) -> list[Option]:
    return [
        Option(
            flags=tuple(action.option_strings),
            help=(action.help or "").split(" (")[0],
            choices=tuple(str(choice) for choice in action.choices or ()),
            takes_value=action.nargs != 0,
        )
        for action in parser._actions  # noqa: SLF001 - argparse has no public list of what a parser takes
    ]


def _bash(table: dict[str, tuple[Option, ...]]) -> str:
    lines = ["_troth() {", '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" words=""']
    lines += ['  case "${COMP_WORDS[1]}:$before" in']
    for name, options in table.items():
        for option in options:
            if option.choices and option.flags:
                patterns = "|".join(f"{name}:{flag}" for flag in option.flags)
                lines.append(f'    {patterns}) words="{" ".join(option.choices)}" ;;')
    lines += ["    *)", '      case "${COMP_WORDS[1]}:$word" in']
    for name, options in table.items():
        flags = [flag for option in options for flag in option.flags]
        values = [choice for option in options if not option.flags for choice in option.choices]
        lines.append(f'        {name}:-*) words="{" ".join(flags)}" ;;')
        lines.append(f'        {name}:*) words="{" ".join(values)}" ;;')  # none: files, by -o default
    lines += ["      esac ;;", "  esac"]
    lines += [f'  if [ "$COMP_CWORD" -eq 1 ]; then words="{" ".join(table)}"; fi']
    lines += ['  COMPREPLY=($(compgen -W "$words" -- "$word"))', "}", "complete -o default -F _troth troth"]
    return "\n".join(lines) + "\n"


def _zsh(table: dict[str, tuple[Option, ...]]) -> str:
    lines = ["#compdef troth", "_troth() {", "  if (( CURRENT == 2 )); then", "    local -a names=("]
    lines += [f"      {_quoted(f'{name}:{COMMANDS[name]}')}" for name in table]
    lines += ["    )", "    _describe command names", "    return", "  fi", "  local name=$words[2]"]
    lines += ["  shift words; (( CURRENT-- ))", '  case "$name" in']
    for name, options in table.items():
        lines.append(f"    {name}) _arguments \\")
        lines += [f"      {spec} \\" for option in options for spec in _zsh_specs(option)]
        lines.append("      '*:file:_files' ;;")
    lines += ["  esac", "}", "compdef _troth troth"]
    return "\n".join(lines) + "\n"


def _zsh_specs(option: Option) -> list[str]:
    values = f"({' '.join(option.choices)})" if option.choices else "_files"
    if not option.flags:
        return [_quoted(f"1:value:{values}")] if option.choices else []
    help_ = option.help.replace("[", "(").replace("]", ")").replace(":", ";")
    value = f":value:{values}" if option.takes_value else ""
    return [_quoted(f"{flag}[{help_}]{value}") for flag in option.flags]


def _fish(table: dict[str, tuple[Option, ...]]) -> str:
    lines = []
    for name, options in table.items():
        lines.append(f"complete -c troth -n __fish_use_subcommand -f -a {name} -d {_quoted(COMMANDS[name])}")
        lines += [_fish_line(name, option) for option in options if option.flags or option.choices]
    return "\n".join(lines) + "\n"


def _fish_line(name: str, option: Option) -> str:
    words = ["complete -c troth", f"-n '__fish_seen_subcommand_from {name}'"]
    words += [f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in option.flags]
    if option.choices:
        words.append(f"-x -a {_quoted(' '.join(option.choices))}")
    elif option.takes_value:
        words.append("-r")
    return " ".join([*words, f"-d {_quoted(option.help)}"])


def _quoted(text: str) -> str:
    escaped = text.replace("'", "'\\''")
    return f"'{escaped}'"


_SCRIPTS = {"bash": _bash, "zsh": _zsh, "fish": _fish}
