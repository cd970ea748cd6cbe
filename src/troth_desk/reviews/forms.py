"""What people fill in about what comes round; what cannot be done is said beside the field that it is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django import forms

from troth_desk.faces.instants import within
from troth_desk.faces.lines import Line
from troth_desk.people.models import Membership
from troth_desk.reviews import kinds, periods
from troth_desk.reviews.actions import RefusedReviewError
from troth_desk.reviews.actions.doing import LONGEST_WORDS, MOST_LINKS
from troth_desk.reviews.actions.taking import LONGEST_ITEM, LONGEST_TITLE, MOST_ITEMS
from troth_desk.reviews.models import Obligation, Occasion
from troth_desk.scans.models import Scan
from troth_desk.tenants.models import Project

RHYTHMS: tuple[tuple[str, str], ...] = (
    ("P1D", "every day"),
    ("P1W", "every week"),
    ("P2W", "every two weeks"),
    ("P1M", "every month"),
    ("P3M", "every quarter"),
    ("P6M", "twice a year"),
    ("P1Y", "every year"),
)
KINDS = [(kind.name, kind.noun[:1].upper() + kind.noun[1:]) for kind in kinds.KINDS.values()]
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReviewForm(forms.Form):
    """A form whose refusals by the actions are shown beside the field that they are about."""

    def refuse(self, error: RefusedReviewError) -> None:
        """Show ``error``."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


class Owner(forms.ModelChoiceField[Membership]):
    """A member of the team, by the name that the team sees."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Membership.objects.none(), required=False, empty_label="nobody", label="Owner", **kwargs
        )

    def label_from_instance(self, obj: Any) -> str:
        """Their name."""
        return str(obj.name)


class _Owned(ReviewForm):
    def __init__(self, *args: Any, members: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = members  # type: ignore[assignment] # a set of memberships

    @property
    def chosen_owner(self) -> Membership | None:
        """Who was chosen."""
        found = self.cleaned_data.get("owner")
        return found if isinstance(found, Membership) else None


class Checklist(forms.CharField):
    """One item a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.Textarea(attrs={"rows": 8}),
            required=False,
            max_length=MOST_ITEMS * LONGEST_ITEM,
            help_text="One item a line. What is open when it is done needs a word of why.",
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        """The items."""
        said = [line.strip() for line in str(super().clean(value) or "").splitlines()]
        found = [line for line in said if line]
        if len(found) > MOST_ITEMS:
            raise forms.ValidationError(f"Use at most {MOST_ITEMS} items; a longer list is not gone through.")
        return found


