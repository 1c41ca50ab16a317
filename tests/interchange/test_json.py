"""What `jiheng read` prints as JSON can be read again and says the same; JSON from anywhere does no harm."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.forms.test_forms import NAMES, blocks
from tests.forms.test_forms import document as read_form
from tests.interchange.documents import documents
from tests.reports.sample import document as sample
from tests.shared import SHARED

import jiheng
from jiheng.cli.main import main
from jiheng.domain.goals import Document
from jiheng.errors import UnreadableSourceError
from jiheng.interchange import is_document_json, write_json
from jiheng.readers import DEFAULT_LIMITS

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.docx"))
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))


def unplaced(document):
    """What of a document JSON holds beside what makes it equal: titles and notes."""
    tables = (*document.sheets, *document.results)
    return document.title, document.notes, [table.title for table in tables]


def same(document):
    again = jiheng.read(write_json(document))
    assert again == document
    assert unplaced(again) == unplaced(document)


@pytest.mark.parametrize("name", NAMES)
def test_every_form_reads_back(name):
    same(read_form(blocks(name)))


@pytest.mark.parametrize("path", [*EXAMPLES, *SEEDS], ids=lambda path: path.stem)
def test_whole_documents_read_back(path):
    same(jiheng.read(path))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documents())
def test_any_document_reads_back(document):
    same(document)


def test_the_checks_find_the_same_in_it():
    document = jiheng.read(EXAMPLES[0])
    found = [finding._replace(place=None) for finding in jiheng.check(document)]
    assert found
    assert [*jiheng.check(jiheng.read(write_json(document)))] == found


def test_what_could_not_be_understood_is_kept():
    document = sample()
    sheet = replace(document.sheets[0], malformed={"budget.total": "约五十万"})
    same(replace(document, sheets=(sheet, *document.sheets[1:])))


def test_the_source_is_the_json_itself(tmp_path):
    path = tmp_path / "目标.json"
    path.write_bytes(write_json(sample()))
    source = jiheng.read(path).source
    assert (source.path, source.format) == (str(path), "json")
    assert source.sha256 != sample().source.sha256


def test_published_is_what_read_prints(tmp_path, capsys):
    written, published = tmp_path / "read.json", tmp_path / "published.json"
    assert main(["read", str(EXAMPLES[0]), "--output", str(written)]) == 0
    assert main(["publish", str(EXAMPLES[0]), "--to", str(published)]) == 0
    assert published.read_bytes() == written.read_bytes()
    again = tmp_path / "again.json"
    assert main(["publish", str(published), "--to", str(again)]) == 0
    capsys.readouterr()
    first, second = (json.loads(path.read_text(encoding="utf-8"))["documents"][0] for path in (published, again))
    assert {key: value for key, value in first.items() if key != "source"} == {
        key: value for key, value in second.items() if key != "source"
    }


def test_only_tables_in_the_form_that_is_asked_for():
    assert len(jiheng.read(write_json(sample()), form="hebei-project-goals").sheets) == 2
    assert refusal(write_json(sample()), form="national-monitoring").code == "no-goal-table"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_other_encodings_of_unicode_are_read(codec):
    assert jiheng.read(write_json(sample()).decode().encode(codec)) == sample()


def test_json_that_other_programs_write_may_leave_out_what_is_blank():
    table = {"number": 3, "form": "hebei-project-goals", "name": " 道路养护\r\n二期\x00 ", "code": "", "new key": [1]}
    table["indicators"] = [{"name": "里程", "target": {"raw": "≥5公里", "number": "500"}}]
    read = jiheng.read(written([{"projects": [table]}]))
    assert (read.sheets[0].name, read.sheets[0].code) == ("道路养护\n二期", None)
    assert read.sheets[0].indicators[0].target.number == "5"  # the cell's text counts
    assert read.fiscal_year is None


def test_half_a_character_becomes_a_mark():
    read = jiheng.read(written([{"projects": [{"number": 1, "form": "hebei-project-goals", "name": "坏\ud800字"}]}]))
    assert read.sheets[0].name == "坏\ufffd字"
    assert jiheng.read(write_json(read)) == read


def written(documents):
    return json.dumps({"documents": documents}).encode()


def refusal(data, **options):
    with pytest.raises(UnreadableSourceError) as caught:
        jiheng.read(data, **options)
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("path", "value", "where", "expected"),
    [
        (("fiscal_year",), "2025", "documents[0].fiscal_year", "1 到 9999 的整数，写的是 “2025”"),
        (("fiscal_year",), True, "documents[0].fiscal_year", "整数，写的是 true"),
        (("projects",), {}, "documents[0].projects", "列表（写在方括号里），写的是 {…}"),
        (("projects", 0), "x", "documents[0].projects[0]", "一组字段"),
        (("projects", 1, "number"), 1, "documents[0].projects[1].number", "别的表没有用过的编号"),
        (("projects", 0, "number"), 10**30, "documents[0].projects[0].number", "整数"),
        (("projects", 0, "form"), "beijing", "documents[0].projects[0].form", "hebei-project-goals"),
        (("projects", 0, "form"), "national-monitoring", "documents[0].projects[0].form", "以下之一"),
        (("projects", 0, "form"), [], "documents[0].projects[0].form", "以下之一"),
        (("projects", 0, "budget", "total"), 12.5, "documents[0].projects[0].budget.total", "文字"),
        (("projects", 0, "budget", "total"), "1e999999", "documents[0].projects[0].budget.total", "写成文字的数"),
        (("projects", 0, "budget", "total"), "NaN", "documents[0].projects[0].budget.total", "写成文字的数"),
        (("projects", 0, "budget", "total"), "9" * 101, "documents[0].projects[0].budget.total", "9…”"),
        (("projects", 0, "goals", 1), None, "documents[0].projects[0].goals[1]", "文字（写在引号里），写的是 null"),
        (("projects", 0, "spending_plan", 0, "month"), 13, "documents[0].projects[0].spending_plan[0].month", "1 到 12"),
        (("projects", 0, "indicators", 2, "target"), "≥5", "documents[0].projects[0].indicators[2].target", "一组字段"),
        (("projects", 0, "details"), {"a": 1}, "documents[0].projects[0].details.a", "文字"),
        (("notes", 0, "place", "line"), -1, "documents[0].notes[0].place.line", "整数"),
        (("notes", 0, "values"), {}, "documents[0].notes[0].values.text", "文字"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_its_place(path, value, where, expected):
    output = json.loads(write_json(sample()))
    target = output["documents"][0]
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    message = str(refusal(json.dumps(output).encode()))
    assert f"JSON 的 {where} 应当是" in message
    assert expected in message


def test_notes_of_other_versions_are_left_out():
    output = json.loads(write_json(sample()))
    output["documents"][0]["notes"][0]["code"] = "from-the-future"
    assert [note.code for note in jiheng.read(json.dumps(output).encode()).notes] == ["no-department-part"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"documents": [{"projects": [', "damaged-json"),
        (b'{"documents": NaN}', "damaged-json"),
        (b'{"documents": ' + b"1" * 5000 + b"}", "damaged-json"),
        ('{"documents": "绩效"}'.encode("gb18030"), "json-encoding"),
        (b'{"documents": []}', "json-documents"),
        (b'{"documents": [{}, {}]}', "json-documents"),
        (b'{"other": {"documents": []}}', "json-documents"),
        (b'{"documents": [{}]}', "no-goal-table"),
        (b'{"documents": ' + b"[" * 200_000, "too-deep"),
        (b'{"documents": ' + b'{"a":' * 200_000, "too-deep"),
        (b'{"documents": [' + b"[]," * (DEFAULT_LIMITS.cells // 2 + 1) + b"0]}", "json-values"),
        (b'{"documents": "' + b" " * DEFAULT_LIMITS.text_size + b'"}', "too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_broken_and_hostile_json_gives_one_line(data, code):
    assert refusal(data).code == code


@pytest.mark.parametrize(
    ("data", "is_json"),
    [
        (b'\xef\xbb\xbf \n{ "documents" : 1', True),
        (b'{"errors": [], "documents": []}', True),
        (b'{"findings": []}', False),
        (b'["documents"]', False),
        (rb'{\rtf1 "documents"}', False),
        ('项目 {"documents": []}'.encode(), False),
        (b"", False),
        (b"PK\x03\x04" + b'{"documents"', False),
    ],
)
def test_what_is_taken_for_the_json_of_a_document(data, is_json):
    assert is_document_json(data) is is_json


def test_the_same_document_gives_the_same_bytes():
    first, second = write_json(sample()), write_json(sample())
    assert first == second
    assert first.endswith(b"}\n")
    assert isinstance(jiheng.read(first), Document)
