"""Runs the program as a person does: in a folder, in a pipe, in a terminal."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
BINARY = os.environ["E2E_BINARY"]
MISSPELT = """[
  { "id": "start", "type": "start", "outcome": "mail" },
  { "id": "mail", "type": "enter_email", "outcomes": { "emailEntered": "ok", "cancelled": "ok" } },
  { "id": "ok", "type": "end" }
]
"""
DANGLING = MISSPELT.replace('"outcome": "mail"', '"outcome": "nowhere"').replace("cancelled", "canceled")
CORRECTED = MISSPELT.replace("cancelled", "canceled")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A git repository with one sound flow, and the program on the search path."""
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "user.name", "test")
    git(tmp_path, "config", "user.email", "test@localhost")
    (tmp_path / "good.flow.json").write_text(CORRECTED, encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "start")
    return tmp_path


def environment() -> dict[str, str]:
    """The program on the search path, whatever git hook calls it; no configuration of the person who tests."""
    path = f"{Path(BINARY).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def git(folder: Path, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=environment(), check=check, capture_output=True, text=True
    )
