"""The build's own step: compiles the catalogues and takes along what ships beside the code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("manifest.yml", "templates")


class ShippedFiles(BuildHookInterface[Any]):
    """Puts .mo files and `bot/shipped/` into the wheel; editable installs have both in place."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        top = Path(self.root)
        sys.path.insert(0, self.root)
        from bot.language.catalogues import compile_all

        compile_all()
        if version == "editable":
            return
        taken: dict[str, str] = build_data["force_include"]
        for compiled in (top / "bot" / "language").glob("*/LC_MESSAGES/*.mo"):
            taken[str(compiled)] = compiled.relative_to(top).as_posix()
        for name in SHIPPED:
            taken[str(top / name)] = f"bot/shipped/{name}"
