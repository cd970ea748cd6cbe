"""What a ``pom.xml`` says of a plugin: whether its own configuration skips it."""

from __future__ import annotations

import re

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import inside, value

_SKIP = re.compile(r"<skip>\s*(?:(true)|\$\{([\w.-]+)\})\s*</skip>")


def skipped(arguments: tuple[str, ...], repository: Repository, directory: str, artifact: str) -> bool:
    """Whether the plugin ``artifact`` skips itself in this call of Maven.

    A literal ``<skip>true</skip>`` wins over ``-D``; a property is looked up in the call, then in the file. With ``-P``
    a profile may say otherwise, and nothing is claimed.
    """
    if any(word.startswith(("-P", "--activate-profiles")) for word in arguments):
        return False
    text = repository.text(inside(directory, value(arguments, "-f", "--file") or "pom.xml")) or ""
    text = _without_comments(text)
    for block in text.partition("<profiles>")[0].split("</plugin>"):
        plugin = block.rpartition("<plugin>")[2]
        found = _SKIP.search(plugin) if f"<artifactId>{artifact}</artifactId>" in plugin else None
        if found and (found.group(1) or _property(found.group(2), arguments, text) == "true"):
            return True
    return False


def _without_comments(text: str) -> str:
    kept, position = [], 0
    while (begin := text.find("<!--", position)) >= 0:
        kept.append(text[position:begin])
        end = text.find("-->", begin)
        position = len(text) if end < 0 else end + 3
    return "".join([*kept, text[position:]])


def _property(name: str, arguments: tuple[str, ...], text: str) -> str:
    told = value(arguments, f"-D{name}")
    if told is not None:
        return told.lower()
    if f"-D{name}" in arguments:
        return "true"
    written = re.search(rf"<{re.escape(name)}>\s*(\w+)\s*</{re.escape(name)}>", text)
    return written.group(1).lower() if written else ""
