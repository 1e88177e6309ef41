"""The official Python client, in each way it can settle on a protocol revision."""

import io
import json
import logging
import os
import secrets
import urllib.request
import zipfile
from pathlib import Path

import anyio
import pytest
from mcp import Client, StdioServerParameters

NEWEST = "2026-07-28"
HAPPY_PATH = ["greeting", "liveness", "security_question", "email_code", "thanks"]
WAYS = [("legacy", "2025-11-25"), ("auto", NEWEST), (NEWEST, NEWEST)]


@pytest.mark.parametrize(("mode", "settles"), WAYS)
def test_quickstart_over_http(mode: str, settles: str, caplog: pytest.LogCaptureFixture) -> None:
    anyio.run(quickstart, Client(os.environ["E2E_MCP_URL"], mode=mode), settles, None)
    assert_quiet(caplog)


@pytest.mark.parametrize(("mode", "settles"), WAYS)
def test_quickstart_over_stdio(mode: str, settles: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    server = StdioServerParameters(
        command=os.environ["E2E_BINARY"], args=["stdio", "--api-url", os.environ["E2E_SANDBOX_URL"]]
    )
    anyio.run(quickstart, Client(server, mode=mode), settles, tmp_path / "app")
    assert_quiet(caplog)


def assert_quiet(caplog: pytest.LogCaptureFixture) -> None:
    """The client logged no warning."""
    loud = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert loud == []


async def quickstart(client: Client, settles: str, output_dir: Path | None) -> None:
    """Key, preview, results, list, export: the quickstart as a client lives through it."""
    key = f"sk_test_e2e{secrets.token_hex(12)}"
    flow = json.loads((Path(os.environ["E2E_RECIPES"]) / "quickstart.flow.json").read_text(encoding="utf-8"))

    async with client:
        assert client.protocol_version == settles

        async def call(name: str, **arguments: object) -> dict:
            result = await client.call_tool(name, arguments)
            text = result.model_dump_json()
            assert not result.is_error, f"{name}: {text}"
            assert key not in text, f"{name} gives the key away"
            return result.structured_content

        tools = {tool.name for tool in (await client.list_tools()).tools}
        assert {"set_api_key", "launch_session_ui", "export_app", "get_session", "list_sessions"} <= tools

        session = (await call("set_api_key", apiKey=key))["session"]
        launched = await call(
            "launch_session_ui", session=session, flow=flow, metadata={"sandboxScenario": "happy"}
        )
        session_id = click_start(launched["previewUrl"])

        result = (await call("get_session", session=session, sessionId=session_id))["verification"]
        assert result["status"] == "complete"
        assert [report["nodeId"] for report in result["report"]["nodeReports"]] == HAPPY_PATH
        assert result["report"]["transcript"]

        page = await call("list_sessions", session=session, limit=10, status="complete")
        assert [listed["id"] for listed in page["sessions"]] == [session_id]

        if output_dir is None:
            exported = await call("export_app", session=session)
            with urllib.request.urlopen(exported["downloadUrl"]) as response:
                archive = zipfile.ZipFile(io.BytesIO(response.read()))
            assert archive.testzip() is None
            listed = {f"{exported['appName']}/{file['path']}" for file in exported["files"]}
            assert listed <= set(archive.namelist())
        else:
            exported = await call("export_app", session=session, outputDir=str(output_dir))
            for file in exported["files"]:
                assert (output_dir / file["path"]).is_file(), file["path"]


def click_start(preview_url: str) -> str:
    """What the preview's script does when a person clicks Start Session."""
    request = urllib.request.Request(
        f"{preview_url}/sessions",
        data=b"{}",
        headers={"content-type": "application/json", "x-facesign-preview": "1"},
        method="POST",
    )
    with urllib.request.urlopen(request) as response:
        return json.load(response)["sessionId"]
