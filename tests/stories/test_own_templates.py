"""A team's own templates on their way to readers, and what is said when one cannot be used."""

from __future__ import annotations

from pathlib import Path

from tests.stage import stage
from tests.stories.running import declared, later
from tests.stories.seeing import refusals
from tests.stories.updating import thread

BROKEN = "{{ nobody_knows_this }}"


async def test_whoever_writes_updates_hears_once_of_a_template_that_was_passed_over(
    tmp_path: Path,
) -> None:
    own = tmp_path / "own" / "en" / "updates" / "internal"
    own.mkdir(parents=True)
    (own / "update.j2").write_text(BROKEN, encoding="utf-8")
    async with stage(tmp_path, TEMPLATES=str(tmp_path / "own")) as scene, scene.bot_running():
        ana, room = await declared(scene)
        cleo = scene.person("cleo")
        await ana.slash(f"/incident assign comms <@{cleo.id}>", channel=room)
        for words in ("First word", "Second word"):
            await ana.slash(f"/incident update {words}", channel=room)
            await later(scene)

        said = [message.text for message in thread(scene)]
        assert ["First word" in said[0], "Second word" in said[1]] == [True, True]
        told = [m.text for m in cleo.inbox() if "could not be used" in m.text]
        assert len(told) == 1
        assert "`en/updates/internal/update.j2`" in told[0]
        assert "'nobody_knows_this' is undefined" in told[0]
        assert not [m for m in ana.inbox() if "could not be used" in m.text]
        assert refusals(scene) == []
