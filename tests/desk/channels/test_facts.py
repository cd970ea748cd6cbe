"""What the desk's facts say of the channels: shown once every letter was taken, or GitHub said so, and else nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from desk.channels.conftest import LATER, Adding
from desk.servers.github import GitHub
from troth.terms.commitment import AdvisoryChannel
from troth.terms.span import Span
from troth_desk.channels import actions
from troth_desk.ledger.actor import Actor
from troth_desk.notices.models import Delivery, DeliveryState
from troth_desk.proofs.handled import channels
from troth_desk.publishing.models import Advisory, Revision
from troth_desk.tenants.models import Project

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WINDOW = timedelta(days=90)
SPAN = Span(path="SECURITY.md", line=1, text="Advisories are published via direct notification.")


def shown(project: Project, channel: str, at: datetime) -> tuple[int, int, int] | None:
    found = channels.handled(project, at, WINDOW)(AdvisoryChannel(span=SPAN, channel=channel))
    return None if found is None else (found.n, found.kept, found.late)


def test_letters_show_it_once_a_mail_server_took_each(
    begun: Advisory,
    project: Project,
    publishing: Callable[..., Revision],
    adding: Adding,
    telling: Callable[[datetime], int],
    at: datetime,
) -> None:
    assert shown(project, "direct", at) is None, "nothing was published"
    adding()
    adding("Tugs")
    publishing(begun)
    assert shown(project, "direct", at) == (1, 0, 0)
    telling(at + LATER)
    assert shown(project, "direct", at + LATER) == (1, 0, 0), "they wait"
    first, second = Delivery.objects.filter(notice__key__startswith="channel:").order_by("pk")
    for mail in (first, second):
        Delivery.objects.filter(pk=mail.pk).update(state=DeliveryState.HANDED_OVER, done_at=at + LATER)
    assert shown(project, "direct", at + DAY) == (1, 1, 0)
    Delivery.objects.filter(pk=second.pk).update(state=DeliveryState.BOUNCED)
    assert shown(project, "direct", at + DAY) == (1, 0, 0), "one came back"
    assert shown(project, "direct", at + 2 * WINDOW) is None
    assert shown(project, "release-notes", at) is None


def test_an_empty_list_shows_nothing(
    begun: Advisory, project: Project, publishing: Callable[..., Revision], at: datetime
) -> None:
    publishing(begun)
    assert shown(project, "direct", at + DAY) == (1, 0, 0)


def test_github_shows_it_once_it_was_published_there(
    begun: Advisory,
    project: Project,
    publishing: Callable[..., Revision],
    drafting: Callable[[datetime], int],
    github: GitHub,
    by: Actor,
    at: datetime,
) -> None:
    actions.begin_draft(begun, by=by, at=at)
    drafting(at)
    publishing(begun)
    assert shown(project, "github-advisory", at) == (1, 0, 0)
    drafting(at + LATER)
    assert shown(project, "github-advisory", at + LATER) == (1, 1, 0)
