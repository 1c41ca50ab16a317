import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from tests.reports.sample import checked, document, failures

from jiheng.reports.json_output import check_json, read_json

ROOT = Path(__file__).resolve().parents[2]


def schema(name):
    path = ROOT / "docs" / "reference" / "schemas" / f"{name}.schema.json"
    return json.loads(path.read_text(encoding="utf-8"))


OUTPUTS = {"read": read_json([document()], failures()), "check": check_json([checked()], failures())}


def test_published_schemas_are_what_the_code_says():
    made = subprocess.run(
        [sys.executable, ROOT / "tools" / "schemas.py", "--check"], capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr


@pytest.mark.parametrize("name", OUTPUTS)
def test_output_keeps_to_its_schema(name):
    jsonschema.Draft202012Validator.check_schema(schema(name))
    jsonschema.Draft202012Validator(schema(name)).validate(OUTPUTS[name])


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_schema_knows_every_key_of_the_output(name):
    """A key that the schema does not describe is allowed to others, not to us."""
    strict = schema(name)
    for shape in [strict, *strict["$defs"].values()]:
        if "properties" in shape:
            shape["additionalProperties"] = False
    jsonschema.Draft202012Validator(strict).validate(OUTPUTS[name])


@pytest.mark.parametrize(
    ("path", "value"),
    [(("findings", 0, "severity"), "fatal"), (("findings", 0, "message"), None), (("summary", "files"), "2")],
)
def test_the_schema_refuses_what_is_not_in_the_contract(path, value):
    output = json.loads(json.dumps(OUTPUTS["check"]))
    target = output
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema("check")).validate(output)


@pytest.mark.parametrize("name", OUTPUTS)
def test_everything_in_the_schema_is_described(name):
    published = schema(name)
    assert published["title"].startswith("Output of jiheng")
    for shape_name, shape in published["$defs"].items():
        assert shape["description"], shape_name
        if shape_name != "SeverityCounts":
            assert all("description" in described for described in shape["properties"].values()), shape_name
