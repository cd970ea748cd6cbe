"""Manifests of Python projects."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from troth.evidence.manifests import pipfile, pyproject, requirements, setup_cfg, setup_py
from troth.evidence.manifests.reader import Found
from troth.evidence.repository import Repository

Make = Callable[..., Repository]


def lines(found: Found) -> list[tuple[int | None, str, str, str]]:
    return [(line.span.line, line.name, line.constraint, line.scope) for line in found.requirements]


TEXT = (
    "# heading\r\nFlask_Login==1.0 # why\r\nuvicorn[standard,Extra_One]~=0.24 ; python_version < '3.12'\r\n\r\n"
    "numpy == 1.2 , < 2\r\nplain\r\n-i https://example.org/simple\r\n"
)


@pytest.mark.parametrize(
    "data",
    [TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode(), TEXT.encode("utf-16"), b"\xfe\xff" + TEXT.encode("utf-16-be")],
)
def test_requirements_in_every_encoding(tree: Make, data: bytes) -> None:
    found = requirements.read(tree({"requirements.txt": data}), "requirements.txt")
    assert lines(found) == [
        (2, "flask-login", "==1.0", "runtime"),
        (3, "uvicorn", "~=0.24", "runtime"),
        (5, "numpy", "==1.2,<2", "runtime"),
        (6, "plain", "", "runtime"),
    ]
    assert found.requirements[0].span.text == "Flask_Login==1.0 # why"
    assert found.requirements[1].extras == ("extra-one", "standard")
    assert found.gaps == ()


def test_hashes_and_continued_lines(tree: Make) -> None:
    text = "a==1 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\nb==2\n"
    found = requirements.read(tree({"requirements.txt": text}), "requirements.txt").requirements
    assert [(line.name, line.hashed, line.span.line, line.span.end_line) for line in found] == [
        ("a", True, 1, 3),
        ("b", False, 4, None),
    ]


def test_addresses(tree: Make) -> None:
    text = (
        "-e .\n-e git+https://example.org/ferry.git@v1.0#egg=Ferry\nferry @ https://example.org/f.zip#sha256=aa\n"
        "https://example.org/ferry-1.2-py3-none-any.whl\n./local\nharbour @ git+https://example.org/h@abc\nx==${V}\n"
    )
    found = requirements.read(tree({"requirements.txt": text}), "requirements.txt")
    assert [(line.name, line.constraint, line.source, line.hashed) for line in found.requirements] == [
        (".", "", "path", False),
        ("ferry", "v1.0", "git", False),
        ("ferry", "", "url", True),
        ("ferry", "==1.2", "url", False),
        ("local", "", "path", False),
        ("harbour", "abc", "git", False),
        ("x", "==${V}", "index", False),
    ]
    assert found.requirements[-1].variable
    assert found.gaps == ()


def test_includes_and_constraints(tree: Make) -> None:
    repo = tree({
        "requirements.txt": "-r more/extra.txt\n-c limits.txt\n-r requirements.txt\n-r ../../etc/passwd\n-r gone.txt\na\n",
        "more/extra.txt": "b==2\n-r ../requirements-dev.txt\n",
        "limits.txt": "c==3\n",
        "requirements-dev.txt": "d==4\n",
    })  # fmt: skip
    found = requirements.read(repo, "requirements.txt")
    assert {(line.name, line.span.path, line.constrains) for line in found.requirements} == {
        ("a", "requirements.txt", False),
        ("b", "more/extra.txt", False),
        ("c", "limits.txt", True),
    }
    assert [gap.wanted for gap in found.gaps] == ["../../etc/passwd", "gone.txt"]


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("requirements.txt", "runtime"),
        ("requirements/base.txt", "runtime"),
        ("requirements-dev.txt", "development"),
        ("dev-requirements.txt", "development"),
        ("requirements_test.txt", "test"),
        ("requirements/test.txt", "test"),
        ("docs-requirements.txt", "development"),
        ("requirements-build.txt", "build"),
    ],
)
def test_scope_by_name(path: str, scope: str) -> None:
    assert requirements.scope_of_file(path) == scope
    assert requirements.is_listed(path)


def test_a_source_beside_its_compiled_file_is_not_installed(tree: Make) -> None:
    repo = tree({"requirements.in": "a\n", "requirements.txt": "a==1\n", "tools-requirements.in": "b\n"})
    assert requirements.read(repo, "requirements.in").requirements == ()
    assert [line.name for line in requirements.read(repo, "tools-requirements.in").requirements] == ["b"]


def test_lines_that_pip_would_refuse_are_gaps(tree: Make) -> None:
    found = requirements.read(tree({"requirements.txt": "a = 1\n???\nb==1\n"}), "requirements.txt")
    assert [gap.span.line for gap in found.gaps if gap.span] == [1, 2]
    assert [line.name for line in found.requirements] == ["b"]


PYPROJECT = """\
[build-system]
requires = ["hatchling>=1", "hatch-vcs"]

