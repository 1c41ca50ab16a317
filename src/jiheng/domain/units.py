"""Units of measure: what may stand behind the number of a target.

The unit is typed freely, so no list is complete. The principle: a unit is one of share, money, time or physics, or a
measure word, alone or with the thing it counts behind it (`个项目`, `家企业`). A noun alone (`项目`, `企业`, `数量`) is
none, for Chinese does not count without a measure word. Two things give away the name of an indicator that merely begins
with a measure word: its first two characters are another word (`项目进度`), or it ends like a property (`次均费用水平`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from jiheng.domain.money import CURRENCY_UNITS

__all__ = [
    "COMMON_UNITS",
    "RATIO_UNITS",
    "TIME_UNITS",
    "is_counter",
    "is_measure",
    "is_money",
    "is_ratio",
    "standard_unit",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


RATIO_UNITS = frozenset({"%", "％", "百分比"})
"""Units of a share of one hundred."""

_TIMES = _words(
    "秒 秒钟 分 分钟 时 小时 工时 学时 课时 天 日 工日 工作日 自然日 日历日 日历天 周 星期 旬 月 季 季度 半年 年 年度 周年 学期 学年"
)
_COMMON = """
    % 个 家 户 人 人次 人天 场 场次 次 期 件 项 份 台
    套 辆 处 所 栋 条 万元 亿元 元 平方米 万平方米 公里 千米 米 亩 公顷 吨 立方米 小时 天 个工作日 个月 年
