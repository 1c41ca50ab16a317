"""What could not be understood while reading, said instead of guessed."""

from __future__ import annotations

from typing import Any, NamedTuple

from jiheng.domain.place import Place
from jiheng.i18n import N_, _

__all__ = ["MESSAGES", "Note"]

MESSAGES: dict[str, str] = {
    "no-fiscal-year": N_("没有写明预算年度，标题、项目编码和正文里都找不到"),
    "fiscal-year-from-text": N_("标题和项目编码都没有年度，按正文取为 {year} 年"),
    "no-organization": N_("没有写明单位编码和名称"),
    "several-organizations": N_("各表的单位不一致：{organizations}"),
    "no-department-part": N_("没有部门（单位）整体绩效目标部分"),
    "department-section-missing": N_("整体绩效目标部分缺少“{section}”"),
    "currency-unit-missing": N_("没有写明金额单位，按表式取为{unit}"),
    "malformed-amount": N_("“{label}”不是金额：{text}"),
    "malformed-percent": N_("“{label}”不是百分比：{text}"),
    "malformed-organization": N_("没有看懂单位编码和名称：{text}"),
    "unrecognised-cell": N_("没有看懂的单元格：{text}"),
    "unrecognised-text": N_("没有归类的文字：{text}"),
    "unrecognised-table": N_("不是认得的表式，开头是：{text}"),
    "blank-table": N_("没有填写的表，没有计入：{text}"),
    "repeated-text": N_("与后文重复、只取后文的文字：{text}"),
    "no-indicators": N_("第 {number} 张表没有指标行"),
    "field-missing": N_("第 {number} 张表里没有找到“{label}”一栏"),
    "table-numbers": N_("表的编号重复或缺失，改按先后顺序编号"),
    "deleted-text": N_("修订中已删除的文字没有计入：{text}"),
    "hidden-text": N_("隐藏文字没有计入：{text}"),
    "summed-funds": N_("“{labels}”没有单独的栏目，已合计到财政拨款"),
    "joined-row": N_("一行被空行隔开，已接回：{text}"),
    "joined-text": N_("表格中间的文字已接回上一格：{text}"),
    "converted": N_("本程序不能直接读取这个文件，已用 LibreOffice 转换后读取。请抽查核对"),
    "scanned-pages": N_("第 {pages} 页是扫描图片，没有读到。识别文字需要可选组件，请安装：pip install 'jiheng[ocr]'"),
    "read-by-eye": N_("第 {pages} 页是扫描图片，文字由程序识别，平均可信度 {confidence}。请抽查核对"),
    "doubtful": N_("识别没有把握：{text}，可信度 {confidence}。请与原件核对"),
    "doubtful-sum": N_("识别出的预算数 {total} 不等于财政资金与其他资金之和 {parts}，请与原件核对"),
    "doubtful-plan": N_("识别出的资金支出计划不是逐步增加到 100%：{percents}，请与原件核对"),
    "mended-label": N_("识别出的“{before}”按表式的栏目名改读为“{after}”，请与原件核对"),
    "mended-level": N_("识别出的“{before}”按指标的级别名改读为“{after}”，请与原件核对"),
    "mended-number": N_("识别出的“{before}”按数字改读为“{after}”，请与原件核对"),
    "mended-code": N_("识别出的“{before}”按项目编码的校验码改读为“{after}”，请与原件核对"),
    "damaged-pages": N_("第 {pages} 页已损坏，没有读到"),
    "overlaid-text": N_("水印、印章或批注里的文字没有计入：{text}"),
    "attachments": N_("文件里另有 {count} 个附件，没有读取：{names}"),
    "signed": N_("文件带有电子签章或签名“{who}”（{when}，涉及 {count} 个部件），签名本身没有验证"),
    "changed-since-signed": N_("“{who}”签章之后有 {count} 个部件改动过或已缺失：{parts}。请核对来源"),
    "signature-damaged": N_("有一个电子签章的记录缺失或已损坏，没有读到"),
    "cut-off": N_("文件不完整，末尾可能缺少内容。请核对，或重新下载"),
    "encoding-damaged": N_("有 {count} 处文字无法还原（编码损坏）"),
    "encoding-declared": N_("网页声明的编码“{declared}”与内容不符，已按 {actual} 读取"),
    "encoding-mended": N_("文字曾按错误的编码保存（乱码），已还原后读取"),
    "encoding-garbled": N_("文字曾按错误的编码保存（乱码），无法还原。请换一份没有乱码的文件"),
    "hidden-sheet": N_("工作表“{sheet}”是隐藏的，也已读取"),
    "hidden-cells": N_("工作表“{sheet}”的隐藏行或隐藏列里有 {count} 格文字，也已读取"),
    "formula-error": N_("单元格里的公式出错：{text}"),
    "formula-as-typed": N_("以等号开头的文字被存成了公式，已按输入的“{text}”读取"),
    "formula-without-value": N_("单元格里的公式没有保存计算结果。请用表格软件打开，重新计算后保存"),
}


class Note(NamedTuple):
    """A remark about reading, with its place. `code` is a key of `MESSAGES`, `values` fill its template."""

    code: str
    values: dict[str, Any]
    place: Place | None = None

    @property
    def message(self) -> str:
        """One sentence in the language in use."""
        return _(MESSAGES[self.code]).format(**self.values)
