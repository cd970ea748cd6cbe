"""GitHub's interface for the security advisories of a repository: one request, and in words why it gave nothing.

https://docs.github.com/en/rest/security-advisories/repository-advisories, version 2022-11-28. The token goes to the
machine that whoever runs the desk named, and to no other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import msgspec
from django.conf import settings

from troth_desk import outward
from troth_desk.channels.models import There
from troth_desk.channels.sources import Source
from troth_desk.outward.door import Request, ask

LARGEST = 4 << 20
"""Bytes of an answer: an advisory has at most 64 KiB of words, a page fifty of them."""
A_PAGE, MOST_PAGES = 50, 20
LONGEST_WAIT = timedelta(hours=6)
_BACK = timedelta(seconds=1)
_GHSA = re.compile(r"GHSA(-[23456789cfghjmpqrvwx]{4}){3}")
_NEXT = re.compile(r'<([^<>]+)>\s*;[^,]*\brel="?next"?')


class GitHubError(Exception):
    """GitHub did not do it, in words; ``wait`` is for how long it asks to be left alone.

    ``unsure``: nobody knows whether it did, because no answer came.
    """

    def __init__(self, message: str, wait: timedelta | None = None, *, unsure: bool = False) -> None:
        super().__init__(message)
        self.wait = wait
        self.unsure = unsure


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """An advisory as GitHub tells of it: what the desk needs of it."""

    ghsa_id: str
    html_url: str = ""
    state: str = ""
    cve_id: str | None = None
    description: str | None = None
    summary: str = ""

    @property
    def there(self) -> There:
        """Where it stands."""
        return There(self.state) if self.state in There.values else There.NOT_YET

    @property
    def address(self) -> str:
        """Its page, "" where what GitHub calls so is none of GitHub's."""
        return self.html_url[:300] if self.html_url.startswith("https://") else ""


def create(source: Source, body: bytes, at: datetime) -> Answered:
    """Make a draft. Raises ``GitHubError``."""
    return _advisory(_send("POST", _list(source), source, body, at, expected=(201,)))


def update(source: Source, ghsa_id: str, body: bytes, at: datetime) -> Answered:
    """Change what GitHub has. Raises ``GitHubError``."""
    return _advisory(_send("PATCH", f"{_list(source)}/{_id(ghsa_id)}", source, body, at, expected=(200,)))


def get(source: Source, ghsa_id: str, at: datetime) -> Answered:
    """What GitHub has. Raises ``GitHubError``."""
    return _advisory(_send("GET", f"{_list(source)}/{_id(ghsa_id)}", source, None, at, expected=(200,)))


def request_cve(source: Source, ghsa_id: str, at: datetime) -> None:
    """Ask GitHub, which is a CVE numbering authority, for an id; it answers later. Raises ``GitHubError``."""
    _send("POST", f"{_list(source)}/{_id(ghsa_id)}/cve", source, b"", at, expected=(202,))


def find(source: Source, mark: str, at: datetime) -> Answered | None:
    """The newest draft whose description says ``mark``; None where there is none. Raises ``GitHubError``."""
    url = f"{_list(source)}?per_page={A_PAGE}&sort=created&direction=desc&state=draft"
    for _ in range(MOST_PAGES):
        answer = _send("GET", url, source, None, at, expected=(200,))
        for one in _advisories(answer):
            if mark in (one.description or ""):
                return one
        following = _NEXT.search(answer.headers.get("link", ""))
        if following is None:
            return None
        ours, theirs = urlsplit(api()), urlsplit(following[1])
        if (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc):
            raise GitHubError("GitHub names another machine for the next page; the token is not sent there.")
        url = following[1]
    return None


def api() -> str:
    """Where the interface is: GitHub's own, or that of a GitHub Enterprise Server."""
    return str(settings.GITHUB_API).rstrip("/")


def _list(source: Source) -> str:
    return f"{api()}/repos/{source.repository}/security-advisories"


def _id(ghsa_id: str) -> str:
    if not _GHSA.fullmatch(ghsa_id):
        raise GitHubError("The id of the advisory on GitHub is none.")
    return ghsa_id


