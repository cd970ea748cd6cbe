"""Takes the example away again: every row that hangs on its projects. The ledger keeps what happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from troth_desk.cases.models import Case
from troth_desk.files.uploads import vault
from troth_desk.findings.models import Finding, Import
from troth_desk.incidents.models import Incident
from troth_desk.intake.models import Attachment
from troth_desk.ledger.actions import Plain, record
from troth_desk.ledger.actor import Actor
from troth_desk.notices.models import Notice
from troth_desk.reviews.models import EvidenceFile, Obligation
from troth_desk.tenants.models import Organisation, Project, TenantModel
from troth_desk.watch.models import Package, Release, Weakness


def remove(organisation: Organisation, *, by: Actor, at: datetime) -> int:
    """Remove the example from ``organisation``; the number of reports that went. Everything else stays."""
    projects = Project.objects.filter(organisation=organisation, example=True)
    of_example = Case.objects.filter(organisation=organisation, project__in=projects)
    with transaction.atomic():
        subjects = [case.subject for case in of_example]
        incidents = Incident.objects.filter(organisation=organisation, project__in=projects)
        subjects += [incident.subject for incident in incidents]
        of_reviews = Obligation.objects.filter(organisation=organisation, project__in=projects)
        subjects += [obligation.subject for obligation in of_reviews]
        findings = Finding.objects.filter(organisation=organisation, project__in=projects)
        imports = Import.objects.filter(organisation=organisation, stream__project__in=projects)
        subjects += [one.subject for found in (findings, imports) for one in found]
        reports = len(of_example)
        files = Attachment.objects.filter(organisation=organisation, case__in=of_example)
        stored = list(files.values_list("stored_as", flat=True))
        shown = EvidenceFile.objects.filter(organisation=organisation, occasion__obligation__in=of_reviews)
        stored += list(shown.values_list("stored_as", flat=True))
        of_example.update(**dict.fromkeys(_self_references()))
        wanted = list(projects.values_list("pk", flat=True))
        packages = list(Package.objects.filter(organisation=organisation, releases__parts__project__in=projects))
        for model in _leaves_first():
            _rows(model, organisation, wanted, subjects).delete()
        _forget_packages(organisation, packages)
        if wanted:
            gone: dict[str, Plain] = {"projects": [str(each) for each in wanted]}
            record(organisation.pk, "example.removed", f"organisation:{organisation.pk}", gone, by=by, at=at)
        transaction.on_commit(lambda: _forget(stored))
    return reports


def _forget_packages(organisation: Organisation, packages: list[Package]) -> None:
    """Of what only the example was made of, what the watch knows goes as well; what others use or used stays."""
    ids = {package.pk for package in packages}
    unused = Release.objects.filter(organisation=organisation, package__in=ids, parts=None)
    Weakness.objects.filter(organisation=organisation, release__in=list(unused)).delete()
    unused.delete()
    Package.objects.filter(organisation=organisation, pk__in=ids, releases=None, concerns=None).delete()


def _forget(stored: list[str]) -> None:
    for name in stored:
        vault().remove(name)


def _self_references() -> Iterator[str]:
    """Fields by which a case points at another case."""
    for field in Case._meta.get_fields():  # noqa: SLF001 - Django's documented way to the fields
        if isinstance(field, models.ForeignKey) and field.related_model is Case:
            yield field.name


def _parents(model: type[models.Model]) -> dict[str, type[models.Model]]:
    """The tables of tenants that ``model`` points at, by the name of the field."""
    return {
        field.name: field.related_model
        for field in model._meta.get_fields()  # noqa: SLF001 - Django's documented way to the fields
        if isinstance(field, models.ForeignKey)
        and issubclass(field.related_model, TenantModel)
        and field.related_model is not model
    }


def _paths(model: type[models.Model]) -> set[str]:
    """Ways from ``model`` to its project, as lookups: "case__project"."""
    if model is Project:
        return {"pk"}
    found = set()
    for name, parent in _parents(model).items():
        for rest in _paths(parent):
            found.add(f"{name}__{rest}".removesuffix("__pk"))
    return found


def _leaves_first() -> list[type[TenantModel]]:
    """Every table that hangs on a project, and that of notices; those that point before those that are pointed at."""
    hanging = [model for model in apps.get_models() if issubclass(model, TenantModel) and (_paths(model))]
    hanging += _pointing_at(Notice)
    ordered: list[type[TenantModel]] = []
    while hanging:
        pointed = {parent for model in hanging for parent in _parents(model).values()}
        free = [model for model in hanging if model not in pointed]
        ordered += free
        hanging = [model for model in hanging if model not in free]
    return ordered


def _pointing_at(model: type[TenantModel]) -> list[type[TenantModel]]:
    others = [one for one in apps.get_models() if issubclass(one, TenantModel) and model in _parents(one).values()]
    return [model, *others]


def _rows(
    model: type[TenantModel], organisation: Organisation, projects: list[int], subjects: list[str]
) -> models.QuerySet[TenantModel]:
    """The rows of ``model`` that belong to the example."""
    wanted = Q(pk__in=[])
    for path in _paths(model):
        wanted |= Q(**{f"{path}__in": projects})
    if model is Notice:
        wanted |= Q(subject__in=subjects)
    for name, parent in _parents(model).items():
        if parent is Notice:
            wanted |= Q(**{f"{name}__subject__in": subjects})
    return model._default_manager.filter(wanted, organisation=organisation)  # noqa: SLF001 - Django's documented way
