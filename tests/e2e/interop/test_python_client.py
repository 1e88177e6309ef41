"""The official Python client, in each way it can settle on a protocol revision: the quickstart, and from a wish to an app."""

from pathlib import Path

import anyio
import pytest
from mcp import Client
from python_story import WAYS, assert_quiet, caller, click_start, http, look_at_export, new_key, recipe, stdio

HAPPY_PATH = ["greeting", "liveness", "security_question", "email_code", "thanks"]
WISH = "Check that the person is live, ask what the transfer is for, then send a code."
# What `payment-sca` misses in that wish: something that recognises the person, and a code by SMS.
REPAIR = [
    {"op": "insert_before", "node": "liveness", "step": {"type": "recognition"}},
    {"op": "replace", "node": "email_code", "step": {"type": "two_factor_sms"}},
]
REPAIRED = ["greeting", "recognition", "liveness", "question", "sms_code"]


async def quickstart(client: Client, settles: str, output_dir: Path | None) -> None:
    """Key, preview, results, list, export: the quickstart as a client lives through it."""
    key = new_key()
    call = caller(client, key)
    async with client:
        assert client.protocol_version == settles
        tools = {tool.name for tool in (await client.list_tools()).tools}
        assert {"set_api_key", "launch_session_ui", "export_app", "get_session", "list_sessions"} <= tools

        session = (await call("set_api_key", apiKey=key))["session"]
        launched = await call(
            "launch_session_ui", session=session, flow=recipe("quickstart"), metadata={"sandboxScenario": "happy"}
        )
        session_id = click_start(launched["previewUrl"])

        result = (await call("get_session", session=session, sessionId=session_id))["verification"]
        assert result["status"] == "complete"
        assert [report["nodeId"] for report in result["report"]["nodeReports"]] == HAPPY_PATH
        assert result["report"]["transcript"]

        page = await call("list_sessions", session=session, limit=10, status="complete")
        assert [listed["id"] for listed in page["sessions"]] == [session_id]
        await look_at_export(call, session, output_dir, key)


async def from_wish(client: Client, settles: str, output_dir: Path | None) -> None:
    """Build, answer, prove, edit, prove again, walk, show, read, export."""
    key = new_key()
    call = caller(client, key)
    async with client:
        assert client.protocol_version == settles
        session = (await call("set_api_key", apiKey=key))["session"]
        asked = await call("build_flow", session=session, description=WISH)
        assert [question["id"] for question in asked["questions"] if question["open"]] == ["channel"]
        answers = {"channel": "email", "retries": "1"}
        built = await call("build_flow", session=session, description=WISH, answers=answers)
        assert built["valid"] and built["stored"]

        refuted = await call("validate_flow", session=session, policy="payment-sca")
        assert not refuted["policy"]["holds"]
        edited = await call("build_flow", session=session, edits=REPAIR)
        assert [passed["id"] for passed in edited["path"]] == ["start", *REPAIRED, "verified"]
        proved = await call("validate_flow", session=session, policy="payment-sca")
        assert proved["policy"]["holds"], proved["policy"]
        walked = await call("simulate_flow", session=session, paths=True)
        assert {"verified", "rejected"} <= {route["end"] for route in walked["paths"]["routes"]}

        launched = await call("launch_session_ui", session=session, metadata={"sandboxScenario": "happy"})
        session_id = click_start(launched["previewUrl"])
        result = (await call("get_session", session=session, sessionId=session_id))["verification"]
        assert [report["nodeId"] for report in result["report"]["nodeReports"]] == REPAIRED
        await look_at_export(call, session, output_dir, key)


@pytest.mark.parametrize("story", [quickstart, from_wish])
@pytest.mark.parametrize(("mode", "settles"), WAYS)
def test_over_http(story, mode: str, settles: str, caplog: pytest.LogCaptureFixture) -> None:
    anyio.run(story, Client(http(), mode=mode), settles, None)
    assert_quiet(caplog)


@pytest.mark.parametrize("story", [quickstart, from_wish])
@pytest.mark.parametrize(("mode", "settles"), WAYS)
def test_over_stdio(story, mode: str, settles: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    anyio.run(story, Client(stdio(), mode=mode), settles, tmp_path / "app")
    assert_quiet(caplog)
