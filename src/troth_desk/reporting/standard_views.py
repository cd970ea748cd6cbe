"""How far do our promises meet what standards ask? Requirement by requirement, with the evidence."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from troth import __version__
from troth.evidence import tools
from troth.report.standards import as_csv, as_json, oscal
from troth.standards import STANDARDS, find
from troth.standards.coverage import STANDINGS, WORDS, Answered, Coverage, cover
from troth_desk import clock
from troth_desk.people import access
from troth_desk.people.access import TeamRequest, project_of
from troth_desk.promises import judging
from troth_desk.promises.judging import Stood
from troth_desk.tenants import queries as tenants

ORDER = (
    Answered.NOT_KEPT, Answered.PARTLY, Answered.UNPROVEN, Answered.NOT_PROMISED, Answered.MET, Answered.BEYOND,
)  # fmt: skip
"""What needs somebody stands first."""
SAYS = {
    Answered.NOT_KEPT: "Promises speak of it, and what is decided of them is broken.",
    Answered.PARTLY: "Something of it is kept or at risk, or what is kept answers it only in part.",
    Answered.UNPROVEN: "Promises speak of it, and nothing shows yet that they are kept.",
    Answered.NOT_PROMISED: "No sentence of the policy speaks of it.",
    Answered.MET: "Of each part of it a promise is kept.",
    Answered.BEYOND: "Nothing that a security policy promises could show it; it is not counted.",
}
FORMS = ("csv", "json", "oscal")


@require_GET
@access.member()
def index(request: TeamRequest, organisation: str) -> HttpResponse:
    """Of which project? The only one at once."""
    projects = list(tenants.projects(request.organisation))
    if len(projects) == 1:
        return redirect("reporting:standards", organisation=organisation, project=projects[0].slug)
    return render(request, "reporting/standard_projects.html", {"projects": projects})


@require_GET
@access.member()
def standards(request: TeamRequest, organisation: str, project: str) -> HttpResponse:
    """Each standard with how much of it is met."""
    found = project_of(request, project)
    stood = judging.stood(found, clock.now(), kept=True)
    rows = [_row(each) for each in coverages(stood)] if stood else []
    return render(request, "reporting/standards.html", {"project": found, "stood": stood, "rows": rows})


@require_GET
@access.member()
def standard(request: TeamRequest, organisation: str, project: str, name: str) -> HttpResponse:
    """One standard: what is met, what is not, and by what; ``?level=`` narrows it, ``?form=`` is for programs."""
    found = project_of(request, project)
    chosen = find(name)
    if chosen is None or chosen.name != name:
        raise Http404("There is no such standard here.")
    at = clock.now()
    stood = judging.stood(found, at, kept=True)
    if stood is None:
        return redirect("reporting:standards", organisation=organisation, project=project)
    level = request.GET.get("level", "")
    known = [str(each) for each in chosen.levels]
    shown = chosen.at_level(int(level)) if level in known else chosen
    coverage = cover(shown, stood.result.judged, tools.activities)
    if request.GET.get("form") in FORMS:
        return _file(request.GET["form"], coverage, stood, at)
    context = {
        "project": found,
        "stood": stood,
        "at": at,
        "coverage": coverage,
        "row": _row(coverage),
        "levels": known,
        "level": level if level in known else "",
        "groups": [
            (WORDS[each], STANDINGS[each].value, SAYS[each], ones)
            for each in ORDER
            if (ones := [one for one in coverage.covered if one.answered is each])
        ],
    }
    return render(request, "reporting/standard.html", context)


def coverages(stood: Stood) -> list[Coverage]:
    """Every standard, held against how the promises stand."""
    return [cover(one, stood.result.judged, tools.activities) for one in STANDARDS]


def _row(coverage: Coverage) -> dict[str, object]:
    """A standard in a list: how many requirements are met how far, as words and shares of a bar."""
    told = [
        (WORDS[each], coverage.counts[each], STANDINGS[each].value)
        for each in (Answered.MET, Answered.PARTLY, Answered.NOT_KEPT, Answered.UNPROVEN, Answered.NOT_PROMISED)
    ]
    return {
        "standard": coverage.standard,
        "met": coverage.counts[Answered.MET],
        "answerable": coverage.answerable,
        "beyond": coverage.counts[Answered.BEYOND],
        "counts": told,
        "promised": coverage.promised,
    }


def _file(form: str, coverage: Coverage, stood: Stood, at: datetime) -> HttpResponse:
    name = f"{stood.project.slug}-{coverage.standard.name}"
    if form == "csv":
        answer = HttpResponse(as_csv.render([coverage]), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return answer
    make = oscal.render if form == "oscal" else as_json.render
    data = make([coverage], at.date(), stood.result.commit, __version__)
    answer = HttpResponse(data, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{name}{"-oscal" if form == "oscal" else ""}.json"'
    return answer
