"""The four questions of the set-up: each may be left open, the desk works without."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from troth_desk.deadlines.models import Calendar
from troth_desk.notices import queries as notices
from troth_desk.people import queries as people
from troth_desk.policies import queries as policies
from troth_desk.tenants.models import Organisation, Project
from troth_desk.today import words

MAIL_HINT = "The mail server is named in the environment of the desk, not here: its password is a secret."


@dataclass(frozen=True, slots=True)
class Question:
    """``found`` says what the desk knows, ``without`` what happens while nobody answers; ``address`` may be empty."""

    asks: str
    answered: bool
    found: str
    without: str
    label: str
    address: str
    hint: str = ""


def questions(organisation: Organisation) -> list[Question]:
    """The four, as they stand."""
    return [_policy(organisation), _team(organisation), _days(organisation), _mail()]


def _address(organisation: Organisation, *names: str) -> str:
    """The first of ``names`` that is an address of this desk."""
    for name in names:
        try:
            return reverse(name, kwargs={"organisation": organisation.slug})
        except NoReverseMatch:
            continue
    return ""


def _policy(organisation: Organisation) -> Question:
    projects = list(Project.objects.filter(organisation=organisation).order_by("pk"))
    told = [
        f"{project.name}: version {version.number}, {words.things(count, 'promise', 'promises')}"
        for project in projects
        if (version := policies.current_version(project))
        for count in (policies.promises(version).count(),)
    ]
    return Question(
        "Which policy do you keep?",
        bool(told),
        "; ".join(told),
        "Without one, reports come in and no clock runs: nothing was promised.",
        "Load a policy file",
        _address(organisation, "policies:upload", "policies:index", "policies:policies"),
    )


def _team(organisation: Organisation) -> Question:
    count = people.members(organisation).count()
    return Question(
        "Who handles reports?",
        count > 1,
        words.things(count, "person", "people"),
        "Alone, nobody is told when you do not answer a warning.",
        "Invite people",
        _address(organisation, "people:people", "people:members", "people:index"),
    )


def _days(organisation: Organisation) -> Question:
    found = Calendar.objects.filter(organisation=organisation).exists()
    return Question(
        "In which zone, and on which days, do you work?",
        found,
        f"Times are those of {organisation.zone}." if found else "",
        f"Until you say, business days are Monday to Friday in {organisation.zone}, without holidays.",
        "Set the calendar",
        _address(organisation, "deadlines:calendar", "deadlines:settings"),
    )


def _mail() -> Question:
    sends = notices.mail_is_set_up()
    return Question(
        "Through which mail server do warnings go out?",
        sends,
        f"Mail goes out through {settings.EMAIL_HOST}." if sends else "",
        "Without one, warnings and breaches are shown on the desk under Notices, and nobody is mailed.",
        "",
        "",
        "" if sends else MAIL_HINT,
    )