"""
COMMON_UNITS = tuple(_COMMON.split())
"""What targets are mostly measured in, for lists to choose from."""

TIME_UNITS = _TIMES | {f"个{unit}" for unit in _TIMES}
"""Units of time, also with 个 (`个月`, `个工作日`)."""

_PHYSICAL = _words(
    """
    微米 毫米 厘米 分米 米 千米 公里 里 海里 英寸 寸 尺 丈 延米 延长米 皮长公里
    平方毫米 平方厘米 平方分米 平方米 平方千米 平方公里 平方 平米 平 公顷 亩 顷
    毫升 升 立方厘米 立方分米 立方米 立方 立米 方 微克 毫克 克 千克 公斤 斤 两 吨 克拉
    焦耳 千焦 卡 千卡 大卡 瓦 千瓦 兆瓦 瓦时 千瓦时 兆瓦时 度 度电 伏 千伏 安 伏安 千伏安 兆伏安 马力 牛 千牛
    帕 千帕 兆帕 摄氏度 分贝 赫兹 流明 勒克斯 比特 字节 兆 兆字节 像素 转
    μm um mm cm dm m km mm2 cm2 m2 km2 hm2 ml l m3 cm3 nm3 μg ug mg g kg t ha
    j kj mj gj cal kcal w kw mw gw kwp mwp wh kwh mwh gwh v kv a ah va kva mva kvar n kn pa kpa mpa °c db hz khz mhz ghz
    lm lx lux cd ppm ppb ph ntu cfu bit b kb mb gb tb pb kbps mbps gbps bps dpi px rpm tps qps s ms min h d tce kgce tco2 teu
    """
)  # letters in small: tables print KM, Kg and KWH as they like

# Shares, growth, ranks and grades. They count nothing: 一流, 二级, 一倍 stay words.
_SCALES = RATIO_UNITS | _words("‰ 百分数 百分率 百分点 千分点 基点 bp 倍 成 折 番 级 a级 星 星级 名次 位次 岁 周岁")
_OTHER_MONEY = _words("角 块 元整 万元整 人民币 美元 欧元 英镑 日元 港元 港币 澳元 加元")

# Measure words that can have the thing they count behind them …
_WITH_NOUN = (
    "个家户名位台套件项条座处所场次辆艘架间栋幢份本册部篇张幅枚块片段节层面道扇株棵只头匹羽尾口支枝根粒颗盏"
    "种类批届期轮组宗起例款门堂笔卷盘罐桶瓶盒箱袋包捆路眼"
)
# … and those that stand alone: nearly every text that goes on behind them is a word of its own (人员, 班级, 点击).
_ALONE = "人员样列丛队班团遍回趟步案则课讲股票单封首幕集帧字行页版束把顶副双对床桌席孔洞针剂支贴樘榀跨芯核线点站车通"
# Places and seats are counted without a measure word: 12县, 3标段, 40学位.
_UNCOUNTED = _words(
    """
    国 省 市 县 区 旗 乡 镇 村 校 院 屯 乡镇 市县 县市 县区 旗县 街道 社区 园区 片区 标段 学分 回路 航次 标箱 标准箱
    点位 床位 席位 座位 坐席 座席 学位 车位 泊位 机位 工位 展位 摊位 铺位 岗位
    """
)
_COUNTERS = _UNCOUNTED.union(_WITH_NOUN, _ALONE)

# 人次, 台班, 吨公里, 亩次, 床日: a measure word times another one.
_COMPOUND = re.compile(
    f"(?:[{_WITH_NOUN}{_ALONE}校县村]|课时|公里|吨|亩)(?:班次|小时|学时|课时|公里|[次天日周月年时班份套])|台件"
)
_COUNTED = re.compile(
    rf"(?:平方公里|平方千米|平方米|立方米|立方|公顷|公里|千米|公斤|千克|[{_WITH_NOUN}吨亩斤米])(\w{{1,12}})"
)

# Words that begin with a measure word and are none, each group by its first character and the second ones that follow.
# What would also stop a counted thing (名校|长, 场内|部培训) is left out, or told apart by what comes next (种植|物).
_OTHER_WORDS = """
    个[性税别] 家[庭属风禽] 户[籍口型外厕用] 名[称额誉牌胜] 位[置于] 台[账帐风阶] 项目(?!标$|标任务) 条[件例理款块] 座谈
    处[理置罚于级突] 处室(?![内外]) 所[有需属得在以税] 场[馆所景站] 场地(?![方质]) 首次 次要 间[隔断] 间接(?!待) 部[门分署件级委队位]
    门[诊户票禁槛店面前牌] 支[付出持撑部援柱] 本[级区市县乡镇村项职科次] 本单位 本年度 本部门 本地(?!方) 本期(?!刊)
    种[类子粮群] 种植(?!物) 类[型别似] 批[准复发示改办] 期[限间末满初望货权] 例[行会外如] 起[步到点草始降] 起重(?!大)
    组[织建成合团] 片[区面] 段落 节[约能水电省支余点俭日假气油地目庆育流] 道[路德口] 面[积向源貌试对临粉料谈上] 层[级次面]
    轮[作换岗候流胎值] 轮训(?!练) 届[满时] 根[治据本除源系植] 架[构设空] 口[粮碑岸腔径头述感罩号] 头[部条雁] 只[增减有能] 株距
    张[贴挂] 张家口 篇幅 款[项式] 宗[教旨] 笔[试记] 尾[款气水矿] 羽毛 匹配 卷[入烟宗] 盘[活点] 包[联保装含干容括村片裹] 瓶颈 捆绑
    粒[度子] 幅[度射] 颗粒 米[面粮] 亩产 吨位 .均(?!衡) 件件 层层 处处 家家 户户 股份 路[面灯况径段口政网基] 眼[科病底]
