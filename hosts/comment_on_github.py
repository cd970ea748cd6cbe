"""Say on a pull request what it changes in the promises: one comment, kept up to date, none where nothing changes.

``comment_on_github.py FILE`` takes the Markdown of ``troth drift --since REV --format markdown`` and, from the
environment, ``GITHUB_API_URL``, ``GITHUB_REPOSITORY``, ``GITHUB_TOKEN`` and ``PULL_REQUEST``. Standard library alone:
the action runs it.

REST API of GitHub, issue comments: https://docs.github.com/en/rest/issues/comments (version 2022-11-28).
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

MARKER = "<!-- troth: what this pull request changes -->"
LONGEST = 65_536
"""Characters that GitHub takes in one comment."""
MOST_PAGES = 30
PER_PAGE = 100
TIMEOUT = 30.0
"""Seconds for one request."""


class Comments:
    """The comments of one pull request."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._base = f"{environment['GITHUB_API_URL']}/repos/{environment['GITHUB_REPOSITORY']}/issues"
        self._number = int(environment["PULL_REQUEST"])
        self._token = environment["GITHUB_TOKEN"]

    def own(self) -> int | None:
        """The id of the comment that carries our marker, the oldest one."""
        return next((one["id"] for one in self._all() if str(one.get("body") or "").startswith(MARKER)), None)

    def create(self, body: str) -> None:
        """Write a new one."""
        self._ask("POST", f"{self._base}/{self._number}/comments", {"body": body})

    def replace(self, comment: int, body: str) -> None:
        """Write another text into the comment with the id ``comment``."""
        self._ask("PATCH", f"{self._base}/comments/{comment}", {"body": body})

    def _all(self) -> Iterator[dict[str, Any]]:
        for page in range(1, MOST_PAGES + 1):
            found = self._ask("GET", f"{self._base}/{self._number}/comments?per_page={PER_PAGE}&page={page}")
            yield from found
            if len(found) < PER_PAGE:
                return

    def _ask(self, method: str, url: str, body: Mapping[str, str] | None = None) -> Any:
        request = urllib.request.Request(  # noqa: S310 - the address is that of the runner
            url,
            method=method,
            data=json.dumps(body).encode() if body is not None else None,
            headers={
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json",
                "User-Agent": "troth",
                "X-GitHub-Api-Version": "2022-11-28",
            },
        )
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            return json.load(answer)


def body_of(text: str) -> str:
    """The comment: our marker, then ``text``, whole lines of it, as long as GitHub takes it."""
    whole = f"{MARKER}\n{text.strip()}\n"
    if len(whole) <= LONGEST:
        return whole
    rest = "\n\nThe rest is in the summary of the job.\n"
    return whole[: LONGEST - len(rest)].rpartition("\n")[0] + rest


def main(argv: list[str], environment: Mapping[str, str]) -> int:
    """Comment, and return the exit code: a token that may not comment is told and fails nothing."""
    text = Path(argv[0]).read_text(encoding="utf-8")
    comments = Comments(environment)
    try:
        own = comments.own()
        if own is not None:
            comments.replace(own, body_of(text or "This pull request changes nothing in the promises."))
        elif text.strip():
            comments.create(body_of(text))
    except urllib.error.HTTPError as error:
        if error.code in (401, 403, 404):
            why = "it wants `pull-requests: write`, which a pull request from a fork never has"
            print(f"::notice::the token may not comment ({error.code}): {why}")
            return 0
        print(f"::error::GitHub did not take the comment: {error.code}")
        return 1
    except (urllib.error.URLError, TimeoutError) as error:
        print(f"::error::GitHub did not answer: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
