"""The lines that somebody types into the demo, while the event loop goes on beside."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO


class Lines:
    """A thread reads, because a terminal cannot be waited for; it ends with the process."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.is_terminal = self._stream.isatty()
        self._prompts: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._loop = asyncio.get_running_loop()
        self._next: asyncio.Future[str | None] = self._loop.create_future()
        self._prompt = ""
        self._ended = False
        threading.Thread(target=self._read, daemon=True).start()

    def ask(self, prompt: str) -> asyncio.Future[str | None]:
        """The next line; None when there are no more."""
        self._prompt = prompt
        self._next = self._loop.create_future()
        if self._ended:
            self._heard(None)
        else:
            self._prompts.put(prompt)
        return self._next

    def end(self) -> None:
        """Ctrl-C: as if there were no more lines."""
        self._ended = True
        self._heard(None)

    @contextmanager
    def stepping_aside(self) -> Iterator[None]:
        """Print above what is being typed, and leave that as it was."""
        if self.is_terminal:
            self._write("\r\x1b[K")
        yield
        if self.is_terminal:
            self._write(self._prompt + _typed_so_far())

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    def _read(self) -> None:
        while True:
            line = self._line(self._prompts.get())
            # After the end nobody listens any more.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._heard, line)

    def _line(self, prompt: str) -> str | None:
        if self.is_terminal:
            try:
                return input(prompt)
            except EOFError:
                return None
        line = self._stream.readline()
        return line.rstrip("\r\n") if line else None

    def _heard(self, line: str | None) -> None:
        if not self._next.done():
            self._next.set_result(line)


@contextmanager
def typed_lines(stream: TextIO) -> Iterator[Lines]:
    """Lines with a history to go back to, where the system has one; the terminal stays whole."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - input() has a history once this is imported
    lines = Lines(stream)
    with _interrupted(lines.end), _terminal_restored(lines.is_terminal):
        yield lines


@contextmanager
def _interrupted(end: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C is a way out, not an error; systems without signals for loops keep their own way."""
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):
        loop.add_signal_handler(signal.SIGINT, end)
    try:
        yield
    finally:
        with contextlib.suppress(NotImplementedError):
            loop.remove_signal_handler(signal.SIGINT)


@contextmanager
def _terminal_restored(is_terminal: bool) -> Iterator[None]:
    """The thread may still be inside input(), which has put the terminal into another mode."""
    if not is_terminal:
        yield
        return
    import termios

    before = termios.tcgetattr(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def _typed_so_far() -> str:
    try:
        import readline
    except ImportError:
        return ""
    return readline.get_line_buffer()
