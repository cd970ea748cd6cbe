"""What people fill in; what they may not do is said by the actions, beside the field that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from troth_desk.cases import queries as cases
from troth_desk.cases.models import Case
from troth_desk.faces.instants import within
from troth_desk.faces.lines import Line
from troth_desk.incidents import queries
from troth_desk.incidents.actions.bounds import LONGEST_TEXT
from troth_desk.incidents.actions.opening import RATED
from troth_desk.incidents.models import (
    AffectedState,
    EntryKind,
    Incident,
    Outcome,
    Part,
    Phase,
    TaskState,
    Way,
)
from troth_desk.people import queries as people
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Organisation, Project

SEVERITIES = [(each.value, each.label) for each in RATED]
MOST_SYSTEMS = 50


def area(rows: int = 4) -> forms.Textarea:
    """A field for several lines."""
    return forms.Textarea(attrs={"rows": rows})


class Instant(forms.DateTimeField):
    """A day and a time in the zone of the team; empty means now."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        kwargs.setdefault("help_text", "Empty means now.")
        super().__init__(widget=widget, required=kwargs.pop("required", False), validators=[within], **kwargs)
        self.zone = "UTC"

    def to_python(self, value: Any) -> datetime | None:
        """The instant, aware."""
        with timezone.override(ZoneInfo(self.zone)):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """As it is shown."""
        with timezone.override(ZoneInfo(self.zone)):
            return super().prepare_value(value)


class Members(forms.ModelChoiceField[Membership]):
    """A member of the team, by name."""

    def label_from_instance(self, obj: Membership) -> str:
        """The first name, or the address."""
        return str(obj.user.first_name or obj.user.email)


class _Zoned(forms.Form):
    def _in_zone(self, organisation: Organisation) -> None:
        for field in self.fields.values():
            if isinstance(field, Instant):
                field.zone = organisation.zone or "UTC"


