"""What is read from the cells in which targets stand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shared import needs_shared, truth
from tests.strategies import SIGNS, deadlines, quantities, target_texts, texts
from tests.timing import within

from jiheng.domain.target import (
    Deadline,
    Operator,
    Target,
    TargetKind,
    _parse_uncached,
    format_target,
    parse_target,
)

# Cell, operator, number, unit.
QUANTITIES = [
    # As the systems print it.
    ("=1个", "=", "1", "个"),
    ("≥95%", ">=", "95", "%"),
    ("≤10万元", "<=", "10", "万元"),
    ("≤11.25万元", "<=", "11.25", "万元"),
    ("≤704.26万元", "<=", "704.26", "万元"),
    ("≥2户", ">=", "2", "户"),
    ("100%", None, "100", "%"),
    ("3台", None, "3", "台"),
    ("867平方米", None, "867", "平方米"),
    (">80分", ">", "80", "分"),
    ("<3次", "<", "3", "次"),
    ("≥2场", ">=", "2", "场"),
    ("≥60百分比", ">=", "60", "百分比"),
    ("100百分比", None, "100", "百分比"),
    ("10.00万元", None, "10.00", "万元"),
    ("0", None, "0", None),
    ("≥95", ">=", "95", None),
    ("0起", None, "0", "起"),
    ("-5%", None, "-5", "%"),
    ("≥-5℃", ">=", "-5", "℃"),
    # The unit is what was typed behind the number, whether it makes sense or not.
    ("1工程进度", None, "1", "工程进度"),
    ("1合格率", None, "1", "合格率"),
    ("1环保", None, "1", "环保"),
    ("≥80数量", ">=", "80", "数量"),
    ("≥80及时性", ">=", "80", "及时性"),
    ("≥80对社会有积极影响", ">=", "80", "对社会有积极影响"),
    ("≥80是否按时完成", ">=", "80", "是否按时完成"),
    ("≥90完成任务经费", ">=", "90", "完成任务经费"),
    ("≥90统一规划，美化环境", ">=", "90", "统一规划，美化环境"),
    ("≥80按期完成率（%）", ">=", "80", "按期完成率（%）"),
    ("1水、电、气、暖等管网改造工程量", None, "1", "水、电、气、暖等管网改造工程量"),
    ("≥80/", ">=", "80", "/"),
    ("100%完成", None, "100", "%完成"),
    ("5套（台）", None, "5", "套（台）"),
    ("1次/月", None, "1", "次/月"),
    ("≥3元/人·天", ">=", "3", "元/人·天"),
    ("≥1:3", ">=", "1", ":3"),
    ("1/3", None, "1", "/3"),
    ("10台，2套", None, "10", "台，2套"),
    ("≥1.5倍", ">=", "1.5", "倍"),
    ("≥3亿元", ">=", "3", "亿元"),
    ("3万人次", None, "3", "万人次"),
    ("≤50mg/m3", "<=", "50", "mg/m3"),
    # Full-width signs, digits, blanks and line breaks.
    ("＝１个", "=", "1", "个"),
    ("≥９５％", ">=", "95", "％"),
    ("＞＝９５．５％", ">=", "95.5", "％"),
    ("＜３次", "<", "3", "次"),
    ("≥　95 %", ">=", "95", "%"),
    (" ≥ 95\n% ", ">=", "95", "%"),
    ("≧80分", ">=", "80", "分"),
    ("⩽5天", "<=", "5", "天"),
    ("≯5%", "<=", "5", "%"),
    ("≮95%", ">=", "95", "%"),
    (">=95%", ">=", "95", "%"),
    ("=<5%", "<=", "5", "%"),
    ("==3个", "=", "3", "个"),
    # Thousands separators.
    ("1,200人次", None, "1200", "人次"),
    ("≥１，２００人次", ">=", "1200", "人次"),
    ("≥1,234,567.80元", ">=", "1234567.80", "元"),
    # Ranges.
    ("10-15个", None, "10-15", "个"),
    ("10—15个", None, "10-15", "个"),
    ("10——15个", None, "10-15", "个"),
    ("10～15个", None, "10-15", "个"),
    ("10 - 15 个", None, "10-15", "个"),
    ("10至15个", None, "10-15", "个"),
    ("10到15个", None, "10-15", "个"),
    ("10%-20%", None, "10-20", "%"),
    ("10％—20％", None, "10-20", "％"),
    ("10个-15个", None, "10-15", "个"),
    ("10 个 - 15 个", None, "10-15", "个"),
    ("10万元至15万元", None, "10-15", "万元"),
    ("10万-15万元", None, "10-15", "万元"),
    ("0.5-1.5公里", None, "0.5-1.5", "公里"),
    ("1,000-1,500元", None, "1000-1500", "元"),
    ("3-5年", None, "3-5", "年"),
    ("95-100", None, "95-100", None),
    ("≥10-15个", ">=", "10-15", "个"),
    ("控制在10-15万元", None, "10-15", "万元"),
    ("控制在10-15万元以内", "<=", "10-15", "万元"),
    ("三至五个", None, "3-5", "个"),
    # Signs in words.
    ("不低于95%", ">=", "95", "%"),
    ("不少于1,200人次", ">=", "1200", "人次"),
    ("不小于3个", ">=", "3", "个"),
    ("不得低于90%", ">=", "90", "%"),
    ("不能少于3次", ">=", "3", "次"),
    ("至少5人", ">=", "5", "人"),
    ("达到95%", ">=", "95", "%"),
    ("达95%", ">=", "95", "%"),
    ("大于等于5个", ">=", "5", "个"),
    ("大于或等于5个", ">=", "5", "个"),
    ("不超过10万元", "<=", "10", "万元"),
    ("不高于5%", "<=", "5", "%"),
    ("不得超过3天", "<=", "3", "天"),
    ("不多于30人", "<=", "30", "人"),
    ("小于等于5%", "<=", "5", "%"),
    ("最高10万元", "<=", "10", "万元"),
    ("超过80%", ">", "80", "%"),
    ("高于95%", ">", "95", "%"),
    ("低于5%", "<", "5", "%"),
    ("少于3次", "<", "3", "次"),
    ("等于3个", "=", "3", "个"),
    ("约100人", None, "100", "人"),
    ("共12期", None, "12", "期"),
    # Bounds behind the unit.
    ("控制在10万元以内", "<=", "10", "万元"),
    ("控制在５％之内", "<=", "5", "％"),
    ("严格控制在10万元以下", "<=", "10", "万元"),
    ("控制在10万元", "<=", "10", "万元"),
    ("控制在95%以上", ">=", "95", "%"),
    ("在10万元以内", "<=", "10", "万元"),
    ("保持在95%", None, "95", "%"),
    ("保持在95%以上", ">=", "95", "%"),
    ("100%以上", ">=", "100", "%"),
    ("90分及以上", ">=", "90", "分"),
    ("90分（含）以上", ">=", "90", "分"),
    ("3个以上（含3个）", ">=", "3", "个"),
    ("≥95%（含）", ">=", "95", "%"),
    ("10以上", ">=", "10", None),
    ("5%以下", "<=", "5", "%"),
    ("50人左右", None, "50", "人"),
    ("不低于3个以上", ">=", "3", "个"),
    ("超过100%以上", ">", "100", "%"),
    ("≤3个以上", "<=", "3", "个以上"),
    ("≥60%为合格", ">=", "60", "%"),
    ("80%以上为合格", ">=", "80", "%"),
    ("≥95%。", ">=", "95", "%"),
    ("3。", None, "3", None),
    ("100余人", None, "100", "人"),
    ("10多个项目", None, "10", "个项目"),
    # Spans of time.
    ("3天内", "<=", "3", "天"),
    ("5个工作日内", "<=", "5", "个工作日"),
    ("30天以内", "<=", "30", "天"),
    ("30天内完成", "<=", "30", "天"),
    ("≤12个月", "<=", "12", "个月"),
    ("1年内", "<=", "1", "年"),
    ("3年", None, "3", "年"),
    ("≤6月", "<=", "6", "月"),
    # Chinese numerals that count something.
    ("三场", None, "3", "场"),
    ("两次", None, "2", "次"),
    ("一家", None, "1", "家"),
    ("十二个", None, "12", "个"),
    ("一百二十户", None, "120", "户"),
    ("不少于三次", ">=", "3", "次"),
    ("三个以上", ">=", "3", "个"),
    ("三个月内", "<=", "3", "个月"),
    ("十个工作日", None, "10", "个工作日"),
    ("三万元", None, "30000", "元"),
    ("两倍", None, "2", "倍"),
    ("三家企业", None, "3", "家企业"),
    ("两个重点项目", None, "2", "个重点项目"),
    ("百分之九十五", None, "95", "%"),
    ("百分之九十五以上", ">=", "95", "%"),
    ("不低于百分之85", ">=", "85", "%"),
    ("百分之百", None, "100", "%"),
    # Numbers that look like years.
    ("2023个", None, "2023", "个"),
    ("2023", None, "2023", None),
    ("2023.5万元", None, "2023.5", "万元"),
    ("≤2023.5万元", "<=", "2023.5", "万元"),
    ("≥2023.5", ">=", "2023.5", None),
]

# Cell, year, month, day.
DEADLINES = [
    ("2023年完成", 2023, None, None),
    ("2023年", 2023, None, None),
    ("2025年度", 2025, None, None),
    ("2023年底前完成", 2023, None, None),
    ("2023年度内完成验收", 2023, None, None),
    ("2023年12月31日前", 2023, 12, 31),
    ("2023年12月31日前支付完毕", 2023, 12, 31),
    ("２０２３年１２月３１日", 2023, 12, 31),
    ("2023 年 12 月\n31 日前", 2023, 12, 31),
    ("2023年12月31日（含）前", 2023, 12, 31),
    ("2023年6月", 2023, 6, None),
    ("2023年6月份", 2023, 6, None),
    ("2025年11月底前完成", 2025, 11, None),
    ("12月底前完成", None, 12, None),
    ("12月31日之前", None, 12, 31),
    ("6月30日前完工", None, 6, 30),
    ("6月", None, 6, None),
    ("9月上旬", None, 9, None),
    ("≤2023年12月", 2023, 12, None),
    ("≤12月31日", None, 12, 31),
    ("≤12月底", None, 12, None),
    ("于2023年6月底前建成", 2023, 6, None),
    ("在2023年6月前投入使用", 2023, 6, None),
    ("截至2023年12月底", 2023, 12, None),
    ("不晚于2023年10月", 2023, 10, None),
    ("力争6月底前开工", None, 6, None),
    ("每年12月底前", None, 12, None),
    ("2024.12.31", 2024, 12, 31),
    ("2024-12-31前", 2024, 12, 31),
    ("2024/6/30", 2024, 6, 30),
    ("2024.12", 2024, 12, None),
    ("2024-06", 2024, 6, None),
    ("第三季度", None, 9, None),
    ("三季度末", None, 9, None),
    ("2023年第4季度", 2023, 12, None),
    ("上半年", None, 6, None),
    ("2023年上半年完成", 2023, 6, None),
    ("下半年", None, 12, None),
    ("二〇二三年十二月底前", 2023, 12, None),
    ("十月三十一日前", None, 10, 31),
    # A period is over when it ends.
    ("1-12月", None, 12, None),
    ("1月至12月", None, 12, None),
    ("2024年1月-12月", 2024, 12, None),
    ("2023年3月10日—2023年5月1日", 2023, 5, 1),
    ("2023.1-2023.12", 2023, 12, None),
    ("2021-2023年", 2023, None, None),
]

UNDATED_DEADLINES = "年底前 年底前完成 年内完成 本年度内 当年完成 季度末 月底前完成 每月10日前 每月5日前发放 全年末"

WORDS = """
    一流 一流水平 一定 一定程度 一般 一致 一起 一批 一系列 一次性完成 一次性 一站式 一条龙服务 一个不少 百姓满意
    千家万户 万众一心 三五个 两三次 十几个 几十人 数十家 百余户 十分满意 十分 三级 二期 三级甲等 第三 第一名 两个维护
    三个一批 四个意识 零投诉 零容忍 三分之一 半数以上 多次 若干 无 略 / - — 。 % ≥ ≥≥ 合格 优 达标 达到标准
    不超过预算 不低于上年 提升服务水平 得到促进 基本保障 和谐稳定 维护稳定 效果明显 及时 按时完成 按计划时间完成 长期
    全年 在预算指标内支出为合格 不超预算总额为合格 按时完工为合格 专业招商人才数量呈增长趋势为合格
    全部项目按时完成为合格 在预算指标范围内支出为优 网络平台平稳流畅、安全运行 较上年增长5% 同比增长≥5% 每年2次
    增长5%以上 验收合格率100% 国家4A级 ±5% 前3名 满意度≥90% 1、完成规划编制；2、完成评审 1.建成厂房 1)完成 （1）完成
    1：完成 3.5.1 1,20个 10+5个 7*24小时 15-10个 10个-15家 在3个 30日前 10号前 3天前 两月 两季度 2,023年
    2023年12月31日24时前 年底前100% 2022年底达到90% 2023年完成率 2023年完成情况 2023年计划完成率 2023年工作任务
    3月份完成率100% 达到2023年水平 2023年3个 12月1-15日 2023年13月
