"""Go modules."""

from __future__ import annotations

from evidence.tools.runs.recorded import Case

MODULE = "module example.org/ferry\n\ngo 1.21\n"
WEAK = (
    'package main\n\nimport (\n\t"crypto/md5"\n\t"fmt"\n\t"os/exec"\n)\n\nfunc main() {\n'
    "\tfmt.Println(md5.New()) // #nosec G401 -- a checksum of a cache key\n"
    '\tout, _ := exec.Command(\n\t\t"sh",\n\t\t"-c",\n\t\targument(),\n\t).Output()\n\tfmt.Println(out)\n}\n\n'
    'func argument() string { return fmt.Sprint("x") }\n'
)
CALM = 'package main\n\nfunc main() { println("calm") }\n'
TORN = "package torn\n\nfunc (\n"
LOST = 'package lost\n\nimport "example.org/none/there"\n\nfunc F() { there.Is() }\n'

CASES = (
    Case(tool="gosec", name="findings", files={"go.mod": MODULE, "main.go": WEAK}),
    Case(tool="gosec", name="clean", files={"go.mod": MODULE, "main.go": CALM}),
    Case(tool="gosec", name="torn", files={"go.mod": MODULE, "main.go": CALM, "torn/torn.go": TORN}),
    Case(tool="gosec", name="lost", files={"go.mod": MODULE, "main.go": CALM, "lost/lost.go": LOST}),
    Case(tool="gosec", name="two-modules", files={"a/go.mod": MODULE, "a/main.go": WEAK, "b/go.mod": MODULE}),
    Case(
        tool="gosec",
        name="nested",
        files={
            "go.mod": MODULE,
            "main.go": CALM,
            "inner/go.mod": MODULE.replace("ferry", "inner"),
            "inner/main.go": WEAK,
        },
    ),
    Case(
        tool="gosec",
        name="only-tests",
        files={"go.mod": MODULE, "main_test.go": 'package main\n\nimport "testing"\n\nfunc TestX(t *testing.T) {}\n'},
    ),
    Case(
        tool="gosec",
        name="quiet",
        files={"go.mod": MODULE, "main.go": CALM, "torn/torn.go": TORN},
        argv=("gosec", "-quiet", "-fmt", "json", "./..."),
    ),
    Case(
        tool="govulncheck",
        name="called",
        files={
            "go.mod": MODULE,
            "main.go": 'package main\n\nimport "strings"\n\nfunc main() { println(strings.ToUpper("x")) }\n',
        },
        advisories=True,
    ),
    Case(tool="govulncheck", name="not-called", files={"go.mod": MODULE, "main.go": CALM}, advisories=True),
    Case(tool="govulncheck", name="torn", files={"go.mod": MODULE, "main.go": TORN}, advisories=True),
    Case(
        tool="govulncheck",
        name="empty-database",
        files={"go.mod": MODULE, "main.go": CALM, "database/README": "Nothing was fetched yet.\n"},
        argv=("govulncheck", "-db", "file://{tree}/database", "-format", "json", "./..."),
    ),
    Case(
        tool="govulncheck",
        name="no-database",
        files={"go.mod": MODULE, "main.go": CALM},
        argv=("govulncheck", "-db", "file://{tree}/database", "-format", "json", "./..."),
    ),
)
