"""The hooks of the documentation in a git repository."""

import subprocess
import sys
from pathlib import Path

from conftest import DANGLING, MISSPELT, ROOT, environment, git


def test_the_framework_stops_a_commit_and_corrects_the_flow(project: Path) -> None:
    config = (ROOT / "docs/ci/pre-commit-config.yaml").read_text(encoding="utf-8")
    (project / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"],
        cwd=project, env=environment(), check=True, capture_output=True,
    )
    flow = project / "new.flow.json"
    flow.write_text(MISSPELT, encoding="utf-8")
    git(project, "add", ".")
    stopped = git(project, "commit", "-m", "misspelt", check=False)
    assert stopped.returncode != 0 and "files were modified" in stopped.stderr, stopped.stderr
    assert "canceled" in flow.read_text(encoding="utf-8")
    git(project, "add", ".")
    git(project, "commit", "-m", "corrected")


def test_the_plain_hook_looks_at_what_is_staged(project: Path) -> None:
    hook = project / ".git" / "hooks" / "pre-commit"
    hook.write_bytes((ROOT / "docs/ci/pre-commit").read_bytes())
    hook.chmod(0o755)
    flow = project / "good.flow.json"
    sound = flow.read_text(encoding="utf-8")
    flow.write_text(DANGLING, encoding="utf-8")
    git(project, "add", ".")
    flow.write_text(sound, encoding="utf-8")
    stopped = git(project, "commit", "-m", "dangling", check=False)
    assert stopped.returncode != 0 and "F2013" in stopped.stdout + stopped.stderr, stopped
    flow.write_text(sound + "\n", encoding="utf-8")
    git(project, "add", ".")
    flow.write_text(DANGLING, encoding="utf-8")
    git(project, "commit", "-m", "the staged one is sound")