"""
_OTHER_WORD = re.compile("|".join(sorted(_words(_OTHER_WORDS))))
# A thing is counted; what contains or ends like this is a property or a deed.
_PROPERTY = re.compile(
    "率|满意|及时|完成|(?:(?<![制季年调角维])度|(?<!参)数|量|(?<![男女异])性|比例?|值|(?<!劳动)力|(?<!名)额|情况|成本|效益"
    "|效果|成效|水平|影响|面积|时间|合格|达标|提升|提高|增长|改善|稳定|发展)$"
)

_IGNORED = re.compile(r"[\s“”\"‘’'《》]+")
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_END = re.compile(r"(?:[及或]?以[上下内]|之内|左右)?[。.,;]*$")
_FRACTION = re.compile(r"[:/]\d+(?:\.\d+)?")  # 1:3, 1/3
_LISTED = re.compile(r"[、,;]\d*")  # 台、套; 10台，2套
_PER = re.compile(r"[/·・•⋅*×每]|(?<!\d)\.(?!\d)")
_AMOUNT = re.compile(r"[\d.]*[十百千万亿]*[余多几来]?")  # 10万余|人; 元/|100公里
_NOUN = re.compile(r"[^\W\d_]{1,6}")

_STANDARD = {
    **dict.fromkeys(("百分比", "百分数", "百分率", "％"), "%"),
    "万": "万元",
    "亿": "亿元",
    **dict.fromkeys(("平米", "平方", "平"), "平方米"),
    **dict.fromkeys(("万平米", "万平方", "万平"), "万平方米"),
    **dict.fromkeys(("立米", "立方"), "立方米"),
    **dict.fromkeys(("万立米", "万立方"), "万立方米"),
    **dict.fromkeys(("KM", "Km"), "km"),
    **dict.fromkeys(("KG", "Kg"), "kg"),
    **dict.fromkeys(("KW", "Kw"), "kW"),
    **dict.fromkeys(("KWH", "KWh", "Kwh", "kwh", "kw·h"), "kWh"),
}


def standard_unit(unit: str) -> str | None:
    """The standard spelling of a unit that is written otherwise (`百分比` → `%`), else None."""
    return _STANDARD.get(unit)


def is_ratio(unit: str) -> bool:
    """Whether the unit is a share of one hundred."""
    return unit in RATIO_UNITS


def is_money(unit: str) -> bool:
    """Whether the unit is one of money: `元`, `万元`, a bare `万` …"""
    return unit in CURRENCY_UNITS


def is_counter(unit: str) -> bool:
    """Whether the unit is a bare measure word or unit: what a Chinese numeral must stand before to count something."""
    return (
        unit in _COUNTERS
        or unit in TIME_UNITS
        or unit.lower() in _PHYSICAL
        or unit in CURRENCY_UNITS
        or (_COMPOUND.fullmatch(unit) is not None and not _OTHER_WORD.match(unit))
    )


@lru_cache(maxsize=4096)
def is_measure(unit: str) -> bool:
    """Whether `unit` is a unit of measure: ratio, money, physical, time, or a measure word with or without a noun.

    Several in a row (`台、套`), quotients and products of them (`元/人·天`) and remarks in brackets (`件（套）`) are too.
    """
    text = _IGNORED.sub("", normalize("NFKC", unit)).lower()
    if _FRACTION.fullmatch(text):
        return True
    text = _END.sub("", _REMARK.sub("", text) or text.strip("()[]【】"), count=1)
    return bool(text) and all(_is_quotient(part) for part in _LISTED.split(text))


def _is_quotient(text: str) -> bool:
    first, *others = [part for part in _PER.split(text) if part] or [""]
    # The price of a thing may name it without a measure word: 元/学生.
    return _is_single(first) and all(
        _is_single(other) or (_NOUN.fullmatch(other) and not _PROPERTY.search(other)) for other in others
    )


def _is_single(text: str) -> bool:
    if _is_plain(text):
        return True
    amount = _AMOUNT.match(text)
    assert amount is not None
    rest = text[amount.end() :]
    return _is_plain(rest) if rest else text.endswith(("万", "亿"))


def _is_plain(text: str) -> bool:
    if text in _SCALES or text in _OTHER_MONEY or is_counter(text):
        return True
    counted = _COUNTED.fullmatch(text)
    return counted is not None and not _OTHER_WORD.match(text) and not _PROPERTY.search(counted[1])
