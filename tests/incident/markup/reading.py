"""What a reader of HTML is shown: elements, numbers and words."""

from __future__ import annotations

from html.parser import HTMLParser

EMPTY = {"br"}
SEEN = {"pre", "blockquote", "li", "a"}


class Shown(HTMLParser):
    """Refuses elements that are closed wrongly; `seen` leaves out whitespace and emphasis."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen = [""]
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.oddities: list[str] = []
        self._open: list[str] = []
        self._numbers: list[int | None] = []
        self.emphasised = {"strong": "", "em": "", "s": ""}
        self.feed(page)
        self.close()
        self.oddities += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append((tag, told))
        if tag not in EMPTY:
            self._open.append(tag)
        if tag in {"ol", "ul"}:
            self._numbers.append(int(told.get("start") or 1) if tag == "ol" else None)
        if tag in SEEN:
            self.seen += [f"<{tag}{self._number(told) if tag == 'li' else ''}>", ""]

    def _number(self, told: dict[str, str | None]) -> str:
        number = self._numbers[-1]
        if number is None:
            return f" at {len(self._numbers)}"
        number = int(told.get("value") or number)
        self._numbers[-1] = number + 1
        return f" {number} at {len(self._numbers)}"

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.oddities.append(f"</{tag}>")
        if tag in {"ol", "ul"}:
            self._numbers.pop()
        if tag in SEEN:
            self.seen += [f"</{tag}>", ""]

    def handle_data(self, data: str) -> None:
        bare = "".join(data.split())
        self.seen[-1] += bare
        for tag in self.emphasised.keys() & set(self._open):
            self.emphasised[tag] += bare

    def handle_comment(self, data: str) -> None:
        self.oddities.append(data)

    def handle_decl(self, decl: str) -> None:
        self.oddities.append(decl)

    def handle_pi(self, data: str) -> None:
        self.oddities.append(data)

    def unknown_decl(self, data: str) -> None:
        self.oddities.append(data)
