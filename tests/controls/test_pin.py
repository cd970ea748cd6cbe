from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import AT_RISK, BOTH, BROKEN, KEPT, UNPROVEN, Case, check, judge, says, workflow
from troth.controls import together
from troth.controls.pin import CONTROL
from troth.evidence.repository import Repository
from troth.terms.commitment import Pin


def pin(text: str, what: str, rule: str, **fields: object) -> Pin:
    return Pin(span=says(text), what=what, rule=rule, **fields)  # type: ignore[arg-type]


EXACT = pin("Use == for ferry and pilot.", "critical packages: ferry, pilot", "==", packages=("ferry", "pilot"),
            ecosystem="pypi")  # fmt: skip
OTHERS = pin("~= for others.", "other packages", "~=", packages=("ferry", "pilot"), others=True, ecosystem="pypi")
EVERYTHING = pin("All Python packages are pinned with ==.", "python packages", "==", ecosystem="pypi", universal=True)
PYTHON = pin("Python packages are pinned with ==.", "python packages", "==", ecosystem="pypi")
ACTIONS = pin("All actions are pinned by commit SHA.", "github actions", "hash", universal=True)
PINNED = pin("GitHub Actions are pinned.", "GitHub Actions", "pinned")
IMAGES = pin("Base images are pinned by digest.", "docker base images", "hash")
TAGS = pin("Base images use fixed versions.", "container base images", "version")
LOCK = pin("Python dependencies are locked.", "python dependencies", "lockfile")
HASHES = pin("Python wheels are pinned by hash.", "python wheels", "hash")
NUMBERS = pin("All dependencies are pinned to exact versions.", "dependencies", "==", universal=True)
OWN = pin("bcrypt stays below 4.", "bcrypt", "<4", packages=("bcrypt",), ecosystem="pypi")
FLAWED = pin("Known CVEs in transitive dependencies are pinned in pyproject.toml.", "transitive dependencies", "pinned")
AFFECTED = pin("Packages with known vulnerabilities are pinned.", "packages", "pinned", ecosystem="pypi")
AGAINST = pin("Against vulnerable releases, all packages are pinned.", "all packages", "pinned", ecosystem="pypi")
NESTED = pin("Transitive dependencies are pinned.", "transitive dependencies", "pinned")
BUILT_IN = pin("Minimal Alpine base with pinned dependencies.", "dependencies", "pinned")
FLOORS = pin("Production dependencies use minimum versions (`>=`).", "packages", ">=", ecosystem="pypi")
CRITICAL = pin("Pin critical dependencies to specific versions.", "critical dependencies", "==")

SHA = "0123456789abcdef0123456789abcdef01234567"
DIGEST = "sha256:" + "ab" * 32
R = "requirements.txt"
FLOW = ".github/workflows/build.yml"