[project]
name = "ferry"
version = "1.2.3"
requires-python = ">=3.11"
dependencies = [
  "anchor==1.0",  # pinned
  "buoy>=2; sys_platform == 'linux'",
  "not a requirement !!",
]

[project.optional-dependencies]
test = ["rope~=1.0"]
fancy = ["paint"]

[dependency-groups]
dev = ["knot", {include-group = "more"}]
more = ["splice==1"]

[tool.uv.sources]
anchor = { git = "https://example.org/anchor", rev = "0123456789012345678901234567890123456789" }
"""


def test_pyproject_of_the_standards(tree: Make) -> None:
    found = pyproject.read(tree({"pyproject.toml": PYPROJECT}), "pyproject.toml")
    assert lines(found) == [
        (9, "anchor", "0123456789012345678901234567890123456789", "runtime"),
        (10, "buoy", ">=2", "runtime"),
        (15, "rope", "~=1.0", "test"),
        (16, "paint", "", "optional"),
        (19, "knot", "", "development"),
        (20, "splice", "==1", "development"),
        (2, "hatchling", ">=1", "build"),
        (2, "hatch-vcs", "", "build"),
    ]
    assert (found.requirements[0].source, found.requirements[0].hashed) == ("git", True)
    assert [(gap.span.line, gap.reason) for gap in found.gaps if gap.span] == [(11, "no valid requirement")]
    assert [(t.version, t.span.line, t.origin, t.primary) for t in found.toolchains] == [
        (">=3.11", 7, "requires-python", True)
    ]
    assert [(v.package, v.version, v.span.line, v.published) for v in found.versions] == [("ferry", "1.2.3", 6, True)]


def test_pyproject_of_poetry(tree: Make) -> None:
    text = (
        '[tool.poetry]\nname = "ferry"\nversion = "0.3.0"\nclassifiers = ["Private :: Do Not Upload"]\n'
        '[tool.poetry.dependencies]\npython = "^3.11"\nanchor = "^1.2"\nbuoy = { version = "~2.0", optional = true }\n'
        'rope = { path = "../rope" }\nany = "*"\nmany = [{ version = "1" }, { version = "2" }]\n'
        '[tool.poetry.group.test.dependencies]\nknot = "1.0"\n[tool.poetry.dev-dependencies]\nold = ">=1"\n'
    )
    found = pyproject.read(tree({"pyproject.toml": text}), "pyproject.toml")
    assert lines(found) == [
        (7, "anchor", "^1.2", "runtime"),
        (8, "buoy", "~2.0", "optional"),
        (9, "rope", "", "runtime"),
        (10, "any", "", "runtime"),
        (11, "many", "1", "runtime"),
        (11, "many", "2", "runtime"),
        (15, "old", ">=1", "development"),
        (13, "knot", "1.0", "test"),
    ]
    assert found.toolchains[0].version == "^3.11"
    assert (found.versions[0].version, found.versions[0].published) == ("0.3.0", False)


def test_a_version_that_a_file_gives(tree: Make) -> None:
    repo = tree({
        "pyproject.toml": '[project]\nname = "ferry"\ndynamic = ["version"]\n[tool.hatch.version]\npath = "src/ferry/__init__.py"\n',
        "src/ferry/__init__.py": '"""Ferry."""\n__version__ = "0.9.1"\n',
        "b/pyproject.toml": '[project]\nname = "b"\n[tool.setuptools.dynamic]\nversion = {attr = "b.about.__version__"}\n',
        "b/src/b/about.py": '__version__: str = "2.0"\n',
    })  # fmt: skip
    first, second = (
        pyproject.read(repo, "pyproject.toml").versions[0],
        pyproject.read(repo, "b/pyproject.toml").versions[0],
    )
    assert (first.version, str(first.span)) == ("0.9.1", "src/ferry/__init__.py:2")
    assert (second.version, str(second.span)) == ("2.0", "b/src/b/about.py:1")


SETUP = """\
from setuptools import setup
VERSION = "1.4"
BASE = ["anchor==1.0",
        "buoy>=2"]
