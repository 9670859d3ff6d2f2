"""Taking an exported incident into a database that no bot works on."""

from __future__ import annotations

from bot.incident.incident import Incident
from bot.response.taking_in import read_archive, take_in
from bot.settings import Settings
from bot.storage.ledger import Database
from bot.storage.lock import OnlyOne
from bot.storage.migrate import require_migrated


async def import_incident(settings: Settings, content: bytes) -> Incident:
    """Raises NotAnExport, NumberTaken, AlreadyRunning or NotMigrated; then nothing is changed."""
    archive = read_archive(content)
    url = settings.database_url.get_secret_value()
    async with OnlyOne(url):
        await require_migrated(url)
        database = await Database.open(url)
        try:
            async with database.work() as work:
                await take_in(work, archive)
        finally:
            await database.close()
    return archive.incident
