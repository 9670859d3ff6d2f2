"""The page of a post-mortem in a browser: axe-core finds nothing that keeps anybody from it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.incident.postmortem.document import document
from bot.language import Tongue
from bot.outlets.postmortem.files import as_page
from tests.outlets.test_postmortem_files import evidence, means

pytestmark = [pytest.mark.long, pytest.mark.timeout(120)]

AXE = Path(__file__).parents[1] / "fixtures" / "axe.min.js"
"""axe-core 4.12.1 (MPL 2.0), as Deque publishes it."""
TOLD = re.compile(r'<pre id="told">(.*?)</pre>', re.DOTALL)
RUN = """
<script>%s</script>
<script>axe.run({resultTypes: ["violations"]}).then(found => {
  const told = document.createElement("pre"); told.id = "told";
  told.textContent = JSON.stringify({
    violations: found.violations.map(one => [one.id, one.nodes.map(node => node.html)]),
    passes: found.passes.length, wide: document.documentElement.scrollWidth > innerWidth,
  });
  document.body.append(told);
});</script>
"""


def browser() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
    assert found, "no Chromium here: .ci/run installs it"
    return found


def looked_at(page: str, folder: Path, width: int) -> dict[str, Any]:
    """Without the policy that lets no script run: nothing else of the page is changed."""
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    page = page.replace("</body>", RUN % AXE.read_text(encoding="utf-8") + "</body>")
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    asked = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    asked += [f"--window-size={width},1200", "--virtual-time-budget=20000", "--dump-dom"]
    done = subprocess.run(
        [browser(), *asked, file.as_uri()], capture_output=True, check=True, timeout=90, text=True
    )
    told = TOLD.search(done.stdout)
    assert told, done.stdout[-500:]
    found: dict[str, Any] = json.loads(
        told[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    )
    return found


@pytest.mark.parametrize(("locale", "width"), [("en", 1280), ("fr", 500)])
def test_axe_finds_nothing(tmp_path: Path, locale: str, width: int) -> None:
    page = as_page(document(evidence(), Tongue(locale)), means()).decode()

    found = looked_at(page, tmp_path, width)

    assert found["violations"] == []
    assert found["passes"] > 10
    assert not found["wide"]


def test_what_keeps_people_out_would_be_found(tmp_path: Path) -> None:
    page = as_page(document(evidence("Down"), Tongue()), means()).decode()

    found = looked_at(page.replace('<html lang="en">', "<html>"), tmp_path, 1280)

    assert [id for id, _ in found["violations"]] == ["html-has-lang"]