setup(
    name="ferry",
    version=VERSION,
    python_requires=">=3.9",
    install_requires=BASE,
    setup_requires=["wheel"],
    extras_require={
        "dev": ["knot"],
        "odd": compute(),
    },
)
raise SystemExit("never run")
"""


def test_setup_py_is_read_and_not_run(tree: Make) -> None:
    found = setup_py.read(tree({"setup.py": SETUP}), "setup.py")
    assert lines(found) == [
        (3, "anchor", "==1.0", "runtime"),
        (4, "buoy", ">=2", "runtime"),
        (10, "wheel", "", "build"),
        (12, "knot", "", "development"),
    ]
    assert [(gap.wanted, gap.span.line) for gap in found.gaps if gap.span] == [("extras_require[odd]", 13)]
    assert (found.toolchains[0].version, found.versions[0].version, found.versions[0].package) == (
        ">=3.9",
        "1.4",
        "ferry",
    )


def test_setup_py_that_reads_a_requirements_file_hides_nothing(tree: Make) -> None:
    text = "from setuptools import setup\nsetup(install_requires=open('requirements.txt').read().split())\n"
    assert setup_py.read(tree({"setup.py": text, "requirements.txt": "a==1"}), "setup.py").gaps == ()
    assert len(setup_py.read(tree({"setup.py": text}), "setup.py").gaps) == 1


@pytest.mark.parametrize("text", ["def (", "x = " + "(" * 5000, "a\n" * 200_000, "\0"])
def test_setup_py_that_cannot_be_parsed(tree: Make, text: str) -> None:
    repo = tree({"setup.py": text})
    found = setup_py.read(repo, "setup.py")
    assert found.gaps or repo.gaps
    assert found.requirements == ()


def test_setup_cfg(tree: Make) -> None:
    text = (
        "[metadata]\nname = ferry\nversion = 1.0\n[options]\npython_requires = >=3.8\ninstall_requires =\n"
        "    anchor==1.0\n    # no\n    buoy>=2 # why\n    what ever\n[options.extras_require]\ntest = knot\n"
    )
    found = setup_cfg.read(tree({"setup.cfg": text}), "setup.cfg")
    assert lines(found) == [(7, "anchor", "==1.0", "runtime"), (9, "buoy", ">=2", "runtime"), (12, "knot", "", "test")]
    assert [gap.span.line for gap in found.gaps if gap.span] == [10]
    assert (found.versions[0].version, found.versions[0].span.line, found.toolchains[0].version) == ("1.0", 3, ">=3.8")
    assert setup_cfg.read(tree({"setup.cfg": "[metadata]\nversion = attr: ferry.v\n"}), "setup.cfg").versions == ()


def test_pipfile(tree: Make) -> None:
    text = '[packages]\nanchor = "==1.0"\nbuoy = {version = ">=2", extras = ["x"]}\n[dev-packages]\nknot = "*"\n[requires]\npython_version = "3.11"\n'
    found = pipfile.read(tree({"Pipfile": text}), "Pipfile")
    assert lines(found) == [
        (2, "anchor", "==1.0", "runtime"),
        (3, "buoy", ">=2", "runtime"),
        (5, "knot", "", "development"),
    ]
    assert (found.toolchains[0].version, found.toolchains[0].span.line) == ("3.11", 7)
