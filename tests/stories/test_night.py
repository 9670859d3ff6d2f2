"""The draft of a whole night: every key event once, in order, and nothing that nobody said."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from bot.incident.postmortem.document import Document
from bot.incident.postmortem.sections import Section
from bot.language import Tongue
from bot.outlets.formats import FORMATS
from bot.outlets.postmortem.pdf import lacking
from bot.outlets.templates import Templates
from bot.response.export import Means
from bot.response.postmortem import document_of
from tests.stage import Stage
from tests.stories.night import DELETED, SECRET, Night, a_night
from tests.stories.running import ledger
from tests.stories.seeing import refusals

pytestmark = [pytest.mark.long, pytest.mark.timeout(240)]

DOCS = Path(__file__).parents[2] / "docs"
FILES = ("md", "html", "pdf")


async def drawn(night: Night, locale: str, *names: str) -> tuple[Document, dict[str, bytes]]:
    policy = night.scene.bot.bot.desk.policy()
    own = policy.postmortem.model_copy(update={"locale": locale})
    policy = policy.model_copy(update={"postmortem": own})
    means = Means(Tongue(locale), policy, Templates().render)
    async with ledger(night.scene) as database, database.look() as work:
        incident = await work.incidents.numbered(1)
        assert incident is not None
        files = {
            form.name: b"".join(await form.write(work, incident, means))
            for form in FORMATS
            if form.name in names
        }
        return await document_of(work, incident, policy), files


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def plain(markup: str) -> str:
    """What a reader sees of HTML, without the picture and the styles."""
    shown = re.sub(
        r"<(style|svg|nav|head)\b.*?</\1>|<caption>.*?</caption>", " ", markup, flags=re.S
    )
    return unescape(re.sub(r"<[^>]*>", " ", shown))


def cell(document: Document, section: Section, first: str) -> tuple[str, ...]:
    rows = document.section(section).part.rows
    return next(row.cells for row in rows if row.cells[0] == first)


async def test_a_whole_night(scene: Stage, tmp_path: Path) -> None:
    night = await a_night(scene)
    document, files = await drawn(night, "en", *FILES)
    again = await drawn(night, "en", *FILES)
    french, in_french = await drawn(night, "fr", "md", "html")

    assert len(night.events) >= 60
    holds_every_event_once_in_order(night, document)
    links_every_line(document)
    knows_times_roles_and_promises(document)
    for file in (*files.values(), *in_french.values()):
        assert DELETED.encode() not in file
        assert SECRET[:20].encode() not in file
        assert b"should have tested" not in file
    assert {name: again[1][name] for name in ("md", "html")} == {
        name: files[name] for name in ("md", "html")
    }
    files_agree(files)
    examples = {"postmortem-example.md": files, "postmortem-example.fr.md": in_french}
    are_the_examples(tmp_path, {name: made["md"] for name, made in examples.items()})
    left = len(french.markers)
    assert left == len(document.markers) == files["md"].count(b"**TO DO ")
    assert in_french["md"].decode().count("**À COMPLÉTER ") == left
    prints_well(tmp_path, files["pdf"], again[1]["pdf"])
    assert refusals(scene) == []


def holds_every_event_once_in_order(night: Night, document: Document) -> None:
    rows = list(document.section(Section.TIMELINE).part.rows)
    assert [row.at for row in rows] == sorted(row.at for row in rows if row.at)
    assert all(row.link for row in rows)
    left = [(f"{row.at:%H:%M}", row.cells[0]) for row in rows]
    for at, said in night.events:
        found = [one for one in left if one[0] == at and said in one[1]]
        assert found, f"{at} {said}"
        left.remove(min(found, key=lambda one: len(one[1])))
    assert left == []


def links_every_line(document: Document) -> None:
    """To its message, or to what was said then; only what is not known, or missing, has none."""
    for told in document.told:
        for row in told.part.rows:
            unknown = row.key == "none" or "unknown" in row.cells
            assert row.link or unknown or told.section is Section.COMPLETENESS, row


def knows_times_roles_and_promises(document: Document) -> None:
    figures, people = Section.FIGURES, Section.PEOPLE
    assert cell(document, figures, "Time to detect")[1] == "12 min"
    assert cell(document, figures, "Time to mitigate")[1].startswith("1 h 26 min")
    assert cell(document, figures, "Impact time")[1] == "1 h 36 min"
    assert "missed by" in cell(document, figures, "Time to decide")[2]
    assert cell(document, figures, "Promised updates")[1] == "1 of 3 kept, 2 late"
    held = [row.cells[:2] for row in document.section(people).part.rows]
    assert held.count(("incident commander", "ana")) == 1
    assert held.count(("incident commander", "dan")) == 1
    assert ("communications lead", "chloe") in held
    ruled = [row.cells[0] for row in document.section(Section.FACTORS).part.rows]
    assert "[hypothesis, ruled out] May be the cache" in ruled
    assert [row.cells[0] for row in document.section(Section.PARKED).part.rows] == [
        "Do we need a second provider?"
    ]


def files_agree(files: dict[str, bytes]) -> None:
    """Markdown, as CommonMark reads it, and the page say the same words in the same order."""
    page = plain(files["html"].decode())
    read = plain(MarkdownIt("commonmark").render(files["md"].decode()))
    columns = {"Time", "UTC"}
    for line in re.findall(r"<td[^>]*>([^<]+)</td>|<li>([^<]+)", files["html"].decode()):
        said = unescape(next(filter(None, line))).strip(" ·(")
        assert " ".join(words(said)) in " ".join(words(read)), said
    assert columns <= set(words(page))


def prints_well(folder: Path, first: bytes, second: bytes) -> None:
    """The same text each time, selectable, with the same figures as the page."""
    if lacking() or shutil.which("pdftotext") is None:
        pytest.fail("this machine lacks what PDFs need: .ci/run installs it")
    texts = []
    for number, content in enumerate((first, second)):
        file = folder / f"{number}.pdf"
        file.write_bytes(content)
        done = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True, text=True)
        texts.append(done.stdout)
    assert texts[0] == texts[1]
    said = " ".join(words(texts[0]))
    for told in ("Checkout is failing", "Rolling back node 12", "Impact time", "Still to do"):
        assert " ".join(words(told)) in said
    assert json.dumps(SECRET) not in texts[0]


def are_the_examples(folder: Path, made: dict[str, bytes]) -> None:
    """docs/ shows what this story makes, with another workspace's address."""
    for name, content in made.items():
        shown = re.sub(r"http://127\.0\.0\.1:\d+", "https://example.slack.com", content.decode())
        shown = re.sub(r"/archives/C\w+(/p\d{10}\d*)?", _without_numbers, shown)
        (folder / name).write_text(shown, encoding="utf-8")
    for name in made:
        kept, new = DOCS / name, folder / name
        assert kept.read_text(encoding="utf-8") == new.read_text(encoding="utf-8"), f"copy {new}"


def _without_numbers(place: re.Match[str]) -> str:
    """Channels are numbered as they come; a message keeps the second in which it was sent."""
    return "/archives/C0EXAMPLE" + (f"{place[1][:12]}000000" if place[1] else "")
