"""Installations of the site as an office has them: a folder, a database, and real processes."""

from __future__ import annotations

import http.cookiejar
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.web.postgres import new_database
from tests.web.questions import Questions

__all__ = ["PASSWORD", "Browser", "Installation", "Server", "free_port", "new_installation"]

PASSWORD = "演示-2027-密码"
_COMMAND = Path(sys.executable).with_name("jiheng")
_UP = "绩衡已启动"
_PATIENCE = 60


@dataclass
class Installation:
    """A folder and what the environment says of it.

    Attributes:
        first_words: what the program said when it was started for the first time, where that has been.
    """

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    first_words: str = ""
    _questions: Questions | None = field(default=None, init=False, repr=False)
    _keys: list[str] = field(default_factory=list, init=False, repr=False)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command of the program, to its end."""
        return subprocess.run(
            [_COMMAND, "--lang", "zh", *arguments],
            env=self.variables, capture_output=True, text=True, check=False, timeout=_PATIENCE,
        )  # fmt: skip

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """A command of the program, which goes on; what it says on either stream comes in one."""
        return subprocess.Popen(
            [_COMMAND, "--lang", "zh", *arguments],
            env=self.variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def try_serving(self, *options: str) -> subprocess.CompletedProcess[str]:
        """The site, ended as soon as it is up."""
        return self.run("serve", "--check", "--workers", "1", "--port", str(free_port()), *options)

    def quick(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """As `run`, by a copy of a process that has loaded Django: for what does not depend on how the program begins."""
        return self._ready().run("--lang", "zh", *arguments)

    def python(self, code: str) -> str:
        """What `code` prints, run with Django ready."""
        return self._ready().ask(code).strip()

    def end(self) -> None:
        """Nothing more is done with `quick` and `python`."""
        if self._questions:
            self._questions.end()
            self._questions = None

    def _ready(self) -> Questions:
        if self._questions and self._keys != self._read_keys():  # a process reads them once
            self.end()
        if not self._questions:
            self._questions = Questions(self.variables)
            self._keys = self._read_keys()
        return self._questions

    def _read_keys(self) -> list[str]:
        return [path.read_text() for path in sorted(self.folder.glob("secret-key*"))]

    @property
    def variables(self) -> dict[str, str]:
        """The environment of its processes."""
        ours = {"JIHENG_HOME": str(self.folder), "JIHENG_DEMO_PASSWORD": PASSWORD}
        usual = {key: value for key, value in os.environ.items() if not key.startswith("JIHENG_")}
        return usual | ours | {"DJANGO_SETTINGS_MODULE": "jiheng.web.config.settings"} | self.environment

    @contextmanager
    def serving(self, *options: str) -> Iterator[Server]:
        """The site up and running, while the context lasts."""
        server = Server(self, *options)
        try:
            yield server
        finally:
            server.end()


class Server:
    """A process of `jiheng serve` whose site is up."""

    def __init__(self, installation: Installation, *options: str) -> None:
        self.port = free_port()
        began = time.monotonic()
        self.process = installation.begin("serve", "--port", str(self.port), "--workers", "1", *options)
        self.said: list[str] = []
        self._up = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        if not self._up.wait(_PATIENCE) or self.process.poll() is not None:
            self.end()
            raise AssertionError("".join(self.said))
        self.seconds = time.monotonic() - began
        self.address = f"http://127.0.0.1:{self.port}"

    def end(self) -> int:
        """Stop it as a service manager does; the exit code."""
        self.process.terminate()
        return self._gone()

    def kill(self) -> None:
        """Its process ends without time for anything; those that it began have to notice."""
        self.process.kill()
        self._gone()

    def is_gone(self) -> bool:
        """Whether nobody listens any more, within a few seconds: its helpers look for their parent once in a while."""
        for _try in range(200):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", self.port)):
                    return True
            time.sleep(0.05)
        return False

    def _gone(self) -> int:
        code = self.process.wait(_PATIENCE)
        self._reader.join(_PATIENCE)
        self.process.stdout.close()
        return code

    def _read(self) -> None:
        for line in self.process.stdout:
            self.said.append(line)
            if _UP in line:
                self._up.set()
        self._up.set()


class Browser:
    """Somebody's browser, which keeps cookies and follows redirections."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies = http.cookiejar.CookieJar()
        self._open = build_opener(HTTPCookieProcessor(self.cookies)).open

    def get(self, path: str) -> str:
        """A page."""
        with self._open(f"{self.address}{path}", timeout=30) as answer:
            self.path = answer.url.removeprefix(self.address)
            return answer.read().decode()

    def post(self, path: str, **fields: str) -> str:
        """The page that comes after a form."""
        (token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path)))
        data = urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        with self._open(Request(f"{self.address}{path}", data), timeout=30) as answer:
            self.path = answer.url.removeprefix(self.address)
            return answer.read().decode()

    def sign_in(self, login: str, password: str = PASSWORD) -> str:
        """The first page of that person."""
        return self.post("/accounts/sign-in/", login=login, password=password)


@contextmanager
def new_installation(folder: Path) -> Iterator[Installation]:
    """An installation where nothing is yet, on the database that the tests run on."""
    with ExitStack() as stack:
        server = os.environ.get("JIHENG_DATABASE_URL")
        environment = {"JIHENG_DATABASE_URL": stack.enter_context(new_database(server))} if server else {}
        installation = Installation(folder, environment)
        stack.callback(installation.end)
        yield installation


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
