"""What property tests are made of: texts, targets and codes such as documents hold them, and worse ones."""

from hypothesis import strategies as st

from jiheng.domain.project_code import ALPHABET, check_character
from jiheng.domain.target import Deadline, Operator, Target, TargetKind


def _words(text):
    return text.split()


UNITS = _words("""
    % 个 家 户 人 人次 场次 台（套） 万元 元 亿元 平方米 公里 m³ kWh 吨标准煤 个项目 家企业 次/年 元/人·天 个工作日 天 分 百分比 ％ 工程进度 对社会有积极影响
    统一规划，美化环境 按期完成率（%）
""")
SIGNS = _words("""
    ≥ ≤ ＝ = > ＜ >= 不低于 不少于 不超过 不得高于 达到 控制在 严格控制在 保持在 在 约 共 至少 最高 高于 小于或等于
""")
NUMBERS = _words("""
    0 1 95 100 1,200 １０．５ 2023 2,023 2023.5 12 -5 10-15 10%～15% 10个至15个 一 三 十 十五 两百 三五 百分之八十 一万二千 二〇二三
""")
ENDINGS = _words("""
    以上 及以上 以内 以下 左右 （含） 内 为合格 。 余人 月 年 季度 月底前 年底前完成 日前 、 ，2套 /月 :3
""")
DATES = _words("""
    2023年 12月 31日 二〇二三年 十二月 第三季度 上半年 年底 底前 2024.12.31 2023-06 1-6月 完成 前 全面 建成 率 至
""")


def texts():
    """Any text, and texts of the letters, digits and signs that targets are made of."""
    return st.text(max_size=80) | st.text(
        "0123456789０１,，.．-－~—至到年月日前底内以上下控制在不低于≥≤＝<>%％个一三十百万 \t\n、：/（）", max_size=40
    )


def target_texts():
    """Texts put together from the pieces of targets, in the right order and in any."""
    piece = st.sampled_from([*SIGNS, *NUMBERS, *UNITS, *ENDINGS, *DATES])
    pieces = st.lists(piece, min_size=1, max_size=6)
    ordered = st.tuples(
        st.sampled_from(["", *SIGNS]),
        st.sampled_from(NUMBERS),
        st.sampled_from(["", *UNITS]),
        st.sampled_from(["", *ENDINGS]),
    )
    return st.one_of(pieces, ordered).map("".join) | st.lists(piece, max_size=4).map(" ".join)


def quantities():
    """Quantitative targets; the numbers are below 1900, for 2023年 is a date however it came about."""
    number = st.builds(
        lambda whole, decimals: f"{whole}{decimals}",
        st.integers(0, 1899),
        st.sampled_from(["", ".0", ".50", ".125"]),
    )
    lengthy = st.integers(3000, 10**12).map(str)
    ranges = st.lists(st.integers(0, 1899), min_size=2, max_size=2, unique=True).map(
        lambda ends: f"{min(ends)}-{max(ends)}"
    )
    negative = st.integers(1, 1899).map(lambda value: f"-{value}")
    return st.builds(
        lambda operator, number, unit: Target("", TargetKind.QUANTITATIVE, operator, number, unit),
        st.none() | st.sampled_from(Operator),
        number | lengthy | ranges | negative,
        st.none() | st.sampled_from(UNITS),
    )


def deadlines():
    """Deadlines with a year, a month, or both and perhaps a day."""
    year, month, day = st.integers(1900, 2099), st.integers(1, 12), st.integers(1, 31)
    date = st.one_of(
        st.tuples(year, st.none(), st.none()),
        st.tuples(st.none() | year, month, st.none()),
        st.tuples(st.none() | year, month, day),
    )
    return date.map(lambda parts: Target("", TargetKind.DEADLINE, deadline=Deadline(*parts)))


def project_codes():
    """Codes of the system since 2022 with the right check character, from every province that uses it.

    Sichuan (51) has codes of its own with another letter in place 9 and no check: a wrong letter there can pass.
    """
    region = st.integers(110000, 659999).map(str).filter(lambda text: not text.startswith("51"))
    first20 = st.builds(
        lambda region, year, serial, kind, sequence: f"{region}{year}P{serial}{kind}{sequence:04}",
        region,
        st.integers(22, 99),
        st.text(ALPHABET, min_size=6, max_size=6),
        st.integers(0, 9),
        st.integers(0, 9999),
    )
    return first20.map(lambda text: text + check_character(text))


def chinese_numeral(value: int) -> str:
    """`value`, from 1 and below 10^12, as a careful clerk writes it: 10050 → 一万零五十."""
    groups = []
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, value = divmod(value, size)
        groups.append((part, name))
    text = ""
    for part, name in groups:
        if not part:
            text += "零" if text else ""
            continue
        if text and part < 1000:
            text += "零"
        for scale, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, part = divmod(part, scale)  # noqa: PLW2901 - what is left of the group
            text += "零一二三四五六七八九"[digit] + word if digit else "零"
        text = text.rstrip("零") + name
    while "零零" in text:
        text = text.replace("零零", "零")
    text = text.strip("零")
    return text.removeprefix("一") if text.startswith("一十") else text
