from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import (
    AT_RISK,
    BOTH,
    BROKEN,
    KEPT,
    PUSH,
    RELEASE,
    SCAN,
    UNPROVEN,
    Case,
    check,
    says,
    workflow,
)
from troth.controls.sbom import CONTROL
from troth.evidence.repository import Repository
from troth.terms.commitment import Sbom
from troth.terms.event import Event

UPLOAD = "uses: actions/upload-artifact@v4\nwith:\n  path: sbom"
ATTACH = "gh release upload v1 sbom.json"
SPDX = "syft dir:. -o spdx-json=sbom.json"
CYCLONE = "syft dir:. -o cyclonedx-json=bom.json"

ANY = Sbom(span=says("We generate an SBOM."))
FOR_RELEASES = Sbom(span=says("An SBOM is generated for releases."), events=(Event.RELEASE,))
TWO = Sbom(
    span=says("SBOMs for releases in SPDX and CycloneDX."), events=(Event.RELEASE,), formats=("spdx", "cyclonedx")
)
BY_SYFT = Sbom(span=says("syft writes an SPDX SBOM for releases."), events=(Event.RELEASE,), formats=("spdx",),
               generator="syft")  # fmt: skip
UNNAMED_EVENT = Sbom(span=says("Each release carries an SBOM."), formats=("spdx",))

CASES = (
    *(
        Case(
            name=f"carried away or not: {' / '.join(runs)}",
            promise=FOR_RELEASES,
            files={SCAN: workflow(RELEASE, *runs)},
            standing=standing,
        )
        for standing, runs in (
            (AT_RISK, (ATTACH, SPDX)),
            (AT_RISK, (SPDX, "gh release upload v1 notes.txt")),
            (AT_RISK, (SPDX, "gh release create v1 --generate-notes")),
            (AT_RISK, (SPDX, "uses: actions/upload-artifact@v4\nwith:\n  path: coverage.xml")),
            (AT_RISK, (SPDX, "uses: softprops/action-gh-release@v2")),
            (KEPT, (SPDX, "gh release upload v1 dist/*")),
            (KEPT, (SPDX, "gh release upload v1 $FILES")),
            (KEPT, (SPDX, "gh release create v1 notes.txt sbom.json")),
            (KEPT, (SPDX, "uses: actions/upload-artifact@v4\nwith:\n  path: .")),
            (KEPT, (SPDX, "uses: softprops/action-gh-release@v2\nwith:\n  files: out/sbom.json")),
        )
    ),
    Case(
        name="on releases, attached",
        promise=FOR_RELEASES,
        files={SCAN: workflow(RELEASE, SPDX, ATTACH)},
        standing=KEPT,
        cites=(f"{SCAN}:8",),
        breakers=((SCAN, f"      - run: {ATTACH}\n", ""), (SCAN, 'push:\n    tags: ["v*"]', "workflow_dispatch:")),
    ),
    Case(
        name="both formats",
        promise=TWO,
        files={SCAN: workflow(RELEASE, SPDX, CYCLONE, f"{ATTACH} bom.json")},
        standing=KEPT,
        breakers=((SCAN, f"      - run: {CYCLONE}\n", ""), (SCAN, "cyclonedx-json", "spdx-json")),
    ),
    Case(
        name="the promised generator",
        promise=BY_SYFT,
        files={SCAN: workflow(RELEASE, SPDX, ATTACH)},
        standing=KEPT,
        breakers=((SCAN, "syft dir:. -o spdx-json=sbom.json", "trivy fs --format spdx-json --output sbom.json ."),),
    ),
    Case(
        name="the promised generator, whatever others write",
        promise=BY_SYFT,
        files={SCAN: workflow(RELEASE, "trivy fs --format cyclonedx --output b.json .", SPDX, f"{ATTACH} b.json")},
        standing=KEPT,
        words="syft writes spdx on",
    ),
    Case(
        name="two tools, a format each",
        promise=TWO,
        files={SCAN: workflow(RELEASE, "trivy fs --format cyclonedx --output b.json .", SPDX, f"{ATTACH} b.json")},
        standing=KEPT,
        words="trivy writes cyclonedx and syft writes spdx on",
    ),
    Case(
        name="the words say release",
        promise=UNNAMED_EVENT,
        files={SCAN: workflow(RELEASE, SPDX, ATTACH)},
        standing=KEPT,
        breakers=((SCAN, 'push:\n    tags: ["v*"]', "workflow_dispatch:"),),
    ),
    Case(
        name="on push is all the sentence asks", promise=ANY, files={SCAN: workflow(PUSH, SPDX, UPLOAD)}, standing=KEPT
    ),
    # at risk
    Case(
        name="attached by a step that never runs",
        promise=FOR_RELEASES,
        files={SCAN: workflow(RELEASE, SPDX, ATTACH).replace(f"run: {ATTACH}", f"run: {ATTACH}\n        if: false")},
        standing=AT_RISK,
        words="nothing attaches",
    ),
    Case(
        name="only after a failure",
        promise=FOR_RELEASES,
        files={SCAN: workflow(RELEASE, SPDX, ATTACH, job="if: failure()")},
        standing=AT_RISK,
        words="runs only where failure()",
    ),
    Case(
        name="not on releases",
        promise=FOR_RELEASES,
        files={SCAN: workflow(PUSH, SPDX, UPLOAD)},
        standing=AT_RISK,
        words="not for releases",
    ),
    Case(
        name="not attached",
        promise=FOR_RELEASES,
        files={SCAN: workflow(RELEASE, SPDX)},
        standing=AT_RISK,
        words="nothing attaches",
    ),
    Case(
        name="another generator",
        promise=BY_SYFT,
        files={SCAN: workflow(RELEASE, "trivy fs --format spdx-json --output sbom.json .", ATTACH)},
        standing=AT_RISK,
        words="not by syft",
    ),
    Case(
        name="a failure that nobody notices",
        promise=FOR_RELEASES,
        files={SCAN: workflow(RELEASE, f"{SPDX} || echo '{{}}' > sbom.json", ATTACH)},
        standing=AT_RISK,
        words="nobody notices",
    ),
    Case(
        name="only a button",
        promise=ANY,
        files={SCAN: workflow("workflow_dispatch:", SPDX, UPLOAD)},
        standing=AT_RISK,
    ),
    # broken
    Case(
        name="one of two formats",
        promise=TWO,
        files={SCAN: workflow(RELEASE, SPDX, ATTACH)},
        standing=BROKEN,
        words="cyclonedx is promised too, and only spdx is written",
        cites=(f"{SCAN}:8",),
    ),
    # unproven
    Case(name="none seen", promise=ANY, files={SCAN: workflow(BOTH, "echo building")}, standing=UNPROVEN),
    Case(
        name="a target that nothing runs",
        promise=ANY,
        files={"Makefile": f"sbom:\n\t{SPDX}\n"},
        standing=UNPROVEN,
        words="nothing runs it",
    ),
    Case(
        name="behind a variable",
        promise=FOR_RELEASES,
        files={SCAN: workflow(RELEASE, SPDX, ATTACH, job="if: vars.SBOM == 'true'")},
        standing=UNPROVEN,
        settles="hosted",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)
