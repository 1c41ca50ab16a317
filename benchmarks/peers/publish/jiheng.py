"""jiheng: from a document to the files of the formats that the input names, composing the paper included."""

import json
import sys
from itertools import count

from jiheng import engine
from jiheng.publishing import publish

PACKAGE = "jiheng"
_SERIALS = count(1)


def prepare(data: bytes) -> tuple[object, list[str]]:
    """A document that differs from that of every other call, with every text forgotten that was remembered."""
    for memory in _memories():
        memory.cache_clear()
    parts = json.loads(data.replace("第0000批".encode(), f"第{next(_SERIALS):04}批".encode()))
    return engine.read(json.dumps(parts["document"]).encode(), name="x.json"), parts["formats"]


def run(prepared: tuple[object, list[str]]) -> bytes:
    """The last of the files."""
    document, formats = prepared
    return [publish(document, name) for name in formats][-1]


def _memories() -> list[object]:
    """What remembers texts; not what is made once a process, such as fonts and templates."""
    modules = [module for name, module in sys.modules.items() if name.startswith(("jiheng.domain.", "jiheng.writers."))]
    things = [thing for module in modules for thing in vars(module).values() if hasattr(thing, "cache_parameters")]
    return [thing for thing in things if (thing.cache_parameters()["maxsize"] or 0) > 1]