class DeclareForm(_Zoned):
    """What is known when an incident begins; only the title has to be said."""

    title = Line(label="What happens?", max_length=300, help_text="In a few words. The rest can wait.")
    project = forms.ModelChoiceField(label="Of which project?", queryset=Project.objects.none(), empty_label=None)
    incident_class = forms.ChoiceField(label="Which class?", required=False)
    playbook = forms.ChoiceField(label="Which playbook?", required=False)
    level = forms.ChoiceField(label="Which level?", required=False)
    severity = forms.ChoiceField(
        label="How severe?", required=False, choices=[("", "as the playbook says"), *SEVERITIES]
    )
    summary = forms.CharField(label="What is known", widget=area(), max_length=LONGEST_TEXT, required=False)
    systems = forms.CharField(
        label="Affected systems", widget=area(2), max_length=5_000, required=False, help_text="One a line."
    )
    detected_at = Instant(label="When did the team become aware?", help_text="Clocks count from it. Empty means now.")
    happened_at = Instant(label="When did it begin?", help_text="As far as it is known; empty where it is not.")
    lead = forms.BooleanField(label="I lead it until somebody else does", required=False, initial=True)
    exercise = forms.BooleanField(
        label="This is an exercise", required=False, help_text="Nothing happened: it is practised, and counts as that."
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        projects = Project.objects.filter(organisation=organisation).order_by("example", "pk")
        self.fields["project"] = forms.ModelChoiceField(
            label="Of which project?", queryset=projects, empty_label=None, initial=projects.first()
        )
        said = [(one, queries.said(one)) for one in projects]
        classes = _grouped([(one.name, [each.name for each in found.classes]) for one, found in said])
        levels = _grouped([(one.name, [each.name for each in found.levels]) for one, found in said])
        self._choose("incident_class", [("", "General: none of these"), *classes])
        books = {slug: one.playbook.title for project in projects for slug, one in queries.playbooks(project).items()}
        self._choose("playbook", [("", "The one for its class"), *sorted(books.items(), key=lambda one: one[1])])
        self._choose("level", [("", "Not said"), *levels])
        if not levels:
            del self.fields["level"]
        self._in_zone(organisation)

    def _choose(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean_systems(self) -> list[str]:
        """One name a line."""
        found = [line.strip() for line in str(self.cleaned_data["systems"]).splitlines() if line.strip()]
        if len(found) > MOST_SYSTEMS:
            raise forms.ValidationError(f"Name at most {MOST_SYSTEMS} now; add the others on the page.")
        return list(dict.fromkeys(found))


def _grouped(named: Sequence[tuple[str, list[str]]]) -> list[Any]:
    """Choices by project where several have some."""
    some = [(project, [(name, name) for name in names]) for project, names in named if names]
    return some[0][1] if len(some) == 1 else list(some)


class IncidentForm(_Zoned):
    """A form about ``incident``."""

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.incident = incident
        self._in_zone(incident.project.organisation)
        self.fit()

    def fit(self) -> None:
        """Fill in what depends on the incident."""

    def refuse(self, why: str, field: str) -> None:
        """Show ``why`` beside the field that it is about."""
        self.add_error(field if field in self.fields else None, why)

    def members(self, name: str, label: str, *, empty: str = "Nobody", initial: Any = None) -> None:
        """The field ``name`` chooses a member."""
        found = people.members(self.incident.project.organisation)
        self.fields[name] = Members(label=label, queryset=found, required=False, empty_label=empty, initial=initial)


class PlainForm(IncidentForm):
    """Nothing to fill in."""


class NoteForm(IncidentForm):
    """A line of the timeline."""

    words = forms.CharField(label="What happened, or was decided?", widget=area(3), max_length=LONGEST_TEXT)
    kind = forms.ChoiceField(label="It is", choices=EntryKind.choices, initial=EntryKind.FACT, widget=forms.RadioSelect)
    happened_at = Instant(label="When did it happen?")


class RoleForm(IncidentForm):
    """Who has which role."""

    role = Line(label="Which role?", max_length=60, help_text="Lead, Scribe, Liaison, or another one.")

    def fit(self) -> None:
        """What depends on the incident."""
        self.members("member", "Who has it?", empty="Nobody any more")


class RateForm(IncidentForm):
    """How severe it is."""

    severity = forms.ChoiceField(label="How severe is it?", choices=SEVERITIES)
    reason = forms.CharField(
        label="Why?", widget=area(), max_length=LONGEST_TEXT, required=False, help_text="Needed where it falls."
    )

    def fit(self) -> None:
        """What depends on the incident."""
        self.fields["severity"].initial = self.incident.severity


class AffectForm(IncidentForm):
    """A system that is affected, or a case that belongs to it."""

    name = Line(label="Which system?", max_length=200, required=False)
    case = forms.CharField(
        label="Or which case?", max_length=20, required=False, help_text="Its reference, such as TR-7K3MQ9TD."
    )
    note = Line(label="What is known of it", max_length=500, required=False)

    def clean_case(self) -> Case | None:
        """The case that was named."""
        said = str(self.cleaned_data["case"]).strip().upper()
        found = cases.case(self.incident.project.organisation, said) if said else None
        if said and found is None:
            raise forms.ValidationError(f"There is no case {said} here.")
        return found


class AffectedForm(IncidentForm):
    """How a system stands."""

    state = forms.ChoiceField(label="How does it stand?", choices=AffectedState.choices)
    note = Line(label="What is known of it", max_length=500, required=False)


class TellForm(IncidentForm):
    """Who was told what."""

    to_whom = Line(label="Who was told?", max_length=300)
    way = forms.ChoiceField(label="By which way?", choices=Way.choices)
    words = forms.CharField(label="What were they told?", widget=area(), max_length=LONGEST_TEXT)
    told_at = Instant(label="When?")
    fulfils = forms.ChoiceField(label="Which promise is kept by it?", required=False)

    def __init__(self, *args: Any, owed: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(pk), words) for pk, words in owed]
        field = self.fields["fulfils"]
        if not choices:
            del self.fields["fulfils"]
        elif isinstance(field, forms.ChoiceField):
            field.choices = [("", "None"), *choices]


class TaskForm(IncidentForm):
    """Something to do."""

    words = Line(label="What is to be done?", max_length=500)
    due_at = Instant(label="By when?", help_text="Empty where there is no time; else its clock runs.")

    def fit(self) -> None:
        """What depends on the incident."""
        self.members("owner", "Who does it?")


class SettleForm(IncidentForm):
    """What became of a task."""

    state = forms.ChoiceField(label="What became of it?", choices=TaskState.choices, initial=TaskState.DONE)
    record = forms.CharField(
        label="What was done, or why not?", widget=area(3), max_length=LONGEST_TEXT, required=False
    )

    def __init__(self, *args: Any, owner: Membership | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members("owner", "Who does it?", initial=owner)


class CriterionForm(IncidentForm):
    """What has to be so."""

    part = forms.ChoiceField(label="When is it asked?", choices=Part.choices, initial=Part.LEAVE)
    words = Line(label="What has to be so?", max_length=500)


class MoveForm(IncidentForm):
    """Why it goes on, or back, although something is open."""

    reason = forms.CharField(label="Why?", widget=area(), max_length=LONGEST_TEXT, required=False)


class CloseForm(IncidentForm):
    """How it ended."""

    outcome = forms.ChoiceField(label="How did it end?", choices=Outcome.choices, initial=Outcome.HANDLED)
    reason = forms.CharField(
        label="Why?",
        widget=area(),
        max_length=LONGEST_TEXT,
        required=False,
        help_text="Needed for a false alarm, for what is part of another one, and where a phase or a tick is missing.",
    )
    merged_into = forms.CharField(
        label="Part of which other one?", max_length=20, required=False, help_text="Its name, such as IN-7K3MQ9TD."
    )

    def clean_merged_into(self) -> Incident | None:
        """The incident that was named."""
        said = str(self.cleaned_data["merged_into"]).strip()
        found = queries.incident(self.incident.project.organisation, said) if said else None
        if said and found is None:
            raise forms.ValidationError(f"There is no incident {said} here.")
        return found


class ReopenForm(IncidentForm):
    """Why it is not over."""

    reason = forms.CharField(label="Why is it not over?", widget=area(), max_length=LONGEST_TEXT)
    to = forms.TypedChoiceField(label="Which phase is it in?", coerce=int)

    def fit(self) -> None:
        """The phases of the incident."""
        found = Phase.objects.filter(organisation_id=self.incident.organisation_id, incident=self.incident)
        field = self.fields["to"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(phase.ordinal, phase.name) for phase in found.order_by("ordinal")]


class ReviewForm(IncidentForm):
    """What the look back found."""

    summary = forms.CharField(label="What happened, as it is known now", widget=area(5), max_length=LONGEST_TEXT)
    causes = forms.CharField(
        label="What led to it", widget=area(), max_length=LONGEST_TEXT, help_text="Causes, not people."
    )
    went_well = forms.CharField(label="What helped", widget=area(3), max_length=LONGEST_TEXT, required=False)
    went_badly = forms.CharField(label="What hindered", widget=area(3), max_length=LONGEST_TEXT, required=False)


class ActionForm(IncidentForm):
    """What the review found to be done."""

    words = Line(label="What is to be done?", max_length=200)
    due_at = Instant(label="By when?", required=True, help_text="It stands among the reviews then, with its clock.")

    def fit(self) -> None:
        """What depends on the incident."""
        self.members("owner", "Who does it?")


class ReasonForm(IncidentForm):
    """Why."""

    reason = forms.CharField(label="Why?", widget=area(3), max_length=LONGEST_TEXT)


class PlaybookForm(forms.Form):
    """The text of a playbook."""

    text = forms.CharField(
        label="The playbook, as Markdown", widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}), strip=False
    )


class NewPlaybookForm(PlaybookForm):
    """A playbook that is new."""

    slug = forms.SlugField(
        label="Name of its file", max_length=80, help_text="Small letters, digits and hyphens: phishing."
    )
    field_order = ("slug", "text")


class ImportForm(forms.Form):
    """Files of playbooks."""

    archive = forms.FileField(label="A ZIP of Markdown files, or one file", help_text="As the export makes it.")
