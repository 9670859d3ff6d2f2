"""Which channels can be read back, and which were being read when the bot was stopped."""

from __future__ import annotations

from bot.incident.ids import ChannelId
from bot.incident.lifecycle import Status
from bot.incident.read_back import OpenChannel, ReadBack
from bot.storage.ledger import Database
from tests.storage.values import NOW, incident


def _channel(number: int) -> ChannelId:
    return ChannelId(f"C{number}")


async def test_of_open_channels_it_is_known_what_is_due_and_what_was_broken_off(
    ledger: Database,
) -> None:
    readable = [incident(n, channel=_channel(n)) for n in (1, 2)]
    adopted = incident(3, channel=_channel(3), history_due=True)
    others = (
        incident(4),
        incident(5, channel=_channel(5), archived=True),
        incident(6, channel=_channel(6), status=Status.CLOSED),
    )
    async with ledger.work() as work:
        for one in (*readable, adopted, *others):
            await work.incidents.add(one)
        never = ReadBack(channel=_channel(1), whole=True)
        await work.read_backs.put(never.begun(NOW).ended())
        await work.read_backs.put(never.model_copy(update={"channel": _channel(2)}).begun(NOW))
        await work.read_backs.put(ReadBack(channel=_channel(1), whole=False).begun(NOW))

    async with ledger.look() as work:
        assert await work.read_backs.open_channels() == [
            OpenChannel(adopted.id, history_due=True, under_way=False),
            OpenChannel(readable[1].id, history_due=False, under_way=True),
            OpenChannel(readable[0].id, history_due=False, under_way=False),
        ]
