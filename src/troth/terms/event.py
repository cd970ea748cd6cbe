"""What starts an automation: one vocabulary for every system that runs something."""

from __future__ import annotations

import enum


class Event(enum.StrEnum):
    """A cause that starts a job. Names of GitHub, GitLab and the hooks are mapped onto these."""

    PUSH = "push"
    """A push to the default branch."""
    PULL_REQUEST = "pull_request"
    """A pull or merge request against the default branch."""
    MERGE_GROUP = "merge_group"
    SCHEDULE = "schedule"
    RELEASE = "release"
    """A published release or a pushed version tag."""
    MANUAL = "manual"
    """Someone presses a button: workflow_dispatch, ``when: manual``."""
    COMMIT_HOOK = "commit_hook"
    """A hook on one developer's machine, before a commit."""
    PUSH_HOOK = "push_hook"
    """A hook on one developer's machine, before a push."""
    OTHER = "other"
    """Some other event (issue_comment, repository_dispatch, a push to another branch)."""


AUTOMATIC = frozenset({Event.PUSH, Event.PULL_REQUEST, Event.MERGE_GROUP, Event.SCHEDULE, Event.RELEASE})
"""Events that need nobody to think of them (VERDICTS §2)."""
HOOKS = frozenset({Event.COMMIT_HOOK, Event.PUSH_HOOK})