"""


@pytest.mark.parametrize(("raw", "operator", "number", "unit"), QUANTITIES)
def test_quantity_is_read(raw, operator, number, unit):
    assert parse_target(raw) == Target(
        raw, TargetKind.QUANTITATIVE, None if operator is None else Operator(operator), number, unit
    )


@pytest.mark.parametrize(("raw", "year", "month", "day"), DEADLINES)
def test_deadline_is_read(raw, year, month, day):
    assert parse_target(raw) == Target(raw, TargetKind.DEADLINE, deadline=Deadline(year, month, day))


@pytest.mark.parametrize("raw", UNDATED_DEADLINES.split())
def test_deadline_without_a_date_is_one(raw):
    assert parse_target(raw) == Target(raw, TargetKind.DEADLINE)


@pytest.mark.parametrize("raw", [*WORDS.split(), "", " ", "\n", "10 20个", "≥ 1 000元", "≥95" + "很" * 300])
def test_what_is_not_understood_is_words(raw):
    assert parse_target(raw) == Target(raw, TargetKind.QUALITATIVE)


@needs_shared
@pytest.mark.parametrize("name", ["shacheng-2024", "caofeidian-2022"])
def test_targets_of_the_real_documents_are_read(name):
    wanted = [row["target"] for project in truth(name)["projects"] for row in project["indicators"] if row["target"]]
    assert len(wanted) > 40
    for target in wanted:
        parsed = parse_target(target["raw"])
        assert {field: getattr(parsed, field) for field in target} == target


@pytest.mark.parametrize(
    ("raw", "bounds", "value"),
    [
        ("≥95%", ("95", "95"), "95"),
        ("10-15个", ("10", "15"), None),
        ("-5℃", ("-5", "-5"), "-5"),
        ("10.00万元", ("10", "10"), "10"),
        ("一流", None, None),
        ("2023年", None, None),
    ],
)
def test_number_can_be_reckoned_with(raw, bounds, value):
    target = parse_target(raw)
    assert target.bounds == (None if bounds is None else tuple(map(Decimal, bounds)))
    assert target.value == (None if value is None else Decimal(value))


@pytest.mark.parametrize("sign", SIGNS)
def test_every_sign_stands_before_a_number(sign):
    raw = f"{sign}80%以上" if sign == "在" else f"{sign}80%"
    assert parse_target(raw).kind is TargetKind.QUANTITATIVE


def meaning(target):
    return target[1:]


@given(quantities() | deadlines())
def test_target_that_is_written_is_read_back(target):
    assert meaning(parse_target(format_target(target))) == meaning(target)


@given(texts() | target_texts())
def test_any_text_is_a_target_and_keeps_its_text(raw):
    target = parse_target(raw)
    assert target.raw == raw
    assert (target.number is None) == (target.kind is not TargetKind.QUANTITATIVE)
    assert target.deadline is None or target.kind is TargetKind.DEADLINE
    assert target.bounds is None or target.bounds[0] <= target.bounds[1]


@given(texts() | target_texts())
def test_target_that_was_read_means_the_same_when_it_is_written_and_read_again(raw):
    target = parse_target(raw)
    assert meaning(parse_target(format_target(target))) == meaning(target)


@given(target_texts())
def test_blanks_around_and_full_width_digits_do_not_matter(raw):
    wide = raw.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    for text in (f" \n{raw}\t", wide):
        target = parse_target(text)
        expected = parse_target(raw)
        assert (target.kind, target.operator, target.deadline) == (expected.kind, expected.operator, expected.deadline)


HOSTILE = (
    "1 一 九 ≥ 1, 1,111, 1- 1至 ( (含 以上 内 余 3个以上 2023年 1月1日- 控制在 每年于 3内完成 。 、 完成 为合格 季度"
)


@pytest.mark.parametrize("piece", [*HOSTILE.split(), " ", "\n", "≥ ", "1 "])
@pytest.mark.parametrize("prefix", ["", "≥", "3", "2023年"])
def test_long_text_is_read_in_no_time(piece, prefix):
    for length in (200, 100_000):
        raw = (prefix + piece * length)[:length]
        with within(0.2):
            parse_target(raw)


@given(st.text("1一-至,.年月日以内 ≥控制在(含)", min_size=150, max_size=200))
def test_text_of_the_greatest_length_that_is_parsed_is_read_in_no_time(raw):
    with within(0.2):
        parse_target(raw)


def test_a_target_takes_a_few_microseconds():
    raws = [row[0] for row in QUANTITIES + DEADLINES]

    with within(20e-6 * len(raws) * 100):
        for raw in raws * 100:
            _parse_uncached(raw)
