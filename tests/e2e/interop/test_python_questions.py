"""What the official Python client passes on to its person and hears of by itself, in both eras of the protocol."""

import anyio
import pytest
from mcp import Client, types
from python_story import NEWEST, WAYS, assert_quiet, caller, click_start, enter_key, http, new_key, recipe, stdio

WISH = "Check that the person is live, then send a code by email."
REACHES = [http, stdio]


@pytest.mark.parametrize("reach", REACHES)
@pytest.mark.parametrize(("mode", "settles"), WAYS)
def test_a_key_is_entered_on_the_page(reach, mode: str, settles: str, caplog: pytest.LogCaptureFixture) -> None:
    anyio.run(key_by_page, reach, mode, settles)
    assert_quiet(caplog)


async def key_by_page(reach, mode: str, settles: str) -> None:
    key = new_key()
    asked = []
    willing = True

    async def person(_: object, question: types.ElicitRequestParams) -> types.ElicitResult:
        asked.append(question)
        assert question.mode == "url"
        if not willing:
            return types.ElicitResult(action="decline")
        await anyio.to_thread.run_sync(enter_key, question.url, question.message, key)
        return types.ElicitResult(action="accept")

    client = Client(reach(), mode=mode, elicitation_callback=person)
    call = caller(client, key)
    async with client:
        assert client.protocol_version == settles
        opened = await call("set_api_key")
        assert len(asked) == 1
        assert key not in asked[0].model_dump_json(), "the key never meets the client"
        assert opened["apiKey"] == f"sk_test_…{key[-4:]}"
        session = opened["session"]
        await call("list_sessions", session=session)

        willing = False
        declined = await client.call_tool("set_api_key", {"session": session})
        assert declined.is_error, "a person who would not is told so"


@pytest.mark.parametrize("reach", REACHES)
@pytest.mark.parametrize(("mode", "settles"), WAYS)
def test_a_form_is_filled_in(reach, mode: str, settles: str, caplog: pytest.LogCaptureFixture) -> None:
    anyio.run(flow_by_form, reach, mode, settles)
    assert_quiet(caplog)


async def flow_by_form(reach, mode: str, settles: str) -> None:
    asked = []

    async def person(_: object, question: types.ElicitRequestParams) -> types.ElicitResult:
        fields = question.requested_schema["properties"]
        asked.append(fields)
        return types.ElicitResult(
            action="accept", content={id: field["enum"][0] for id, field in fields.items() if "enum" in field}
        )

    client = Client(reach(), mode=mode, elicitation_callback=person)
    async with client:
        assert client.protocol_version == settles
        built = await client.call_tool("build_flow", {"description": WISH})
        assert not built.is_error
        assert len(asked) == 1
        answered = {id for id, field in asked[0].items() if "enum" in field}
        left = {question["id"] for question in built.structured_content["questions"]}
        assert answered and not answered & left, "what was answered is no question any more"
        assert "two_factor_email" in {node["type"] for node in built.structured_content["flow"]}


@pytest.mark.parametrize(("mode", "settles"), WAYS)
def test_the_list_of_resources_is_told_of(mode: str, settles: str, caplog: pytest.LogCaptureFixture) -> None:
    anyio.run(list_is_told, mode, settles)
    assert_quiet(caplog)


async def list_is_told(mode: str, settles: str) -> None:
    key = new_key()
    told = anyio.Event()

    async def hear(message: object) -> None:
        if isinstance(message, types.ResourceListChangedNotification):
            told.set()

    client = Client(stdio(), mode=mode, message_handler=hear)
    call = caller(client, key)

    async def start() -> str:
        session = (await call("set_api_key", apiKey=key))["session"]
        launched = await call("launch_session_ui", session=session, flow=recipe("quickstart"))
        return await anyio.to_thread.run_sync(click_start, launched["previewUrl"])

    async with client:
        assert client.protocol_version == settles
        with anyio.fail_after(20):
            if settles == NEWEST:
                async with client.listen(resources_list_changed=True) as news:
                    session_id = await start()
                    async for _ in news:
                        break
            else:
                session_id = await start()
                await told.wait()
        listed = {str(resource.uri) for resource in (await client.list_resources()).resources}
        assert f"session://{session_id}" in listed
