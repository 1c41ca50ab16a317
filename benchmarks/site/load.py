"""People in front of the site: one alone, fifty who also read and think, and as many as it can bear."""

from __future__ import annotations

import http.client
import json
import random
import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import document
from pages import Page, Visit
from places import PASSWORD
from serving import Site
from terms import THINKS, TYPES

__all__ = ["Person", "alone", "import_times", "saturated", "together", "typing_times"]

_PATIENCE = 12.0  # seconds for a page alone
_BEFORE = 30.0  # seconds of a crowd until it counts
_BUSY = 12
_IMPORTS = 5
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
_TYPED = re.compile(r'<script id="goal-page" type="application/json">(.*?)</script>', re.DOTALL)
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Person:
    """A browser with a connection that stays open; whoever has a login signs in."""

    def __init__(self, site: Site, login: str) -> None:
        self._connection = http.client.HTTPConnection(site.host, site.port, timeout=60)
        self.cookies: dict[str, str] = {}
        if login:
            token = self.token("/accounts/sign-in/")
            fields = {"csrfmiddlewaretoken": token, "login": login, "password": PASSWORD}
            self.ask("POST", "/accounts/sign-in/", urlencode(fields).encode(), _FORM, wanted=302)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        wanted: int = 200,
    ) -> bytes:
        """The answer's body.

        Raises:
            AssertionError: the answer is another one than `wanted`.
        """
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self._connection.request(method, path, body, {"Cookie": cookies, **(headers or {})})
        answer = self._connection.getresponse()
        data = answer.read()
        assert answer.status == wanted, (path, answer.status, data[:300].decode(errors="replace"))
        for line in answer.headers.get_all("Set-Cookie", ()):
            name, _equals, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.place = answer.headers.get("Location", path)
        return data

    def seconds(self, path: str) -> float:
        """How long a page takes until its last byte is here."""
        began = time.perf_counter()
        self.ask("GET", path)
        return time.perf_counter() - began

    def token(self, path: str) -> str:
        """What a form of that page has to send back."""
        found = _TOKEN.search(self.ask("GET", path).decode())
        assert found, path
        return found[1]


def alone(site: Site, page: Page, rounds: int) -> list[float]:
    """Seconds of each visit, one after the other."""
    people = {login: Person(site, login) for login in {visit.login for visit in page.visits}}
    for visit in page.visits[:4]:  # as many as there are processes, and more: each has its own first time
        people[visit.login].ask("GET", visit.path)
    found: list[float] = []
    began = time.monotonic()
    while len(found) < rounds and (time.monotonic() - began < _PATIENCE or len(found) < 10):
        visit = page.visits[len(found) % len(page.visits)]
        found.append(people[visit.login].seconds(visit.path))
    return found


def together(site: Site, pages: list[Page], people: int, seconds: float) -> dict[str, list[float]]:
    """Seconds of each page while so many people are at work, each on pages of their own duty.

    They are at work for half a minute before it counts: the server is to be one that runs, not one that just began.
    """
    duties = _duties(pages, people)
    found: list[tuple[float, str, float]] = []

    def come(number: int) -> Callable[[], None]:
        login, own = duties[number]
        person, chance = Person(site, login), random.Random(number)

        def step() -> None:
            time.sleep(chance.uniform(*THINKS))
            page = chance.choices(own, [each.weight for each in own])[0]
            found.append((time.monotonic(), page.name, person.seconds(chance.choice(page.visits).path)))

        return step

    _at_once(come, people, _BEFORE + seconds)
    first = min(when for when, _name, _took in found)
    counted: dict[str, list[float]] = {page.name: [] for page in pages}
    for when, name, took in found:
        if when >= first + _BEFORE:
            counted[name].append(took)
    return counted


def saturated(site: Site, pages: list[Page], seconds: float) -> float:
    """Pages a second when nobody thinks: each of a dozen people asks for the next page as soon as one is there."""
    duties = _duties(pages, _BUSY)
    counts = [0] * _BUSY

    def come(number: int) -> Callable[[], None]:
        login, own = duties[number]
        person, chance = Person(site, login), random.Random(number)

        def step() -> None:
            page = chance.choices(own, [each.weight for each in own])[0]
            person.ask("GET", chance.choice(page.visits).path)
            counts[number] += 1

        return step

    return _at_once(come, _BUSY, seconds, total=lambda: sum(counts))