CASES = (
    *(
        Case(
            name=f"a package that the sentence lets out: {words}",
            promise=pin(f"Runtime dependencies are pinned exactly{words}.", "runtime dependencies", "=="),
            files={R: "ferry==1.0\npilot~=2.0\n"},
            standing=KEPT,
            breakers=((R, "ferry==1.0", "ferry>=1.0"),),
        )
        for words in (
            ", with `pilot` as the exception",
            " except for pilot",
            " (except `pilot`)",
            "; pilot is exempt",
            ", with the exception of pilot",
            ", pilot being the only exception",
        )
    ),
    *(
        Case(
            name=f"held in a file that is named: {words}",
            promise=pin(words, "all dependencies", rule, ecosystem="pypi", universal=True),
            files={
                R: f"ferry==1.0 --hash={DIGEST}\n",
                "pyproject.toml": '[project]\nname = "harbour"\ndependencies = ["ferry>=1"]\n'
                + ('[project.optional-dependencies]\ndev = ["pilot"]\n' if dev else ""),
            },
            standing=standing,
        )
        for words, rule, dev, standing in (
            ("All dependencies are locked with hashes in `requirements.txt`.", "hash", True, AT_RISK),
            ("All dependencies are locked with hashes in `requirements.txt`.", "hash", False, KEPT),
            ("All dependencies are pinned in `requirements.txt`.", "pinned", True, AT_RISK),
            ("All dependencies are pinned in `requirements.txt`.", "pinned", False, KEPT),
            ("All dependencies in `requirements.txt` are pinned.", "pinned", True, KEPT),
        )
    ),
    *(
        Case(
            name=f"everything in CI: {words}",
            promise=pin(words, "dependencies", "hash"),
            files={R: f"ferry==1.0 --hash={DIGEST}\n"},
            standing=standing,
        )
        for words, standing in (
            ("Everything in CI is pinned by SHA.", UNPROVEN),
            ("Everything we use in our pipelines is pinned by SHA.", UNPROVEN),
            ("Everything we depend on is pinned by SHA.", KEPT),
        )
    ),
    *(
        Case(
            name=f"of a part: {words}",
            promise=pin(words, "actions", "hash", ecosystem="github-actions"),
            files={FLOW: workflow("push:", f"uses: ferry/moor@{SHA}").replace("a" * 40, "v5")},
            standing=standing,
        )
        for words, standing in (
            ("Third-party actions are pinned to commit SHAs.", KEPT),
            ("We pin actions that we do not own by SHA.", KEPT),
            ("Most actions are pinned by SHA.", UNPROVEN),
            ("Actions are pinned to a SHA or a version tag.", UNPROVEN),
            ("Actions in the release workflow are pinned by SHA.", UNPROVEN),
            ("Actions are pinned by SHA.", BROKEN),
            ("All GitHub Actions used in CI are pinned to a full commit SHA.", BROKEN),
            ("Actions are pinned to a commit SHA not a branch or tag.", BROKEN),
            ("Actions are pinned to a SHA, never to a tag or branch.", BROKEN),
            ("Actions are pinned to a SHA instead of a branch or a tag.", BROKEN),
            ("Actions are pinned to a tag or a SHA.", UNPROVEN),
        )
    ),
    Case(
        name="a list of requirements locks what it names",
        promise=pin("All dependencies are pinned with hashes.", "all dependencies", "hash", universal=True),
        files={
            R: f"ferry==1.0 --hash=sha256:{'ab' * 32}\n",
            "pyproject.toml": '[project]\nname = "harbour"\ndependencies = ["ferry"]\n',
        },
        standing=KEPT,
    ),
    Case(
        name="and nothing that stands beside it",
        promise=pin("All dependencies are pinned with hashes.", "all dependencies", "hash", universal=True),
        files={
            R: f"ferry==1.0 --hash=sha256:{'ab' * 32}\n",
            "pyproject.toml": '[project]\nname = "harbour"\ndependencies = ["ferry", "pilot"]\n',
        },
        standing=AT_RISK,
        words="open lines",
    ),
    Case(
        name="another package that it lets out",
        promise=pin("Runtime dependencies are pinned exactly, with `ferry` as the exception.", "dependencies", "=="),
        files={R: "ferry==1.0\npilot~=2.0\n"},
        standing=BROKEN,
    ),
    Case(
        name="which packages have a flaw no manifest says", promise=FLAWED, files={R: "ferry>=1\n"}, standing=UNPROVEN
    ),
    Case(
        name="nor which are affected",
        promise=AFFECTED,
        files={R: "ferry>=1\n"},
        standing=UNPROVEN,
        words="the sentence does not say which packages it means",
    ),
    Case(name="a reason is no choice of packages", promise=AGAINST, files={R: "ferry>=1\n"}, standing=BROKEN),
    Case(
        name="no manifest lists transitive dependencies",
        promise=NESTED,
        files={R: "ferry>=1\n"},
        standing=UNPROVEN,
        words="no lockfile is in the tree",
    ),
    Case(
        name="a lockfile does",
        promise=NESTED,
        standing=KEPT,
        files={"Cargo.toml": "[package]\nname = 'keel'\n[dependencies]\nferry = '1'\n", "Cargo.lock": "version = 3\n"},
    ),
    Case(
        name="minimum versions",
        promise=FLOORS,
        files={R: "ferry>=1.0\npilot==2.0\nkeel~=1.2\nmast>1,<3\n"},
        standing=KEPT,
        breakers=((R, "ferry>=1.0", "ferry"), (R, "mast>1,<3", "mast<3"), (R, "pilot==2.0", "pilot!=2.0")),
    ),
    Case(
        name="exact versions without an operator are those of every ecosystem",
        promise=NUMBERS,
        files={R: "ferry==1.0\n", "package.json": '{"dependencies": {"pilot": "1.2.3"}}\n'},
        standing=KEPT,
        breakers=(("package.json", "1.2.3", "^1.2.3"), (R, "==", ">=")),
    ),
    Case(
        name="a branch is no version",
        promise=EVERYTHING,
        files={R: "ferry==1.0\npilot @ git+https://example.org/pilot@main\n"},
        standing=UNPROVEN,
        words="the one line obeys, but not everything could be read",
    ),
    Case(
        name="a commit holds what comes from git",
        promise=EVERYTHING,
        files={R: f"ferry==1.0\npilot @ git+https://example.org/pilot@{SHA}\n"},
        standing=KEPT,
    ),
    Case(
        name="so does the start of a commit, or a tag of a version",
        promise=EVERYTHING,
        files={
            R: "ferry==1.0\npilot @ git+https://example.org/pilot@0123456\nkeel @ git+https://example.org/k@v1.2.3\n"
        },
        standing=KEPT,
        breakers=((R, "@v1.2.3", "@main"),),
    ),
    Case(
        name="a bare version of Poetry is exact",
        promise=pin("ferry is pinned with ==.", "packages", "==", packages=("ferry",), ecosystem="pypi"),
        files={"pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.11"\nferry = "1.0.0"\npilot = "^2.0"\n'},
        standing=KEPT,
        cites=("pyproject.toml:3",),
        breakers=(("pyproject.toml", '"1.0.0"', '"^1.0.0"'),),
    ),
    Case(
        name="named packages exact",
        promise=EXACT,
        files={R: "ferry==1.2.3\npilot==0.4\nlighthouse>=1\n"},
        standing=KEPT,
        cites=(f"{R}:1", f"{R}:2"),
        breakers=(
            (R, "ferry==1.2.3", "ferry~=1.2.3"),
            (R, "pilot==0.4", "pilot>=0.4"),
            (R, "ferry==1.2.3", "ferry==1.*"),
        ),
    ),
    Case(
        name="stricter never breaks",
        promise=OTHERS,
        files={R: "ferry>=1\nlighthouse==1.0\nharbour~=2.1.0\n"},
        standing=KEPT,
        breakers=((R, "lighthouse==1.0", "lighthouse>=1.0"), (R, "~=2.1.0", "")),
    ),
    Case(name="a bounded range is compatible", promise=OTHERS, files={R: "lighthouse>=1.4,<2\n"}, standing=KEPT),
    Case(
        name="development lines are counted apart",
        promise=PYTHON,
        files={R: "ferry==1.0\n", "requirements-dev.txt": "pilot>=1\n"},
        standing=KEPT,
    ),
    Case(
        name="actions by commit",
        promise=ACTIONS,
        files={FLOW: workflow(BOTH, f"uses: actions/checkout@{SHA}", f"uses: actions/cache@{SHA}")},
        standing=KEPT,
        cites=(f"{FLOW}:9", f"{FLOW}:10"),
        breakers=((FLOW, f"actions/cache@{SHA}", "actions/cache@v4"),),
    ),
    Case(
        name="images by digest",
        promise=IMAGES,
        files={"Dockerfile": f"FROM python:3.12@{DIGEST}\n"},
        standing=KEPT,
        breakers=(("Dockerfile", f"@{DIGEST}", ""),),
    ),
    Case(
        name="images by version",
        promise=TAGS,
        files={"Dockerfile": "FROM python:3.12-slim\n"},
        standing=KEPT,
        breakers=(("Dockerfile", ":3.12-slim", ":latest"), ("Dockerfile", ":3.12-slim", "")),
    ),
    Case(
        name="locked",
        promise=LOCK,
        files={
            "pyproject.toml": '[project]\nname = "harbour"\nversion = "1.0"\ndependencies = ["ferry>=1"]\n',
            "uv.lock": 'version = 1\n[[package]]\nname = "ferry"\nversion = "1.0"\n',
        },
        standing=KEPT,
        cites=("uv.lock",),
    ),
    Case(
        name="every line hashed",
        promise=HASHES,
        files={R: f"ferry==1.0 --hash={DIGEST}\n"},
        standing=KEPT,
        breakers=((R, f" --hash={DIGEST}", ""),),
    ),
    Case(
        name="a range of its own",
        promise=OWN,
        files={R: "bcrypt<4\n"},
        standing=KEPT,
        breakers=((R, "bcrypt<4", "bcrypt==4.1"),),
    ),
    Case(
        name="cargo exact",
        promise=pin("Rust crates are pinned exactly.", "rust crates", "=", ecosystem="cargo"),
        files={"Cargo.toml": '[package]\nname = "harbour"\nversion = "0.1.0"\n[dependencies]\nferry = "=1.2.3"\n'},
        standing=KEPT,
        breakers=(("Cargo.toml", "=1.2.3", "1.2.3"),),
    ),
    # at risk
    Case(
        name="a constraints file may override",
        promise=PYTHON,
        files={R: "-c constraints.txt\nferry==1.0\n", "constraints.txt": "ferry<2\n"},
        standing=AT_RISK,
        cites=("constraints.txt:1",),
    ),
    Case(
        name="a tag where a commit was meant",
        promise=PINNED,
        files={FLOW: workflow(BOTH, "uses: actions/checkout@v4")},
        standing=AT_RISK,
        words="can be moved",
    ),
    Case(
        name="one manifest without lock",
        promise=LOCK,
        files={
            "a/pyproject.toml": '[project]\nname = "harbour"\nversion = "1.0"\ndependencies = ["ferry>=1"]\n',
            "a/uv.lock": 'version = 1\n[[package]]\nname = "ferry"\nversion = "1.0"\n',
            "b/pyproject.toml": '[project]\nname = "pilot"\nversion = "1.0"\ndependencies = ["ferry>=1"]\n',
        },
        standing=AT_RISK,
        cites=("b/pyproject.toml:4",),
    ),
    Case(
        name="an open manifest under a lockfile elsewhere",
        promise=pin("Python dependencies are pinned.", "python dependencies", "pinned"),
        files={
            "a/pyproject.toml": '[project]\nname = "harbour"\nversion = "1.0"\ndependencies = ["ferry>=1"]\n',
            "a/uv.lock": 'version = 1\n[[package]]\nname = "ferry"\nversion = "1.0"\n',
            "b/pyproject.toml": '[project]\nname = "pilot"\nversion = "1.0"\ndependencies = ["ferry>=1"]\n',
        },
        standing=AT_RISK,
        words="has open lines",
        cites=("b/pyproject.toml:4", "a/uv.lock"),
    ),
    # broken
    Case(
        name="looser lines, each with its form",
        promise=EXACT,
        files={R: "ferry~=1.2.3\npilot==0.4\n", "services/iot/requirements.txt": "ferry>=1\n"},
        standing=BROKEN,
        words="2 of 3 lines looser than promised, 2 files",
        cites=(f"{R}:1", "services/iot/requirements.txt:1"),
    ),
    Case(name="others without any rule", promise=OTHERS, files={R: "lighthouse\n"}, standing=BROKEN),
    Case(
        name="all means tests too",
        promise=EVERYTHING,
        files={R: "ferry==1.0\n", "requirements-dev.txt": "pilot>=1\n"},
        standing=BROKEN,
        cites=("requirements-dev.txt:1",),
    ),
    Case(
        name="one action by tag",
        promise=ACTIONS,
        files={FLOW: workflow(BOTH, f"uses: actions/checkout@{SHA}", "uses: actions/cache@v4")},
        standing=BROKEN,
        cites=(f"{FLOW}:10",),
    ),
    Case(
        name="an action by branch is not pinned",
        promise=PINNED,
        files={FLOW: workflow(BOTH, "uses: example/pilot@main")},
        standing=BROKEN,
    ),
    Case(
        name="the image that a job runs in is no base image",
        promise=IMAGES,
        files={
            "Dockerfile": f"FROM alpine@sha256:{'a' * 64}\n",
            ".gitlab-ci.yml": "image: node:20\nferry:\n  script: x\n",
        },
        standing=KEPT,
    ),
    Case(
        name="images of jobs where they are meant too",
        promise=pin("Base images and all CI images are pinned by digest.", "docker base images", "hash"),
        files={
            "Dockerfile": f"FROM alpine@sha256:{'a' * 64}\n",
            ".gitlab-ci.yml": "image: node:20\nferry:\n  script: x\n",
        },
        standing=BROKEN,
    ),
    Case(name="image without digest", promise=IMAGES, files={"Dockerfile": "FROM python:3.12\n"}, standing=BROKEN),
    Case(
        name="UTF-16 is read too",
        promise=EXACT,
        files={R: "ferry~=1.2.3\r\n".encode("utf-16")},
        standing=BROKEN,
        cites=(f"{R}:1",),
    ),
    Case(
        name="the file that the sentence names, and no other",
        promise=pin("Tools are pinned with == in `requirements-dev.txt`.", "packages", "==", ecosystem="pypi"),
        files={R: "ferry>=1\n", "requirements-dev.txt": "winch==1.2\n"},
        standing=KEPT,
        cites=("requirements-dev.txt:1",),
    ),
    Case(
        name="a line of the named file is looser",
        promise=pin("Tools are pinned with == in `requirements-dev.txt`.", "packages", "==", ecosystem="pypi"),
        files={R: "ferry==1\n", "requirements-dev.txt": "winch>=1.2\n"},
        standing=BROKEN,
        cites=("requirements-dev.txt:1",),
    ),
    Case(
        name="the named file is not there",
        promise=pin("Tools are pinned with == in `requirements-dev.txt`.", "packages", "==", ecosystem="pypi"),
        files={R: "ferry>=1\n"},
        standing=UNPROVEN,
    ),
    Case(
        name="packages for building and testing are not those of users",
        promise=pin("Packages for building and testing are pinned with ==.", "packages", "==", ecosystem="pypi"),
        files={R: "ferry>=1\n", "requirements-dev.txt": "winch==1.2\n"},
        standing=KEPT,
        cites=("requirements-dev.txt:1",),
    ),
    # unproven
    Case(name="no manifest", promise=EXACT, files={"README.md": "x\n"}, standing=UNPROVEN, words="no dependency line"),
    Case(name="critical without names", promise=CRITICAL, files={R: "ferry>=1\n"}, standing=UNPROVEN),
    Case(name="no lockfile", promise=LOCK, files={R: "ferry>=1\n"}, standing=UNPROVEN, words="no lockfile"),
    Case(
        name="a rule that no line can be held against",
        promise=pin("Packages are kept fresh.", "python packages", "latest", ecosystem="pypi"),
        files={R: "ferry>=1\n"},
        standing=UNPROVEN,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)


def test_offenders_carry_their_rewritten_form(tree: Callable[..., Repository]) -> None:
    case = Case(name="form", promise=EXACT, files={R: "ferry~=0.104.1\n"}, standing=BROKEN)
    verdict = check(case, CONTROL, tree, tree)
    assert [fact.fact for fact in verdict.because] == ["ferry~=0.104.1 → ==0.104.1"]
    assert verdict.next is not None
    assert verdict.next.text == f"Write ==0.104.1 at {R}:1."


def test_the_form_is_of_the_version_that_is_locked(tree: Callable[..., Repository]) -> None:
    asks = '[project]\nname = "harbour"\ndependencies = ["ferry>=2.31,<3", "pilot~=8.1", "keel>=4"]\n'
    files = {"pyproject.toml": asks, R: "ferry==2.32.3\npilot==9.0\n"}
    facts = [fact.fact for fact in judge(CONTROL, EVERYTHING, tree(files)).because]
    assert facts == [
        "ferry>=2.31,<3 → ==2.32.3",
        "pilot~=8.1 → ==<the version you run>",  # what is locked is none that the line allows
        "keel>=4 → ==4",  # nothing locks it
    ]


def test_the_other_packages_are_those_that_no_pin_names() -> None:
    rest = pin("~= for the rest.", "other packages", "~=", others=True, ecosystem="pypi")
    given = together([EXACT, rest])
    assert [one.excepted for one in given if isinstance(one, Pin)] == [(), ("ferry", "pilot")]


def test_the_excepted_packages_are_not_among_the_others(tree: Callable[..., Repository]) -> None:
    rest = pin("~= for the rest.", "other packages", "~=", others=True, ecosystem="pypi", excepted=("ferry",))
    case = Case(name="rest", promise=rest, files={R: "ferry>=1\npilot~=1.0\n"}, standing=KEPT)
    check(case, CONTROL, tree, tree)


@pytest.mark.parametrize(
    ("sentence", "standing"),
    [
        ("All actions, including third-party actions, are pinned to a full commit SHA.", BROKEN),
        ("All actions in our workflows and third-party actions are pinned to a commit SHA.", BROKEN),
        ("All actions used in CI are pinned to a full commit SHA.", BROKEN),
        ("All third-party actions are pinned to a full commit SHA.", KEPT),
    ],
)
def test_actions_of_others_beside_all_the_rest(
    sentence: str, standing: object, tree: Callable[..., Repository]
) -> None:
    uses = f"      - uses: actions/checkout@main\n      - uses: quay/tool@{'a' * 40}\n"
    flow = f"on: push\njobs:\n  quay:\n    steps:\n{uses}"
    promise = pin(sentence, "actions", "hash", ecosystem="github-actions", universal=True)
    assert judge(CONTROL, promise, tree({".github/workflows/ci.yml": flow})).standing is standing


@pytest.mark.parametrize(
    ("sentence", "standing"),
    [
        ("CI installs with `--require-hashes`.", UNPROVEN),
        ("`pip install --require-hashes` is used everywhere.", UNPROVEN),
        ("Every package that CI installs is pinned by hash.", UNPROVEN),
        ("Our packages are pinned by hash.", KEPT),
        ("Packages are pinned by hash in requirements.txt, which CI reads.", KEPT),
    ],
)
def test_how_packages_are_installed_no_lockfile_shows(
    sentence: str, standing: object, tree: Callable[..., Repository]
) -> None:
    locked = f"mast==1.0 \\\n    --hash=sha256:{'a' * 64}\n"
    assert judge(CONTROL, pin(sentence, "dependencies", "hash"), tree({R: locked})).standing is standing
