"""Takes the detection rules out of Betterleaks' configuration into bot/incident/masking_rules.json.

    git clone https://github.com/betterleaks/betterleaks ../betterleaks
    python bin/renew_masking_rules.py ../betterleaks/config/betterleaks.toml v1.7.0

Patterns and keywords stay as they are upstream; bot/incident/masking_rules.py translates them.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

OUT = Path(__file__).parents[1] / "bot" / "incident" / "masking_rules.json"
ENTROPY = re.compile(r'entropy\(finding\["secret"\]\) <=? ([\d.]+)')


def rule(raw: dict[str, Any]) -> dict[str, Any]:
    entropy = ENTROPY.search(raw.get("filter", ""))
    kept = {
        "id": raw["id"],
        "keywords": raw["keywords"],
        "regex": raw["regex"],
        "entropy": float(entropy[1]) if entropy else None,
        "group": raw.get("secretGroup"),
        "part": raw.get("skipReport"),
    }
    return {key: value for key, value in kept.items() if value is not None}


def main(config: Path, version: str) -> None:
    raws = tomllib.loads(config.read_text(encoding="utf-8"))["rules"]
    rules = [json.dumps(rule(raw)) for raw in raws if "regex" in raw]
    head = {
        "source": "https://github.com/betterleaks/betterleaks, config/betterleaks.toml",
        "version": version,
        "licence": "MIT",
        "notice": (config.parents[1] / "LICENSE").read_text(encoding="utf-8").split("\n"),
    }
    lines = json.dumps(head, indent=1).removesuffix("\n}") + ',\n "rules": [\n  '
    OUT.write_text(lines + ",\n  ".join(rules) + "\n ]\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
