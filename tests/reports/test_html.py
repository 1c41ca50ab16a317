import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import html
from tests.reports.sample import checked, document, failures, finding, findings

from jiheng.domain.finding import Finding, Fix, Severity
from jiheng.domain.goals import Budget, DepartmentGoals, Organization, PlanStep, Source, SubGoal
from jiheng.domain.note import Note
from jiheng.domain.target import parse_target
from jiheng.errors import UnreadableSourceError
from jiheng.reports.html import check_html
from jiheng.reports.results import CheckedDocument, Failure

PAYLOAD = "\"'><script>alert(1)</script><img src=x onerror=alert(2)></style></table>{{7*7}}{% raw %}<!--\x1b\u202e"
ATTRIBUTES = {
    "aria-hidden", "aria-label", "aria-labelledby", "charset", "checked", "class", "colspan", "content", "for", "height",
    "href", "http-equiv", "id", "lang", "name", "preserveaspectratio", "role", "rowspan", "scope", "style", "type",
    "viewbox", "width",
}  # fmt: skip


def parsed(entries, failed=()):
    return html.document_fromstring(check_html(entries, failed, generated=date(2025, 1, 2)))


def text_of(element):
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def page():
    return parsed([checked(), checked("docx")], failures())


def hostile():
    sheet = replace(
        document().sheets[0],
        organization=Organization(PAYLOAD, PAYLOAD),
        code=PAYLOAD,
        name=PAYLOAD,
        budget=Budget(Decimal(1), None, None, PAYLOAD),
        purpose=PAYLOAD,
        spending_plan=(PlanStep(3, None),),
        goals=(PAYLOAD,),
        indicators=tuple(
            replace(
                row,
                level1=PAYLOAD,
                level2=PAYLOAD,
                name=PAYLOAD,
                description=PAYLOAD,
                target=parse_target(PAYLOAD),
                basis=PAYLOAD,
            )
            for row in document().sheets[0].indicators
        ),
    )
    found = Finding(
        PAYLOAD,
        Severity.ERROR,
        1,
        1,
        "target",
        "{text}",
        "{text}",
        {"text": PAYLOAD},
        fix=Fix("target", PAYLOAD, PAYLOAD),
    )
    return CheckedDocument(
        replace(
            document(),
            title=PAYLOAD,
            organization=Organization(PAYLOAD, PAYLOAD),
            department=DepartmentGoals(PAYLOAD, (SubGoal(PAYLOAD, PAYLOAD, PAYLOAD),), PAYLOAD),
            sheets=(sheet,),
            source=Source(PAYLOAD, PAYLOAD, PAYLOAD),
            notes=(Note("unrecognised-text", {"text": PAYLOAD}),),
        ),
        (
            found,
            found._replace(indicator=None, field=PAYLOAD),
            found._replace(waived=PAYLOAD),
            found._replace(project=None),
        ),
    )


def test_hostile_text_stays_text():
    tree = parsed([hostile()], [Failure(PAYLOAD, UnreadableSourceError("not-readable", reason=PAYLOAD))])
    assert not tree.xpath("//script | //img | //iframe | //object | //comment()")
    assert len(tree.xpath("//style")) == 1
    assert {name for element in tree.iter() for name in element.attrib} <= ATTRIBUTES
    assert "49" not in text_of(tree.body)
    assert "{{7*7}}" in text_of(tree.body)
    assert not set("\x1b\u202e") & set(tree.text_content())


def test_the_page_asks_nobody_for_anything(page):
    source = check_html([checked()], failures())
    assert not re.search(r"https?:|url\(|@import|<script|<link", source)
    assert all(link.startswith("#") for link in page.xpath("//@href"))
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy


def test_every_link_leads_somewhere_and_every_id_is_there_once(page):
    ids = page.xpath("//@id")
    assert len(set(ids)) == len(ids)
    assert {link[1:] for link in page.xpath("//@href")} <= set(ids)
    assert set(page.xpath("//label/@for")) <= set(ids)


def test_the_table_is_drawn_as_the_form_prints_it(page):
    table = page.xpath("//table[@class='form']")[0]
    rows = [[text_of(cell) for cell in row] for row in table.xpath(".//tr")]
    assert rows[0] == ["301001云溪经济开发区管理委员会", "单位：万元"]
    assert rows[1] == ["项目编码", "13073025P00000110001D", "项目名称", "招商推介专项经费"]
    assert rows[4] == ["资金支出计划（%）", "3月底", "6月底", "10月底", "12月底"]
    assert rows[5] == ["20%", "50%", "80%", "100%"]
    assert [cell.get("rowspan") for cell in table.xpath(".//tr[9]/*")][:2] == ["3", None]
    widths = [int(re.search(r"\d+", style)[0]) for style in table.xpath(".//col/@style")]
    assert sum(widths) == 100


