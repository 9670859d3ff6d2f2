"""A SQLite file is refused where it would not survive."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from bot.settings import SettingsError, load
from bot.settings.disks import filesystem_of, mounted, why_lost
from tests.settings.examples import MINIMAL

MOUNTS = r"""/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
tmpfs /run tmpfs rw,nosuid 0 0
tmpfs /srv/in\040memory tmpfs rw 0 0
/dev/sdb1 /run/kept ext4 rw 0 0
/dev/sdc1 /var/lib ext4 rw 0 0
ramfs /var/lib ramfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/data/incidents.db", "ext4"),
        ("/run/incidents.db", "tmpfs"),
        ("/running/incidents.db", "ext4"),
        ("/run/kept/incidents.db", "ext4"),
        ("/srv/in memory/incidents.db", "tmpfs"),
        ("/var/lib/incidents.db", "ramfs"),
    ],
)
def test_the_innermost_mount_decides(path: str, kind: str) -> None:
    assert filesystem_of(PurePosixPath(path), MOUNTS) == kind


def test_without_a_list_of_mounts_nothing_is_known() -> None:
    assert filesystem_of(PurePosixPath("/data"), "") is None


def test_the_systems_own_list_can_be_read() -> None:
    assert all(len(line.split()) >= 3 for line in mounted().splitlines())


def test_memory_and_a_dyno_do_not_survive_and_a_disk_does() -> None:
    assert why_lost(Path("/run/x.db"), environ={}, mounts="tmpfs /run tmpfs rw 0 0") is not None
    assert why_lost(Path("/data/x.db"), environ={"DYNO": "web.1"}, mounts=MOUNTS) is not None
    assert why_lost(Path("/data/x.db"), environ={}, mounts=MOUNTS) is None


def test_a_link_into_memory_is_followed(tmp_path: Path) -> None:
    (tmp_path / "memory").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "memory")
    mounts = f"/dev/sda1 / ext4 rw 0 0\ntmpfs {(tmp_path / 'memory').resolve()} tmpfs rw 0 0\n"

    assert why_lost(tmp_path / "data" / "x.db", environ={}, mounts=mounts) is not None


@pytest.mark.parametrize("more", [{"DYNO": "web.1"}, {"DATABASE_URL": "sqlite:////run/x.db"}])
def test_production_refuses_it_and_says_what_to_do(tmp_path: Path, more: dict[str, str]) -> None:
    mounts = "/dev/sda1 / ext4 rw 0 0\ntmpfs /run tmpfs rw 0 0\n"
    with pytest.raises(SettingsError) as caught:
        load({**MINIMAL, **more}, folder=tmp_path, mounts=mounts)

    [problem] = caught.value.problems
    assert problem.key == "DATABASE_URL"
    assert "postgresql://" in problem.expected
    assert "volume" in problem.hint


@pytest.mark.parametrize(
    "more",
    [{"ENVIRONMENT": "staging"}, {"DATABASE_URL": "postgresql://db/incidents"}],
)
def test_elsewhere_and_with_a_server_it_is_nobodys_business(
    tmp_path: Path, more: dict[str, str]
) -> None:
    settings = load({**MINIMAL, "DYNO": "web.1", **more}, folder=tmp_path, mounts=MOUNTS)

    assert settings.slack_bot_token.get_secret_value() == "xoxb-1111-bot"
