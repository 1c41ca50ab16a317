"""What files do to the forms: pieces, spacer columns, other orders, several tables in one grid."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forms.tables import as_text, as_word, reading
from tests.forms.test_forms import NAMES, SOURCE, blocks, document

from jiheng.domain.grid import Cell, Grid, Reading
from jiheng.domain.rectification import RectificationLedger
from jiheng.domain.taxonomy import classify
from jiheng.forms import load_forms
from jiheng.recognise import recognise
from jiheng.recognise.labels import CONTENT, labels_of


def tables_of(read):
    return [*read.sheets, *read.results]


def rows_of(table):
    """What it is mostly made of."""
    return table.problems if isinstance(table, RectificationLedger) else table.indicators


def renumbered(rows, number=1):
    """Rows as a grid of their own; cells keep their spans."""
    cells = {}
    for r, row in enumerate(rows, 1):
        for c, cell in enumerate(row, 1):
            cells.setdefault((cell.row, cell.column), Cell(cell.text, r, c))
    return Grid(number, tuple(tuple(cells[cell.row, cell.column] for cell in row) for row in rows))


def grids(name, table=as_word):
    return [block for block in reading(blocks(name), table).blocks if isinstance(block, Grid)]


def read(*made):
    return recognise(Reading("docx", tuple(made)), SOURCE, load_forms())


@pytest.mark.parametrize("name", NAMES)
def test_blank_spacer_columns_do_no_harm(name):
    (plain,) = tables_of(read(grids(name)[0]))
    for at in range(1, len(grids(name)[0].rows[0])):
        rows = []
        for r, row in enumerate(grids(name)[0].rows, 1):
            spacer = row[at] if row[at - 1] is row[at] else Cell("", r, 100)
            rows.append((*row[:at], spacer, *row[at:]))
        (spaced,) = tables_of(read(renumbered(rows)))
        assert spaced == plain, at


@pytest.mark.parametrize("name", NAMES)
def test_a_table_that_goes_on_after_a_page_break_is_one(name):
    grid = grids(name)[0]
    (plain,) = tables_of(read(grid))
    last = len(grid.rows) - len(rows_of(plain)) + 1
    first = next(r for r, row in enumerate(grid.rows) if any(cell.text in {"一级指标", "序号"} for cell in row))
    ahead = first + (2 if name == "national-monitoring" else 1)
    first -= name == "yunnan-self-evaluation"
    for cut in range(ahead + 1, min(last, len(grid.rows) - 1)):
        (joined,) = tables_of(read(renumbered(grid.rows[:cut]), renumbered(grid.rows[cut:], 2)))
        assert len(rows_of(joined)) == len(rows_of(plain)), cut
        assert joined.name == plain.name
        headed = [*grid.rows[first:ahead], *grid.rows[cut:]]
        (joined,) = tables_of(read(renumbered(grid.rows[:cut]), renumbered(headed, 2)))
        assert rows_of(joined) == rows_of(plain), cut


@pytest.mark.parametrize("name", [name for name in NAMES if name != "national-department-goals"])
def test_many_tables_in_one_grid(name):
    once = grids(name)[0].rows
    shifted = [tuple(cell._replace(row=cell.row + len(once)) for cell in row) for row in once]
    both = tables_of(read(renumbered([*once, *shifted])))
    assert [table.number for table in both] == [1, 2]
    (plain,) = tables_of(read(renumbered(once)))
    assert [(table.name, rows_of(table)) for table in both] == [(plain.name, rows_of(plain))] * 2


def test_the_tables_of_one_document_may_be_in_different_forms():
    made = [Grid(number, grids(name)[0].rows) for number, name in enumerate(NAMES, 1)]
    both = read(*made)
    assert sorted(table.form for table in tables_of(both)) == sorted(
        "national-project-goals" if name == "anhui-project-goals" else name for name in NAMES
    )  # without its heading the table of Anhui is the national one
    assert sorted(table.number for table in tables_of(both)) == list(range(1, len(NAMES) + 1))


def test_head_rows_in_another_order():
    rows = [list(row) for row in blocks("national-self-evaluation")[2]]
    (plain,) = document(["项目支出绩效自评表", rows]).self_evaluations
    grid = as_text(rows)
    order = [7, 8, 1, 2, 4, 3, 6, 5, 0, *range(9, len(rows))]
    texts = [[cell.text for cell in grid.rows[r]] for r in order]
    made = Grid(1, tuple(tuple(Cell(t, r, c) for c, t in enumerate(row, 1)) for r, row in enumerate(texts, 1)))
    (other,) = read(made).self_evaluations
    assert (other.name, other.organization, other.expected_goals) == (
        plain.name, plain.organization, plain.expected_goals
    )  # fmt: skip
    assert {line.source: line for line in other.funding} == {line.source: line for line in plain.funding}
    assert other.indicators == plain.indicators
    assert other.total_score == plain.total_score


def test_amounts_in_yuan():
    rows = [[cell.replace("万元", "元") for cell in row] for row in blocks("national-self-evaluation")[2]]
    assert document([rows]).self_evaluations[0].currency_unit == "元"


def test_a_score_that_is_no_number_is_null_with_a_note():
    rows = [[cell.replace("13.5", "较好") for cell in row] for row in blocks("national-self-evaluation")[2]]
    made = document([rows])
    assert made.self_evaluations[0].indicators[1].score is None
    assert made.self_evaluations[0].malformed == {"indicators[1].score": "较好"}
    assert any("较好" in note.message for note in made.notes)


def test_two_ticks_for_the_possibility_are_no_answer():
    rows = [list(row) for row in blocks("national-monitoring")[2]]
    rows[9][-4] = "√"
    made = document([rows])
    assert made.monitoring[0].indicators[0].possibility is None
    assert "indicators[0].possibility" in made.monitoring[0].malformed


def test_one_column_for_reasons_and_possibility():
    rows = [
        ["项目名称", "培训"], ["实施单位", "就业中心"],
        ["项目资金（万元）", "", "年初预算数", "1-6月执行数", "执行率", "全年预计执行数"],
        ["", "年度资金总额", "10", "4", "40%", "10"],
        ["年度总体目标", "培训"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "1-6月执行情况", "全年预计完成情况", "偏差原因分析", "完成目标可能性"],
        ["产出指标", "数量指标", "人次", "≥20人", "4人", "20人", "人员保障", "有可能"],
        ["", "", "场次", "≥2场", "0场", "2场", "疫情影响", "确定能"],
    ]  # fmt: skip
    (report,) = document([rows]).monitoring
    assert report.through_month == 6
    assert [[*row.reasons, row.explanation, row.possibility] for row in report.indicators] == [
        ["staff", None, "possible"], ["疫情影响", "certain"],
    ]  # fmt: skip


def test_several_indicators_of_one_cell_keep_what_cannot_be_parted():
    rows = [[cell.replace("8个\n≥6个", "按计划完成") for cell in row] for row in blocks("anhui-project-goals")[1]]
    first = document([rows]).sheets[0].indicators[0]
    assert first.name == "指标1：服务小区数\n指标2：清算物业费的小区数"
    assert first.target.raw == "按计划完成"


def test_a_remark_below_the_grid_is_said():
    rows = [*blocks("anhui-project-goals")[1], ["注：1.其他资金是指单位自有资金。*6"]]
    made = document(["项目支出绩效目标申报表（2021年度）", rows])
    assert any("其他资金是指" in note.message for note in made.notes)
    assert len(made.sheets[0].indicators) == 7


def _labels():
    words = {label for form in load_forms().values() for label in labels_of(form).marks}
    return sorted(
        words | {"≥95%", "10", "—", "√", "万元", "单位：万元", "指标1：人数", "（2024年度）", "绩效自评表", ""}
    )


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.lists(
            st.lists(
                st.sampled_from(_labels()) | st.text(st.characters(categories=["L", "N"]), max_size=6), max_size=9
            ),
            max_size=9,
        ),
        max_size=4,
    )
)
def test_recognition_is_total_and_loses_nothing_silently(tables):
    made = [
        Grid(n, tuple(tuple(Cell(t.strip(), r, c) for c, t in enumerate(row, 1)) for r, row in enumerate(rows, 1)))
        for n, rows in enumerate(tables, 1)
    ]
    got = read(*made)
    found = tables_of(got)
    points = {place for table in found for place in table.places.values()}
    blocks = [getattr(table, name, ()) for table in found for name in ("indicators", "funding")]
    blocks += [ledger.problems for ledger in got.rectification]
    parts = [part for block in blocks for part in block]
    for sheet in got.sheets:
        parts += [*sheet.tasks, *(sheet.medium_term.indicators if sheet.medium_term else ())]
    points |= {place for part in parts for place in part.places.values()}
    points = (points | {note.place for note in got.notes}) - {None}
    unknown = {note.place.table for note in got.notes if note.code in {"unrecognised-table", "blank-table"}}
    kept = "".join("".join([repr(found), *(note.message for note in got.notes)]).split())
    for grid in made:
        for row in grid.rows:
            for cell in row:
                is_label = any(labels_of(form).mark(cell.text) != CONTENT for form in load_forms().values())
                is_level = classify(cell.text, None) != (None, None) or classify(None, cell.text) != (None, None)
                if not cell.text or is_label or is_level or grid.number in unknown:
                    continue
                text = "".join(cell.text.split())[:20]
                assert grid.place(cell) in points or text in kept or repr(cell.text)[1:-1] in kept, cell
