"""Ways in that are one: "report it privately on GitHub" and, below, the page on which that is done."""

from __future__ import annotations

import re
from collections.abc import Iterable

from troth.terms.commitment import Contact

REPOSITORY = re.compile(r"^https?://(?:www\.)?github\.com/([\w.-]+/[\w.-]+)", re.IGNORECASE)
APP = re.compile(
    r"\b(?:discord|slack|telegram|matrix|signal|irc|keybase|mattermost|zulip|gitter|whatsapp|wechat)\b", re.IGNORECASE
)
PERSON = re.compile(
    r"\b(?:maintainers?|owners?|authors?|developers?|creators?|administrators?|admins?)\b", re.IGNORECASE
)
"""Somebody whose address is another one than the team's."""
ADDRESSED = re.compile(r"[/@#\d]")
"""A mark of an address on a chat; without one its value is but the name of the program."""


def fuller(each: Contact, others: Iterable[Contact]) -> Contact | None:
    """The one of ``others`` that names the same way in and says more of it."""
    found = [
        other
        for other in others
        if (other.channel, other.strength, other.condition) == (each.channel, each.strength, each.condition)
        and _less(each, other.value)
    ]
    return max(found, key=lambda other: len(_plain(other.value)), default=None)


def _less(each: Contact, other: str) -> bool:
    """Whether the value of ``each`` is a vaguer name of what ``other`` names."""
    value = each.value
    match each.channel:
        case "email":
            return not value and "@" in other and not PERSON.search(each.sentence)
        case "github":
            page, known = REPOSITORY.match(value), REPOSITORY.match(other)
            if known and page is None:
                return True
            return bool(known and page) and _within(value, other)
        case "chat":
            app = APP.search(value)
            bare = app is not None and not ADDRESSED.search(value)
            return bool(app and bare and ADDRESSED.search(other) and _names(other, app[0]))
    return False


def _within(page: str, other: str) -> bool:
    """Whether ``other`` is a page below ``page``."""
    upper, lower = _plain(page), _plain(other)
    return len(upper) < len(lower) and lower.startswith(upper) and lower[len(upper)] in "/?#"


def _plain(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url.lower()).rstrip("/.")


def _names(value: str, app: str) -> bool:
    """Whether ``value`` is an address on the chat ``app``."""
    hosts = {"telegram": "t.me", "whatsapp": "wa.me"}
    return app.lower() in value.lower() or hosts.get(app.lower(), app.lower()) in value.lower()
