"""Units of measure: what may stand behind the number of a target."""

from __future__ import annotations

import re
from functools import lru_cache

from jiheng.domain.money import CURRENCY_UNITS

__all__ = ["RATIO_UNITS", "TIME_UNITS", "is_counter", "is_measure", "is_money", "is_ratio", "standard_unit"]

RATIO_UNITS = frozenset({"%", "％", "百分比"})
"""Units of a share of one hundred."""

TIME_UNITS = frozenset(
    "秒 秒钟 分钟 分 小时 时 工时 课时 学时 天 日 工作日 个工作日 周 星期 旬 月 个月 季 季度 个季度 半年 学期 个学期 年 年度 个年度 年限".split()
)

_PHYSICAL = frozenset(
    """
    毫米 厘米 分米 米 千米 公里 里 海里 丈 尺 寸 延米 延长米 车公里 人公里 吨公里 mm cm m km MM CM M KM Km
    平方毫米 平方厘米 平方分米 平方米 平方公里 平方千米 平米 亩 公顷 顷 分地 ㎡ m2 m² M2 M² km2 km² hm2 hm² 平方
    毫升 升 立方米 立方 立方厘米 立方分米 方 立米 m3 m³ M3 M³ L ml mL ㎥
    毫克 克 千克 公斤 斤 两 吨 担 mg g kg KG Kg t T
    焦耳 千焦 卡 千卡 大卡 瓦 千瓦 兆瓦 瓦时 千瓦时 兆瓦时 度 度电 kW KW kWh KWh MW GW 吨标准煤 吨标煤 千伏 伏 伏安 千伏安 安 kV KV kVA KVA 马力
    摄氏度 ℃ °C 分贝 dB 帕 千帕 兆帕 赫兹 lux 勒克斯 ppm PPM pH
    比特 字节 KB MB GB TB PB Mbps Gbps 兆 兆比特 像素 dpi
    ug/m3 μg/m³ mg/L mg/m³ mg/m3 微克/立方米 毫克/升 毫克/立方米
    """.split()
)

_RATIOS = RATIO_UNITS | frozenset(
    "‰ 千分比 百分点 个百分点 百分数 百分率 倍 成 折 比例 比 分之一 位次 名次 分值 分数 得分 pct BP 基点".split()
) - {"比例", "比", "得分"}

# Measure words: what Chinese counts with. A word of several characters stands before the single ones it begins with.
_COUNTERS = tuple(
    sorted(
        """
        人次 人天 人日 人月 人年 人份 人时 台次 台套 台班 车次 班次 场次 批次 架次 艘次 户次 家次 件次 例次 项次 篇次 点位 点次 辆次 机位 床位 席位 学位
        个 家 户 人 次 场 台 套 件 项 条 座 处 所 名 位 员 辆 艘 架 列 节 间 栋 幢 层 套 组 队 班 届 期 轮 批 遍 回 趟 步
        份 本 册 部 篇 幅 张 枚 支 只 头 匹 羽 尾 口 株 棵 盆 颗 粒 片 块 袋 箱 盒 瓶 桶 包 捆 卷 盘 罐 桩 根 副 双 对 把 顶 面 盏 孔 眼 道 门 扇
        站 点 村 镇 乡 县 市 省 区 街道 社区 园区 标段 宗 起 例 案 桌 床 座次 线 路 段 环 井 池 库 站点 字 页 行 帧 集 首 曲 幕 堂 讲 课 科 种 类 款 样 型 号 级 等级 等 档 版 单 笔 股 票 枪 剂 针 剂次 针次 车 船 卡 舱 杆 颗 樘 榀 跨 榜 人头 家庭 户人 亩次 公里次 小时次 吨次 万人次
        """.split(),
        key=len,
        reverse=True,
    )
)
_COUNTER = re.compile("(?:" + "|".join(map(re.escape, dict.fromkeys(_COUNTERS))) + ")")

# What is counted may follow the measure word (个项目, 家企业) only behind these: behind the others the rest of the text
# is nearly always a noun of its own that merely begins alike (项目进度, 人民满意, 路面, 点击).
_COUNTERS_WITH_NOUN = re.compile(
    r"(个|家|户|名|位|台|套|件|项|条|座|处|所|场|次|人|辆|间|栋|幢|份|本|册|部|篇|张|块|株|棵|只|头|支|种|类|批|期|宗|起|例|款|组|门|笔)(.+)"
)
# A noun behind a measure word is a thing. What ends like these is a property, so the whole is an indicator's name.
_PROPERTY = re.compile(
    r"(?:率|度|数|量|数量|情况|进度|质量|成本|效益|效果|水平|程度|能力|指标|性|值|比例|力|时间|环境|影响|服务|工作|任务|安排|完成|提升|提高|增长|改善|保障|及时|合格|达标|满意|支出|资金|经费|费用|作用|发展|稳定|目标|资源)$"
)
# Words that begin with a measure word and are none.
_NOT_COUNTED = re.compile(
    r"(?:项目|人员|人才|人民|人均|人群|人口|人力|人工|人事|人居|个人满|个体|个性|家庭|家长|家属|户籍|户均|户外|次数|次日|次性|场地|场所|场馆|场景|场均|台账|台风|台数|套数|件数|条件|条例|座谈|处理|处置|处罚|处级|所有|所需|所属|所得|名称|名额|位置|位于|辆数|间接|间隔|份额|份数|本级|本单位|本年|本地|本区|本市|部门|部分|部署|部件|张贴|块状|只数|头数|支付|支出|支持|支撑|支部|种植|种类|种子|类型|类别|批准|批复|批发|期限|期间|期末|期满|例行|例会|款项|组织|组建|组成|门户|门诊|起步|起到|起点)"
)

_MULTIPLIED = re.compile(r"(?:十|百|千|万|十万|百万|千万|亿|万亿)(?=.)")
_WRAPPED = re.compile(r"[（(【\[][^（）()]*[）)】\]]")
_PER = re.compile(r"[/／•·每]")

_STANDARD = {
    "百分比": "%",
    "百分数": "%",
    "百分率": "%",
    "％": "%",
    "万": "万元",
    "亿": "亿元",
    "平米": "平方米",
    "立米": "立方米",
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
    return unit in TIME_UNITS or unit in _PHYSICAL or unit in CURRENCY_UNITS or bool(_COUNTER.fullmatch(unit))


@lru_cache(maxsize=4096)
def is_measure(unit: str) -> bool:
    """Whether `unit` is a unit of measure: ratio, money, physical, time, or a measure word with or without a noun."""
    text = "".join(unit.split())
    bare = _WRAPPED.sub("", text)
    if not bare:  # the whole unit stands in brackets: （个）
        bare = text.strip("（）()【】[]")
    return _is_measure(bare) or (
        len(parts := [part for part in _PER.split(bare) if part]) > 1 and all(_is_measure(part) for part in parts)
    )


def _is_measure(unit: str) -> bool:
    if unit in _RATIOS or unit in TIME_UNITS or unit in _PHYSICAL or unit in CURRENCY_UNITS:
        return True
    if _COUNTER.fullmatch(unit):
        return True
    if match := _MULTIPLIED.match(unit):
        return _is_measure(unit[match.end() :])
    if _NOT_COUNTED.match(unit):
        return False
    counted = _COUNTERS_WITH_NOUN.fullmatch(unit)
    return counted is not None and not _PROPERTY.search(counted[2])
