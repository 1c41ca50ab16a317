"""Installations made once and copied: a first start takes ten times as long as a copy of what it leaves.

They are made by a real first start; what it said is kept with them. Copies have the same secret key.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.web.installations import Installation, new_installation
from tests.web.postgres import new_database

__all__ = ["Prepared"]


class Prepared:
    """What there is to copy, made when it is first asked for.

    All workers of a run share what is made in an embedded database. A server's databases last as long as the worker
    that made them, so each makes its own.
    """

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        """In `folder`, and until `stack` ends."""
        self._folder = folder
        self._stack = stack
        self._databases: dict[str, str] = {}

    @contextmanager
    def started(self, folder: Path) -> Iterator[Installation]:
        """A site that was started once: its tables and its three administrators."""
        with self.copy("started", folder, _started) as installation:
            yield installation

    @contextmanager
    def demo(self, folder: Path) -> Iterator[Installation]:
        """A site that was started once with the demo."""
        with self.copy("demo", folder, lambda installation: _started(installation, "--demo")) as installation:
            yield installation

    @contextmanager
    def copy(self, name: str, folder: Path, make: Callable[[Installation], str]) -> Iterator[Installation]:
        """A copy of the installation of that name, in `folder`.

        Args:
            name: of the kind.
            folder: not there yet.
            make: makes it out of an empty one when nobody has yet, and returns what is to be known of it.
        """
        made = self._folder / name
        with _alone(self._folder):
            if not (made / "words").exists():
                self._make(name, make)
        shutil.copytree(made / "data", folder)
        with ExitStack() as stack:
            environment = {}
            if template := self._databases.get(name):
                server = os.environ["JIHENG_DATABASE_URL"]
                environment = {"JIHENG_DATABASE_URL": stack.enter_context(new_database(server, template=template))}
            installation = Installation(folder, environment, (made / "words").read_text(encoding="utf-8"))
            stack.callback(installation.end)
            yield installation

    def _make(self, name: str, make: Callable[[Installation], str]) -> None:
        made = self._folder / name
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
        installation = self._stack.enter_context(new_installation(made / "data"))
        words = make(installation)
        installation.end()
        if address := installation.environment.get("JIHENG_DATABASE_URL"):
            self._databases[name] = address.partition("?")[0].rpartition("/")[2]
        (made / "words").write_text(words, encoding="utf-8")


def _started(installation: Installation, *options: str) -> str:
    done = installation.try_serving(*options)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other worker is inside while the context lasts."""
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