class NewForm(_Owned):
    """Something of the team's own that comes round, or is to be done once."""

    project = forms.ModelChoiceField(queryset=Project.objects.none(), empty_label=None)
    title = Line(max_length=LONGEST_TITLE, label="What is to be done?")
    kind = forms.ChoiceField(choices=KINDS, initial="other", help_text="Its checklist begins with ours for the kind.")
    every = forms.ChoiceField(
        choices=[("", "once"), *RHYTHMS, ("regularly", "regularly, without a period")],
        required=False,
        initial="P1M",
        label="How often?",
    )
    due_at = forms.DateField(
        required=False, widget=DAY, label="Due on", help_text="For what is done once.", validators=[within]
    )
    owner = Owner()

    def __init__(self, *args: Any, projects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        project = self.fields["project"]
        if isinstance(project, forms.ModelChoiceField):
            project.queryset = projects

    def clean(self) -> dict[str, Any]:
        """Once needs a day; what comes round has its own."""
        given = super().clean() or self.cleaned_data
        if given.get("every") == "" and not given.get("due_at") and "due_at" not in self.errors:
            self.add_error("due_at", "Say by which day it is to be done, or choose how often it comes round.")
        return given

    def due(self) -> datetime | None:
        """The last second of the day on which what is done once is due, in the zone of the team."""
        day = self.cleaned_data.get("due_at")
        project = self.cleaned_data["project"]
        if self.cleaned_data.get("every") or not isinstance(day, date):
            return None
        return end_of(day, project.organisation.zone)


class ChangeForm(_Owned):
    """Title, owner and checklist of what comes round."""

    title = Line(max_length=LONGEST_TITLE)
    owner = Owner()
    checklist = Checklist()

    @classmethod
    def of(cls, obligation: Obligation, members: Iterable[Membership]) -> ChangeForm:
        """The form as it stands."""
        said = {"title": obligation.title, "owner": obligation.owner_id, "checklist": "\n".join(obligation.checklist)}
        return cls(initial=said, members=members)


class TakeForm(_Owned):
    """One proposal of the policy: whose it becomes, and by which rhythm where the sentence names none."""

    promise = forms.IntegerField(widget=forms.HiddenInput)
    owner = Owner()
    every = forms.ChoiceField(
        choices=[("", "no period: each time is recorded"), *RHYTHMS],
        required=False,
        label="Our own rhythm",
        help_text="The sentence names none. A miss is told, and breaks no promise.",
    )
    begin = forms.ChoiceField(required=False, label="Begins with")

    def __init__(self, *args: Any, every: str, at: datetime, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if every:
            del self.fields["every"]
        self.fields["owner"].widget.attrs["id"] = f"owner-{self.initial.get('promise', '')}"
        begin = self.fields["begin"]
        self.periods: dict[str, periods.Period] = {}
        if not every or not periods.keeps(every) or not isinstance(begin, forms.ChoiceField):
            del self.fields["begin"]
            return
        running = periods.at_instant(every, at, zone)
        chosen = periods.first(every, at, zone)
        self.periods = {"this": running, "next": periods.following(every, running, zone)}
        begin.choices = [
            (name, f"{periods.label(every, one.starts_at, one.due_at, zone)} (ends {_day(one.due_at, zone)})")
            for name, one in self.periods.items()
        ]
        begin.initial = "this" if chosen == running else "next"

    @property
    def first(self) -> periods.Period | None:
        """The period that was chosen to begin with."""
        return self.periods.get(str(self.cleaned_data.get("begin", "")))


class DoneForm(ReviewForm):
    """What was done, when, and what shows it."""

    words = forms.CharField(
        label="What was done, and what was found?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_WORDS,
        required=False,
        help_text="Your word counts as an attestation. Say here why an item was left out.",
    )
    links = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=20_000,
        help_text="Minutes, a ticket, a check run: one address a line.",
    )
    scans = forms.MultipleChoiceField(
        label="Results on the desk", widget=forms.CheckboxSelectMultiple, required=False, choices=()
    )
    done_at = forms.DateField(
        label="Done on",
        required=False,
        validators=[within],
        widget=DAY,
        help_text="Empty is today. In time is when you send this.",
    )

    def __init__(self, *args: Any, results: Iterable[Scan] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.results = {str(scan.pk): scan for scan in results}
        chosen = self.fields["scans"]
        if isinstance(chosen, forms.MultipleChoiceField) and self.results:
            chosen.choices = [(pk, str(scan)) for pk, scan in self.results.items()]
        else:
            del self.fields["scans"]

    def clean_links(self) -> list[str]:
        """Addresses of the web; the desk opens none of them."""
        found = [line.strip() for line in str(self.cleaned_data["links"]).splitlines() if line.strip()]
        if len(found) > MOST_LINKS:
            raise forms.ValidationError(f"Give at most {MOST_LINKS} links.")
        for url in found:
            refuse_address(url)
        return found

    @property
    def scans_chosen(self) -> list[Scan]:
        """The results that were ticked."""
        return [self.results[pk] for pk in self.cleaned_data.get("scans", ())]

    def instant(self, at: datetime, zone: str) -> datetime | None:
        """Noon of the day on which it was done, or ``at`` where that is sooner; None for today."""
        day = self.cleaned_data.get("done_at")
        if not isinstance(day, date) or day == at.astimezone(ZoneInfo(zone)).date():
            return None
        return datetime.combine(day, time(12), ZoneInfo(zone)).astimezone(UTC)


class BeforeForm(DoneForm):
    """What was done before it was kept here: its day is asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_at"].required = True
        self.fields["done_at"].help_text = "A day before it was kept here. It is shown as such, and counts nowhere."


class ReasonForm(ReviewForm):
    """Why something is left out, or comes round no more."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=300)


def refuse_address(url: str) -> None:
    """Raises ``ValidationError`` where ``url`` is no address of the web that can be kept."""
    try:
        parts = urlsplit(url)
        host, user, password = parts.hostname, parts.username, parts.password
    except ValueError:
        host, user, password, parts = None, None, None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or len(url) > 1_000 or not url.isprintable() or " " in url:
        raise forms.ValidationError(f"“{url[:80]}” is no web address. Write it as https://example.org/path")
    if user is not None or password is not None:
        raise forms.ValidationError("An address with a name or a password in it is not kept.")


def ticked(given: Any, occasion: Occasion) -> list[int]:
    """The items of the checklist that a form says are done."""
    said = {str(value) for value in given.getlist("item")}
    return [number for number in range(len(occasion.checklist)) if str(number) in said]


def end_of(day: date, zone: str) -> datetime:
    """The last second of ``day``."""
    after = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return after.astimezone(UTC) - periods.LAST_SECOND


def _day(instant: datetime, zone: str) -> str:
    day = instant.astimezone(ZoneInfo(zone))
    return f"{day.day} {day:%b %Y}"
