"""What every story of the official Python client shares: ways to connect, calls, and what a browser does."""

import io
import json
import logging
import os
import re
import secrets
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import anyio
import pytest
from mcp import Client, StdioServerParameters

NEWEST = "2026-07-28"
WAYS = [("legacy", "2025-11-25"), ("auto", NEWEST), (NEWEST, NEWEST)]

Call = Callable[..., Awaitable[dict]]


def http() -> str:
    return os.environ["E2E_MCP_URL"]


def stdio() -> StdioServerParameters:
    return StdioServerParameters(
        command=os.environ["E2E_BINARY"], args=["stdio", "--api-url", os.environ["E2E_SANDBOX_URL"]]
    )


def new_key() -> str:
    """A key nobody used before: to the sandbox each key is a tenant of its own."""
    return f"sk_test_e2e{secrets.token_hex(12)}"


def recipe(name: str) -> list:
    return json.loads((Path(os.environ["E2E_RECIPES"]) / f"{name}.flow.json").read_text(encoding="utf-8"))


def assert_quiet(caplog: pytest.LogCaptureFixture) -> None:
    """The client logged no warning."""
    loud = [record for record in caplog.records if record.levelno >= logging.WARNING and not is_late(record)]
    assert [record.getMessage() for record in loud] == []


def is_late(record: logging.LogRecord) -> bool:
    """A notification came while the client was closing: mcp 2.3 closes its own end first and logs what still arrives."""
    closed = record.exc_info is not None and isinstance(record.exc_info[1], anyio.ClosedResourceError)
    return closed and record.name == "mcp.client.streamable_http"


def caller(client: Client, key: str) -> Call:
    """Calls a tool and returns its structured answer, which must not contain the key."""

    async def call(name: str, **arguments: object) -> dict:
        result = await client.call_tool(name, arguments)
        text = result.model_dump_json()
        assert not result.is_error, f"{name}: {text}"
        assert key not in text, f"{name} gives the key away"
        return result.structured_content

    return call


async def look_at_export(call: Call, session: str, output_dir: Path | None, key: str) -> None:
    """A zip behind a link over HTTP, files in a folder of the user over stdio; no file holds the key."""
    if output_dir is None:
        exported = await call("export_app", session=session)
        with urllib.request.urlopen(exported["downloadUrl"]) as response:
            archive = zipfile.ZipFile(io.BytesIO(response.read()))
        assert archive.testzip() is None
        listed = {f"{exported['appName']}/{file['path']}" for file in exported["files"]}
        assert listed <= set(archive.namelist())
        assert not [name for name in archive.namelist() if key.encode() in archive.read(name)]
    else:
        exported = await call("export_app", session=session, outputDir=str(output_dir))
        for file in exported["files"]:
            assert key.encode() not in (output_dir / file["path"]).read_bytes(), file["path"]


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


def enter_key(url: str, message: str, key: str) -> None:
    """Fills in the page on which a person enters a key, as a browser does."""
    code = re.search(r"\b[A-Z2-9]{3}-[A-Z2-9]{3}\b", message)
    assert code, message
    with urllib.request.urlopen(url) as page:
        assert page.status == 200
    origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(url))
    form = urllib.parse.urlencode({"code": code[0], "key": key}).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data=form, headers={"origin": origin})) as answer:
        assert answer.status == 200