def test_all_rows_of_the_drawn_table_cover_the_same_columns(page):
    for table in page.xpath("//table[@class='form']"):
        columns = len(table.xpath(".//col"))
        covered = [0] * 100
        for index, row in enumerate(table.xpath(".//tr")):
            for cell in row:
                for below in range(int(cell.get("rowspan", 1))):
                    covered[index + below] += int(cell.get("colspan", 1))
        assert set(covered[: len(table.xpath(".//tr"))]) == {columns}


def test_findings_stand_at_their_cells(page):
    table = page.xpath("//table[@class='form']")[0]
    marked = {
        text_of(cell): cell.get("class")
        for cell in table.xpath(".//*[.//a[contains(@class, 'pin')]]")
        if cell.tag in {"td", "th"}
    }
    assert marked == {
        "×1": "amount hit-error",
        "1.目标内容1 2.目标内容2×2": "hit-error",
        "一级指标×3": "hit-error",
        "举办推介会场次○4": "hit-info",
        "签约项目履约率○4": "hit-info",
        "参会企业满意度○4": "hit-info",
        "≥80百分比○5": "short hit-info",
        "▲6": "hit-warning",
    }


def test_a_finding_about_one_month_stands_at_that_month(page):
    table = page.xpath("//table[@class='form']")[1]
    assert [text_of(cell) for cell in table.xpath(".//td[.//a]")] == ["12.5%×1"]


def test_entries_say_what_is_wrong_and_what_to_do(page):
    entry = page.xpath("//li[contains(@class, 'entry')]")[1]
    assert [text_of(part) for part in entry.xpath("./p")[:3]] == [
        "× 错误 1 预算数 第 16 行",
        "预算数没有填写",
        "填写预算数",
    ]


def test_a_finding_that_no_cell_shows_is_marked_at_the_heading():
    entry = CheckedDocument(document(), (finding("house-rule", Severity.ERROR, "weights", "没有权重", "补充权重"),))
    heading = parsed([entry]).xpath("//h3")[0]
    assert text_of(heading) == "第 1 张表 招商推介专项经费×1"


def test_waived_findings_are_told_with_their_reason_and_marked_nowhere():
    waived = tuple(each._replace(waived="已报财政局备案") for each in findings())
    tree = parsed([CheckedDocument(document(), waived)])
    assert not tree.xpath("//a[contains(@class, 'pin')] | //li[contains(@class, 'entry')]")
    assert text_of(tree).count("理由：已报财政局备案") == len(waived)
    assert "没有发现问题" in text_of(tree)


def test_a_field_that_could_not_be_understood_is_not_drawn_as_blank():
    sheet = replace(document().sheets[0], malformed={"budget.total": "约三十万"})
    tree = parsed([CheckedDocument(replace(document(), sheets=(sheet,)), ())])
    assert "约三十万" in text_of(tree.xpath("//table[@class='form']")[0])


def test_the_figures_are_those_of_the_report(page):
    tiles = [text_of(tile) for tile in page.xpath("//ul[@class='tiles']/li")]
    assert tiles == [
        "2份文件",
        "4张绩效目标表",
        "10× 错误",
        "4▲ 警告",
        "8○ 提示",
        "2已豁免，没有计入",
        "1份文件没有读成",
    ]


def test_cells_that_are_labels_are_headers_for_those_who_listen(page):
    scopes = {text_of(cell): cell.get("scope") for cell in page.xpath("//table[@class='form'][1]//th")}
    assert scopes["项目编码"] == "row"
    assert scopes["3月底"] == "col"
    assert scopes["三级指标"] == "col"
    assert scopes["产出指标"] == "row"


@pytest.mark.usefixtures("in_english")
def test_the_page_speaks_the_language_in_use():
    said = tuple(each._replace(template="m", remedy_template="r", values={}) for each in findings())
    tree = parsed([CheckedDocument(document(), said)], failures())
    assert tree.get("lang") == "en"
    for part in (*tree.xpath("//header | //div[@class='bar'] | //footer"), *tree.xpath("//p[@class='remedy']")):
        assert not re.search(r"[\u3400-\u9fff]", text_of(part))


def test_the_page_is_chinese_otherwise(page):
    assert page.get("lang") == "zh-CN"
