"""The process that lays out one page: HTML comes in, PDF goes out, and nothing is fetched."""

from __future__ import annotations

import gc
import resource
import sys


def main(seconds: int, megabytes: int) -> None:
    """Imported only here: WeasyPrint takes a second and what it needs of the system."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # it is over before garbage is worth looking for
    from weasyprint import HTML

    page = sys.stdin.buffer.read().decode()
    drawn = HTML(string=page, url_fetcher=_nothing).write_pdf(pdf_tags=True)
    sys.stdout.buffer.write(drawn or b"")


def _nothing(url: str, *more: object, **options: object) -> dict[str, object]:
    raise ValueError("a post-mortem is one page and fetches nothing")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
