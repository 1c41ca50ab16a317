"""Generate the JSON Schemas of the command's output from their shapes (`make schemas`).

schemas.py           write them
schemas.py --check   change nothing; exit 1 when a schema is stale
"""

from __future__ import annotations

import inspect
import json
import re
import sys
import types
import typing
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typing_extensions
from pydantic import Field, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from jiheng.interchange.shapes import ReadOutput
from jiheng.reports.json_shapes import CheckOutput

TARGET = Path(__file__).resolve().parents[1] / "docs" / "reference" / "schemas"
SHAPES = {"read": ReadOutput, "check": CheckOutput}
# So none of the schemas forbids keys that it does not name.
PROMISE = "A key is never renamed or removed, and never changes its meaning; new keys may be added."


class Untitled(GenerateJsonSchema):
    """Without the titles that would only say a key's name once more."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the base class asks for each
        """Never."""
        return False


def schema(shape: type) -> dict[str, Any]:
    """The JSON Schema (2020-12) of what a shape describes."""
    made = TypeAdapter(_with_descriptions(shape)).json_schema(schema_generator=Untitled)
    title = str(made.pop("description")).rstrip(".").replace("`", "")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, "description": PROMISE}
    return {**head, **{key: value for key, value in made.items() if key not in head}}


@cache
def _with_descriptions(shape: type) -> type:
    """The same TypedDict as pydantic wants it (before Python 3.12 not typing's own), its keys described."""
    summary, described = _docstring(shape)
    fields = {
        key: _field(hint, described.get(key)) for key, hint in typing.get_type_hints(shape, include_extras=True).items()
    }
    name = shape.__name__.removesuffix("Json")
    made = typing_extensions.TypedDict(name, fields, total=shape.__total__)  # type: ignore[misc]
    made.__doc__ = summary
    return typing.cast("type", made)


def _field(hint: Any, description: str | None) -> Any:
    if typing.get_origin(hint) is typing.NotRequired:
        return typing_extensions.NotRequired[_field(typing.get_args(hint)[0], description)]
    return Annotated[_converted(hint), Field(description=description)] if description else _converted(hint)


def _converted(hint: Any) -> Any:
    if typing.is_typeddict(hint):
        return _with_descriptions(hint)
    arguments = tuple(map(_converted, typing.get_args(hint)))
    if isinstance(hint, types.UnionType):
        return typing.Union[arguments]  # noqa: UP007 - built from a tuple
    if typing.get_origin(hint) in {list, dict}:
        return typing.get_origin(hint)[arguments]
    return hint


def _docstring(shape: type) -> tuple[str, dict[str, str]]:
    """First line, and what the Attributes section says of each key."""
    summary, _separator, attributes = (inspect.getdoc(shape) or "").partition("\n\nAttributes:\n")
    found = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", attributes, re.MULTILINE)
    return summary, {key: " ".join(text.split()) for key, text in found}


def main() -> int:
    """Write the schemas or, with ``--check``, compare."""
    stale = []
    for name, shape in SHAPES.items():
        path = TARGET / f"{name}.schema.json"
        text = json.dumps(schema(shape), ensure_ascii=False, indent=2) + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
            if "--check" not in sys.argv:
                TARGET.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    print("stale" if "--check" in sys.argv else "written", ", ".join(stale) or "none")
    return int("--check" in sys.argv and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
