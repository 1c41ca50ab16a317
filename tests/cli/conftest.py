"""Documents to call the command with, and ways to call it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from jiheng.cli.main import main
from jiheng.i18n import use_language

ROWS = """
产出指标|数量指标|举办招商推介会场次|全年举办的招商推介会数量|≥6场|2025年招商工作计划
产出指标|质量指标|签约项目履约率|已签约项目中按约推进的比例|≥80{ratio}|近三年平均履约率
产出指标|时效指标|推介会完成时间|全部推介会举办完毕的时间|2025年11月底前完成|2025年招商工作计划
产出指标|成本指标|项目总成本|全年招商活动支出总额|≤50万元|2025年预算批复
效益指标|经济效益指标|新增签约投资额|签约项目计划投资合计|≥3亿元|园区产业规划
效益指标|社会效益指标|新增就业岗位|落地项目提供的岗位数|≥120个|项目可行性研究报告
满意度指标|服务对象满意度指标|参会企业满意度|问卷中满意及以上的企业占比|≥90%|上年度问卷结果
"""
HEAD = """
301001云溪经济开发区管理委员会|单位：万元
项目编码|13073025P00000110001D|项目名称|招商推介专项经费
预算规模及资金用途|预算数|{total}|其中：财政资金|50.00|其他资金|0
|用于举办招商推介会的场地、资料和差旅支出
资金支出计划（%）|3月底|6月底|10月底|12月底
|20|50|80|100
绩效目标|{goal}
"""
COLUMNS = "一级指标|二级指标|三级指标|绩效指标描述|指标值|指标值确定依据\n"


def goal_table(total="50.00", ratio="%", goal="1.全年举办推介会，引进一批主导产业项目"):
    """A document with one table as an extractor leaves it: no rule finds fault with it unless something is changed."""
    head, rows = HEAD.strip("\n").format(total=total, goal=goal), ROWS.strip("\n").format(ratio=ratio)
    tables = ([row.split("|") for row in part.split("\n")] for part in (head, COLUMNS + rows))
    text = "\n\n".join("\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in table) + "\n" for table in tables)
    return f"云溪经济开发区管理委员会2025年部门预算绩效文本\n\n1.招商推介专项经费绩效目标表\n{text}\n"


class Result(NamedTuple):
    """What a call left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self):
        """What was said on stderr."""
        return self.err.splitlines()


@pytest.fixture(autouse=True)
def _chinese(monkeypatch):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    yield
    use_language("zh")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def jiheng(capsys):
    """Call the command in this process."""

    def call(*arguments):
        code = main([str(argument) for argument in arguments])
        return Result(code, *capsys.readouterr())

    return call


@pytest.fixture
def write(here):
    """Write a file and return its path as a user would type it."""

    def _write(name, content):
        path = here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return Path(name)

    return _write


@pytest.fixture
def run(here):
    """Call the command as a process of its own."""

    def _run(*arguments, **settings):
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
        command = [sys.executable, "-c", "from jiheng.cli.main import entry; entry()", *map(str, arguments)]
        environment |= settings.pop("env", {})
        return subprocess.run(command, cwd=here, env=environment, capture_output=True, check=False, **settings)

    return _run
