"""Files uploaded in two steps and shared as a message."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack
from tests.sandbox.listening import Ear, refusal


async def test_an_uploaded_file_is_shared_in_the_channel(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    channel = slack.channel("inc-1", with_bot=True)

    answer = await client.files_upload_v2(
        channel=channel.id, content="timeline", filename="inc-1.md", initial_comment="Export"
    )
    await slack.settle()

    (message,) = channel.messages
    assert (message.text, message.files[0]["name"]) == ("Export", "inc-1.md")
    assert "ts" not in answer["files"][0]
    assert ear.of("message")[-1]["subtype"] == "file_share"
    info = await client.files_info(file=answer["files"][0]["id"])
    assert info["file"]["size"] == len("timeline")


async def test_a_file_nobody_uploaded_cannot_be_shared(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    channel = slack.channel("inc-1", with_bot=True)
    promised = await client.files_getUploadURLExternal(filename="x.md", length=3)

    call = client.files_completeUploadExternal(
        files=[{"id": promised["file_id"], "title": "x"}], channel_id=channel.id
    )

    assert await refusal(call) == "file_not_found"
    assert await refusal(client.files_info(file=promised["file_id"])) == "file_not_found"
    empty = client.files_getUploadURLExternal(filename="x.md", length=0)
    assert await refusal(empty) == "missing_argument"