def _send(
    method: str, url: str, source: Source, body: bytes | None, at: datetime, *, expected: tuple[int, ...]
) -> outward.Answer:
    headers = {
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
        "Authorization": f"Bearer {source.token}",
        **({"Content-Type": "application/json"} if body else {}),
    }
    inside = (*getattr(settings, "INSIDE", ()), place(api()))  # the operator named it, so it may be one inside
    try:
        answer = ask(Request(method, url, headers, body), largest=LARGEST, permitted=inside)
    except outward.OutwardError as error:
        raise GitHubError(str(error), unsure=method == "POST") from None
    if answer.status not in expected:
        raise _refused(answer, source, at)
    return answer


def place(url: str) -> str:
    """The host and the port of ``url``, as ``outward`` takes what is permitted."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


def _advisory(answer: outward.Answer) -> Answered:
    try:
        found = msgspec.json.decode(answer.body, type=Answered)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise GitHubError("GitHub answers with something else than an advisory.", unsure=True) from None
    if not _GHSA.fullmatch(found.ghsa_id):
        raise GitHubError("GitHub answers with an id that is none.", unsure=True)
    return found


def _advisories(answer: outward.Answer) -> Iterator[Answered]:
    try:
        yield from msgspec.json.decode(answer.body, type=list[Answered])
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise GitHubError("GitHub answers with something else than a list of advisories.") from None


def _refused(answer: outward.Answer, source: Source, at: datetime) -> GitHubError:
    """Why GitHub did not do it, and what to do."""
    wait = wait_of(answer, at)
    if answer.status in (403, 429) and wait is not None:
        return GitHubError("GitHub asks to wait: this token has asked as often as it may.", wait)
    if answer.status == 401:
        return GitHubError("GitHub does not know the token: it was revoked, has ended, or is mistyped. Give a new one.")
    if answer.status == 403:
        return GitHubError(
            "The token may not write advisories. It needs the permission “Repository security advisories: read and "
            f"write” for {source.repository}, by somebody who administers it or manages its security."
        )
    if answer.status == 404:
        return GitHubError(
            f"GitHub shows no repository {source.repository}, or no such advisory in it, to this token: it is called "
            "otherwise, was removed, or the token may not see it."
        )
    if answer.status == 422:
        return GitHubError(f"GitHub does not take it: {_said(answer.body)}")
    if answer.status >= 500:
        return GitHubError(f"GitHub answers {answer.status}: the fault is on its side.", unsure=True)
    return GitHubError(f"GitHub answers {answer.status}, which nobody expected.")


def _said(body: bytes) -> str:
    """What GitHub says of a body that it does not take: its message, and the fields that it names."""
    try:
        said: Any = json.loads(body)
    except (ValueError, RecursionError):
        return "it does not say why."
    message = str(said.get("message", "")) if isinstance(said, dict) else ""
    listed = said.get("errors") if isinstance(said, dict) else None
    errors = [
        f"{one.get('field', '')} {one.get('message') or one.get('code', '')}".strip()
        if isinstance(one, dict)
        else str(one)
        for one in (listed if isinstance(listed, list) else [])
    ]
    return " ".join(f"{message}: {'; '.join(errors)}".strip(": ").split())[:200] or "it does not say why."


def wait_of(answer: outward.Answer, at: datetime) -> timedelta | None:
    """For how long to ask nothing ("Rate limits for the REST API"): Retry-After, else until the count begins anew."""
    after = answer.headers.get("retry-after", "")
    if re.fullmatch(r"[0-9]{1,6}", after):
        return min(timedelta(seconds=int(after)) + _BACK, LONGEST_WAIT)
    reset = answer.headers.get("x-ratelimit-reset", "")
    if answer.headers.get("x-ratelimit-remaining") == "0" and re.fullmatch(r"[0-9]{1,11}", reset):
        return max(_BACK, min(datetime.fromtimestamp(int(reset), UTC) - at + _BACK, LONGEST_WAIT))
    return timedelta(minutes=1) if answer.status == 429 else None
