"""The program in a terminal of its own: questions, colours."""

import os
import pty
import select
import time
from pathlib import Path

import pytest
from conftest import BINARY, CORRECTED, DANGLING, ROOT

RECIPE = ROOT / "runtime/src/author/recipes/quickstart.flow.json"


class Terminal:
    """A pseudo-terminal with the program in it."""

    def __init__(self, *arguments: str | Path, **environment: str) -> None:
        self.told = ""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            base = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "CI"}}
            os.execve(BINARY, [BINARY, *map(str, arguments)], {**base, "TERM": "xterm-256color", **environment})

    def until(self, text: str) -> str:
        """Reads until the text is told."""
        deadline = time.monotonic() + 10
        while text not in self.told:
            assert time.monotonic() < deadline, f"waited for {text!r} after {self.told!r}"
            self.read()
        before, self.told = self.told.split(text, 1)
        return before

    def read(self) -> bool:
        if not select.select([self.terminal], [], [], 0.1)[0]:
            return True
        try:
            chunk = os.read(self.terminal, 65536)
        except OSError:  # the other side has ended
            return False
        self.told += chunk.decode()
        return bool(chunk)

    def type(self, line: str) -> None:
        os.write(self.terminal, f"{line}\n".encode())

    def end(self) -> int:
        """Reads the rest and tells the exit code."""
        while self.read():
            pass
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def test_simulate_asks_for_one_outcome_after_the_other() -> None:
    terminal = Terminal("simulate", RECIPE)
    assert "greeting (conversation)" in terminal.until("1  livenessDetected")
    terminal.until("q quit): ")
    terminal.type("perhaps")
    terminal.until("`perhaps` is none of these")
    terminal.type("1")
    terminal.until("security_question (conversation)")
    terminal.until("b back, q quit): ")
    terminal.type("b")
    terminal.until("1  livenessDetected")
    terminal.type("deepfakeDetected")
    terminal.until("rejected (end)")
    terminal.until("The session ends here as complete.")
    assert terminal.end() == 0


@pytest.mark.parametrize("leave", ["q\n", "\x04"])
def test_simulate_is_left_at_any_time(leave: str) -> None:
    terminal = Terminal("simulate", RECIPE)
    terminal.until("q quit): ")
    os.write(terminal.terminal, leave.encode())
    assert terminal.end() == 0


@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colours_stand_on_a_terminal_that_wants_them(
    environment: dict[str, str], coloured: bool, tmp_path: Path
) -> None:
    flow = tmp_path / "dangling.json"
    flow.write_text(DANGLING, encoding="utf-8")
    terminal = Terminal("validate", flow, **environment)
    assert terminal.end() == 1
    assert "F2013" in terminal.told
    assert ("\x1b[" in terminal.told) == coloured, terminal.told


def test_a_sound_flow_needs_no_colours(tmp_path: Path) -> None:
    flow = tmp_path / "sound.json"
    flow.write_text(CORRECTED, encoding="utf-8")
    terminal = Terminal("validate", flow)
    assert terminal.end() == 0
    assert "valid, 0 errors" in terminal.told
