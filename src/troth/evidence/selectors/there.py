"""Is a path that somebody points at in the tree, or gone, or out of sight?"""

from __future__ import annotations

from troth.evidence import git
from troth.evidence.repository import ABSENT, Repository
from troth.terms.answer import Gap

_REST = "the rest of the tree"


def there(repository: Repository, path: str) -> bool:
    """Whether ``path`` is a file of the tree; one that git holds and that was deleted is not.

    What a sparse checkout leaves out is there, and cannot be read.
    """
    if path not in repository.path_set:
        return False
    if repository.data(path) is not None:
        return True
    return repository.unreadable.get(path) != ABSENT or _sparse(repository)


def unseen(repository: Repository, path: str) -> tuple[Gap, ...]:
    """Gaps that may hide ``path``: a git link without its content above it, or the part that was not walked."""
    return tuple(gap for gap in repository.unseen if gap.wanted in (_REST, path) or path.startswith(f"{gap.wanted}/"))


def _sparse(repository: Repository) -> bool:
    top = repository.checkout
    if top is None:
        return False
    asked = git.ask(top, "config", "--type=bool", "--get", "core.sparseCheckout")
    return asked.output.strip() == "true"
