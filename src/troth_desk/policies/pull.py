"""One policy document from a public address: of a repository its policy in the usual places, of a page the raw file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from troth_desk import outward
from troth_desk.policies import reading
from troth_desk.policies.refusal import RefusedTextsError

LARGEST = reading.LARGEST
_GITHUB = re.compile(r"/(?P<owner>[^/]+)/(?P<name>[^/]+?)(?:\.git)?/?")
_GITHUB_FILE = re.compile(r"/(?P<owner>[^/]+)/(?P<name>[^/]+)/(?:blob|raw)/(?P<rest>.+)")
_GITLAB_FILE = re.compile(r"(?P<project>/.+)/-/blob/(?P<rest>.+)")
USUAL = (".github/SECURITY.md", "SECURITY.md", "docs/SECURITY.md")
"""Where GitHub looks for the policy of a repository, in this order."""


class AbsentDocumentError(RefusedTextsError):
    """There is nothing there."""


@dataclass(frozen=True, slots=True)
class Found:
    """A document, the path that it has in its repository as far as its address tells, and where it was asked for."""

    path: str
    text: str
    url: str


def pull(url: str, *, resolve: outward.Resolve | None = None) -> Found:
    """The document at ``url``; of a repository on GitHub its policy in the usual places.

    Raises:
        RefusedTextsError: it is no public address of the web, or there is no document.
    """
    candidates = _candidates(url)
    for number, (path, address) in enumerate(candidates):
        try:
            return Found(path, fetch_text(path, address, resolve=resolve), address)
        except AbsentDocumentError:
            if number == len(candidates) - 1:
                raise
    raise AssertionError  # pragma: no cover - the loop returns or raises


def fetch_text(path: str, url: str, *, resolve: outward.Resolve | None = None) -> str:
    """The document ``path`` at the address where it was found before.

    Raises: as ``pull``.
    """
    return reading.decoded(path, _fetch(url, resolve))


def _candidates(url: str) -> list[tuple[str, str]]:
    """Paths and addresses of raw files that ``url`` may mean: hosts show files on pages, which are no documents."""
    try:
        parts = outward.split(url)
    except outward.RefusedAddressError as refused:
        raise RefusedTextsError(str(refused)) from None
    path = parts.path
    if parts.hostname == "github.com":
        file = _GITHUB_FILE.fullmatch(path)
        if file:
            raw = f"https://raw.githubusercontent.com/{file['owner']}/{file['name']}/{file['rest']}"
            return [(file["rest"].partition("/")[2] or "SECURITY.md", raw)]
        repository = _GITHUB.fullmatch(path)
        if repository:
            top = f"https://raw.githubusercontent.com/{repository['owner']}/{repository['name']}/HEAD"
            return [(each, f"{top}/{each}") for each in USUAL]
    if parts.hostname == "gitlab.com":
        file = _GITLAB_FILE.fullmatch(path)
        if file:
            raw = f"https://gitlab.com{file['project']}/-/raw/{file['rest']}"
            return [(file["rest"].partition("/")[2] or "SECURITY.md", raw)]
    return [(path.rpartition("/")[2][: reading.LONGEST_PATH] or "SECURITY.md", url)]


def _fetch(url: str, resolve: outward.Resolve | None) -> bytes:
    try:
        answer = outward.fetch(url, headers={"Accept": "text/*, */*"}, largest=LARGEST, resolve=resolve)
    except outward.RefusedAddressError as refused:
        raise RefusedTextsError(f"{refused} Push the documents from CI instead.") from None
    except outward.UnreachableAddressError as failed:
        raise RefusedTextsError(str(failed)) from None
    parts = urlsplit(answer.url)
    if answer.status in (404, 410):
        raise AbsentDocumentError(f"There is nothing at {_shown(parts)} (the server answers {answer.status}).")
    if answer.status != 200:
        raise RefusedTextsError(f"{parts.hostname} answers {answer.status}. Is the document public?")
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "text/html" and not parts.path.endswith((".html", ".htm")):
        raise RefusedTextsError(
            f"{_shown(parts)} is a page that shows the document, not the document. Give the address of the raw file."
        )
    return answer.body


def _shown(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.hostname}{parts.path}"[:200]
