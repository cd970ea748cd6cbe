"""Which project does a mail mean? By the addresses that it was sent to; where there is one project, that one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from troth_desk.intake import contacts
from troth_desk.mailbox import threads
from troth_desk.mailbox.models import ProjectAddress
from troth_desk.policies import queries as policies
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project


@dataclass(frozen=True, slots=True)
class Meant:
    """Whose mail it is. ``project`` is None where several could be meant: a person of the organisation decides.

    ``address`` is the one by which it was found, "" where it was the only one.
    """

    organisation: Organisation
    project: Project | None
    address: str = ""


def addresses(organisation: Organisation) -> dict[str, Project]:
    """Every address that means a project of ``organisation``: set by hand, then contacts of the policies."""
    found = {
        row.address: row.project
        for row in ProjectAddress.objects.filter(organisation=organisation).select_related("project")
    }
    for project in tenants.projects(organisation):
        for address in policy_addresses(project):
            found.setdefault(address, project)
    return found


def policy_addresses(project: Project) -> list[str]:
    """The mail addresses that the current policy of ``project`` tells reporters."""
    version = policies.current_version(project)
    if version is None:
        return []
    return [words.lower() for uri, words in contacts.contacts(version) if uri.startswith("mailto:")]


def meant(recipients: Sequence[str], tags: Iterable[str] = ()) -> list[Meant]:
    """Whom a mail for ``recipients`` is for: each organisation once, in the order of the recipients.

    A tag of a thread decides before any address of the organisation whose it is; others that are addressed have the
    mail, too: an answer to one of them may be a report to another. Nothing is found where several organisations could
    be meant by none of the addresses: nobody is shown the mail of others.
    """
    organisations = list(tenants.organisations())
    by_tag = _by_tag(organisations, list(tags))
    found: list[Meant] = [by_tag] if by_tag is not None else []
    for organisation in organisations:
        if by_tag is not None and by_tag.organisation == organisation:
            continue
        with scope.inside(organisation):
            one = _within(organisation, recipients, alone=len(organisations) == 1)
        if one is not None:
            found.append(one)
    return found


def _by_tag(organisations: Iterable[Organisation], tags: list[str]) -> Meant | None:
    if not tags:
        return None
    for organisation in organisations:
        with scope.inside(organisation):
            thread = threads.of_tags(organisation, tags)
            if thread is not None:
                return Meant(organisation, thread.participant.case.project)
    return None


def _within(organisation: Organisation, recipients: Sequence[str], *, alone: bool) -> Meant | None:
    known = addresses(organisation)
    for recipient in recipients:
        project = known.get(recipient) or known.get(threads.without_plus(recipient))
        named = _named(organisation, recipient, known)
        if project is not None or named is not None:
            return Meant(organisation, named or project, threads.without_plus(recipient))
    if not alone:
        return None
    return Meant(organisation, tenants.only_project(organisation))


def _named(organisation: Organisation, recipient: str, known: dict[str, Project]) -> Project | None:
    """The project that is named behind the plus of an address of ours: ``security+harbour@example.org``."""
    local, _, _ = recipient.rpartition("@")
    slug = local.partition("+")[2]
    if not slug or threads.without_plus(recipient) not in known:
        return None
    return tenants.project(organisation, slug)
