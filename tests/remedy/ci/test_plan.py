from __future__ import annotations

from pathlib import Path

import pytest

from remedy.ci.taking_up import EVERYTHING, Capture, lay, policy, sound, take_up
from troth.remedy.ci import data

WORDINGS = {
    "in CI": "We run `{}` in CI.",
    "on pull requests": "`{}` runs on every pull request.",
    "on push and pull request": "`{}` runs on every push and every pull request.",
    "enforced": "`{}` is enforced in CI: it must pass before a merge.",
    "weekly": "We run `{}` weekly.",
    "daily": "`{}` runs daily in CI.",
    "plain": "We use `{}`.",
}
ENFORCED_BY_ITSELF = {"codeql", "scorecard"}
"""Tools that upload what they find: "enforced" is a setting of the host."""
NO_TRIGGER = {"dependency-review": {"weekly", "daily", "on push and pull request"}, "scorecard": {"on pull requests",
              "on push and pull request"}}  # fmt: skip
"""Tools that the host lets run on some events only."""


def promised(tools: list[str], wording: str) -> str:
    return policy(*(WORDINGS[wording].format(tool) for tool in tools))


@pytest.mark.parametrize("wording", WORDINGS)
@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_every_tool_in_every_wording_is_kept_once_it_is_written(
    host: str, wording: str, tmp_path: Path, capsys: Capture
) -> None:
    tools = sorted(data.recipes())
    files = dict(EVERYTHING)
    if host == "gitlab":
        del files[".github/workflows/build.yml"]
        files[".gitlab-ci.yml"] = "stages: [build, test]\n\nbuild:\n  stage: build\n  script:\n    - make\n"
    lay(tmp_path, {**files, "SECURITY.md": promised(tools, wording)})
    taken = take_up(capsys, tmp_path, host)
    sound(taken)
    left = {one["id"] for each in taken.unmended for one in each["serves"]}
    open_ = {
        name: taken.verdicts[name]["reason"]
        for name, standing in taken.after.items()
        if standing != "kept" and taken.verdicts[name].get("settles") != "people"
    }
    assert {name: reason for name, reason in open_.items() if name not in left} == {}


@pytest.mark.parametrize("running", ["", "gosec"])
def test_of_several_tools_of_which_one_is_promised_one_is_written(
    running: str, tmp_path: Path, capsys: Capture
) -> None:
    step = "      - uses: actions/checkout@v4\n      - run: gosec ./...\n" if running else ""
    flow = f"on: [push]\njobs:\n  quay:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n{step}"
    lay(
        tmp_path,
        {**EVERYTHING, ".github/workflows/build.yml": flow, "SECURITY.md": policy("Bandit or gosec runs in CI.")},
    )
    taken = take_up(capsys, tmp_path, "github")
    written = [path for path in (tmp_path / ".github/workflows").iterdir() if path.name != "build.yml"]
    text = "".join(path.read_text() for path in written)
    assert ("bandit --recursive" in text, "gosec ./" in text) == (not running, False)
    assert "broken" not in taken.after.values()