def typing_times(site: Site, visits: list[Visit], seconds: float) -> list[float]:
    """Seconds until the checks have answered, everybody writing on a sheet of their own."""
    found: list[float] = []

    def come(number: int) -> Callable[[], None]:
        login, path = visits[number]
        person, chance = Person(site, login), random.Random(number)
        typed = _typed_of(person.ask("GET", path).decode())
        headers = {"Content-Type": "application/json", "X-CSRFToken": person.cookies["csrftoken"]}

        def step() -> None:
            time.sleep(chance.uniform(*TYPES))
            typed["purpose"] = f"用于{chance.random()}的支出"
            body = json.dumps({"content": typed}, ensure_ascii=False).encode()
            began = time.perf_counter()
            person.ask("POST", f"{path}check/", body, headers)
            found.append(time.perf_counter() - began)

        return step

    _at_once(come, len(visits), seconds)
    return found


def import_times(site: Site, visit: Visit) -> list[float]:
    """Seconds from sending a .docx with 13 tables until its preview is there."""
    person, data = Person(site, visit.login), document.build()
    found = []
    for number in range(_IMPORTS + 1):
        body, kind = _upload(person.token(visit.path), f"{number}.docx", data)
        began = time.perf_counter()
        person.ask("POST", visit.path, body, {"Content-Type": kind}, wanted=302)
        person.ask("GET", person.place)
        found.append(time.perf_counter() - began)
    return found[1:]


def _duties(pages: list[Page], people: int) -> list[tuple[str, list[Page]]]:
    """Who each of the people is, and their part of the pages: what their login visits; every third is the public."""
    known: dict[str, list[Page]] = {}
    for page in pages:
        for login in dict.fromkeys(visit.login for visit in page.visits):
            own = [visit for visit in page.visits if visit.login == login]
            known.setdefault(login, []).append(page._replace(visits=own))
    public = known.pop("", [])
    named = sorted(known.items(), key=lambda each: each[0])
    random.Random(2).shuffle(named)
    return [("", public) if public and number % 3 == 2 else named[number % len(named)] for number in range(people)]


def _at_once(
    come: Callable[[int], Callable[[], None]], people: int, seconds: float, total: Callable[[], float] = lambda: 0.0
) -> float:
    """Let all people come (and sign in); when the last one is there, everybody does a step after the other for so long.

    Returns:
        what `total` has grown by, a second.
    """
    ready = threading.Barrier(people + 1)
    end = [0.0]
    problems: list[Exception] = []

    def one(number: int) -> None:
        try:
            step = come(number)
            ready.wait()
            ready.wait()  # until the end is known
            while time.monotonic() < end[0]:
                step()
        except Exception as error:  # noqa: BLE001 - told below, where it ends the run
            problems.append(error)
            ready.abort()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    with suppress(threading.BrokenBarrierError):
        ready.wait()
        began, before = time.monotonic(), total()
        end[0] = began + seconds
        ready.wait()
    for thread in threads:
        thread.join()
    if problems:
        raise next((each for each in problems if not isinstance(each, threading.BrokenBarrierError)), problems[0])
    return (total() - before) / (time.monotonic() - began)


def _typed_of(page: str) -> dict[str, Any]:
    for text in _TYPED.findall(page):
        data = json.loads(text)
        if "typed" in data:
            typed: dict[str, Any] = data["typed"]
            return typed
    raise AssertionError("the editor's page does not say what is typed")


def _upload(token: str, name: str, data: bytes) -> tuple[bytes, str]:
    """A form with a file as a browser sends it, and what kind of content that is."""
    mark = b"----benchmark-of-the-site"
    parts = (
        (b'name="csrfmiddlewaretoken"', token.encode()),
        (f'name="file"; filename="{name}"\r\nContent-Type: application/octet-stream'.encode(), data),
    )
    body = b"".join(b"--%b\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n" % (mark, *part) for part in parts)
    return body + b"--" + mark + b"--\r\n", f"multipart/form-data; boundary={mark.decode()}"
