"""Asking GitHub which advisories a repository has: what changed since, page by page, and in words why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from troth_desk import outward
from troth_desk.channels.github import api, place, wait_of
from troth_desk.channels.sources import Source
from troth_desk.hosted import told
from troth_desk.hosted.told import Told

A_PAGE = 50
MOST_PAGES = 40
LARGEST = 16 << 20
"""Bytes of a page: fifty descriptions of 64 KiB, and what stands around them."""
LONGEST_WAIT = timedelta(hours=6)
_NEXT = re.compile(r'<([^<>]+)>\s*;[^,]*\brel="?next"?')
_BACK = timedelta(seconds=1)


class LookError(Exception):
    """A look that failed, in words; ``wait`` is for how long GitHub asks to be left alone, None where it does not."""

    def __init__(self, message: str, wait: timedelta | None = None) -> None:
        super().__init__(message)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list; ``etag`` is that of the first one."""

    advisories: list[Told]
    etag: str


def changed(source: Source, *, etag: str, since: datetime | None, at: datetime) -> Iterator[Page]:
    """The pages of what changed since ``since``, newest first; none where GitHub says by ``etag`` that nothing did.

    Raises:
        LookError: GitHub did not answer with them.
    """
    url = f"{api()}/repos/{source.repository}/security-advisories?per_page={A_PAGE}&sort=updated&direction=desc"
    for number in range(MOST_PAGES):
        answer = _ask(url, source, "" if number else etag, at)
        if answer.status == 304:
            return
        try:
            found = told.read(answer.body)
        except ValueError as error:
            raise LookError(f"GitHub answers with something else than a list of advisories: {error}.") from None
        yield Page(found, answer.headers.get("etag", "")[:200])
        following = _NEXT.search(answer.headers.get("link", ""))
        oldest = min((one.updated_at for one in found if one.updated_at), default=None)
        if following is None or (since is not None and oldest is not None and oldest < since):
            return
        url = _same_machine(following[1])
    raise LookError(f"The repository has more than {MOST_PAGES * A_PAGE} advisories that changed: not all were read.")


def _same_machine(url: str) -> str:
    """``url``, which GitHub itself named: the token goes to no other machine."""
    ours, theirs = urlsplit(api()), urlsplit(url)
    if (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc):
        raise LookError("GitHub names another machine for the next page; the token is not sent there.")
    return url


def _ask(url: str, source: Source, etag: str, at: datetime) -> outward.Answer:
    headers = {
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
        "Authorization": f"Bearer {source.token}",
        **({"If-None-Match": etag} if etag else {}),
    }
    try:  # the operator named this machine, so it may be one inside
        inside = (*getattr(settings, "INSIDE", ()), place(api()))
        answer = outward.fetch(url, headers=headers, largest=LARGEST, permitted=inside)
    except outward.OutwardError as error:
        raise LookError(str(error)) from None
    if answer.status not in (200, 304):
        raise _refused(answer, source, at)
    return answer


def _refused(answer: outward.Answer, source: Source, at: datetime) -> LookError:
    """Why GitHub gave nothing, and what to do."""
    wait = wait_of(answer, at)
    if answer.status in (403, 429) and wait is not None:
        return LookError("GitHub asks to wait: this token has asked as often as it may.", wait)
    if answer.status == 401:
        return LookError("GitHub does not know the token: it was revoked, has ended, or is mistyped. Give a new one.")
    if answer.status == 403:
        return LookError(
            "The token may not read the reports. It needs the permission “Repository security advisories: read” for "
            f"{source.repository}, by somebody who administers it or manages its security."
        )
    if answer.status == 404:
        return LookError(
            f"GitHub shows no repository {source.repository} to this token: it is called otherwise, or the token may "
            "not see it."
        )
    if answer.status >= 500:
        return LookError(f"GitHub answers {answer.status}: the fault is on its side.")
    return LookError(f"GitHub answers {answer.status}, which nobody expected.")
