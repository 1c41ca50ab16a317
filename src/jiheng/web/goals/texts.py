"""What the scripts of the editor say, in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext as _

__all__ = ["editor_texts"]


def editor_texts() -> dict[str, str]:
    """By the name that the scripts use; words in braces are filled in there."""
    return {
        # The grid.
        "drag": _("拖动可在本级指标内调整次序（键盘：Alt+↑ Alt+↓）"),
        "cell": _("{column}，第 {row} 行"),
        "blank": _("空白"),
        "number": _("值"),
        "numberOf": _("{label}（只有数值）"),
        "wholeOf": _("{label}（符号、值、单位）"),
        "onlyInLevel": _("只能在同一个二级指标内移动"),
        "removed": _("已删除 {count} 行，Ctrl+Z 可以恢复"),
        "pasted": _("已粘贴 {count} 行"),
        "up": _("上移"),
        "down": _("下移"),
        "remove": _("删除"),
        "cancel": _("取消"),
        # A block from elsewhere.
        "pasteTitle": _("粘贴 {rows} 行 {columns} 列"),
        "pasteHint": _("请核对每一列放到哪里，确认后才会写入。"),
        "pasteHeaded": _("第一行是表头，不写入"),
        "pasteColumn": _("第 {number} 列放到"),
        "pasteIgnore": _("不要这一列"),
        "pasteMore": _("……还有 {count} 行"),
        "pasteInsert": _("插入为新行"),
        "pasteOver": _("从所选行起覆盖"),
        # Saving.
        "typing": _("正在填写…"),
        "saved": _("已保存"),
        "savedAt": _("已自动保存 {time}"),
        "offline": _("连不上服务器，您填的内容已存在本机，连上后会自动保存"),
        "serverDown": _("服务器暂时不能保存，您填的内容已存在本机，稍后会自动再试"),
        "session": _("登录已过期，您填的内容已存在本机。请在新窗口登录，这里会接着保存"),
        "refused": _("没有存进去，请核对填写的内容"),
        "keptBefore": _("上次在本机填写的内容没有来得及保存，其间这张表又有改动"),
        # Two people.
        "mergeTitle": _("两个人改了同一张表"),
        "mergeHint": _(
            "有 {count} 处两个人都改了，请逐处选择留哪一个；其余的已经合并。没有选定之前，谁的内容都不会丢。"
        ),
        "mergeField": _("位置"),
        "mergeMine": _("我的"),
        "mergeTheirs": _("对方的"),
        "mergeAll": _("全部选这边"),
        "mergeDeleted": _("（删去这一行）"),
        "merged": _("对方也改了这张表，两边的修改已合并"),
        "mergeSave": _("按选择合并并保存"),
        "mergeLater": _("稍后再定"),
        "rowOf": _("{list}第 {row} 行"),
        # The remarks of the review.
        "remark": _("批注 {count} 条"),
        "remarkDone": _("（已处理）"),
        "remarkSign": _("批"),
        "remarkGo": _("到这一格（在格里按 Shift+F2 回到批注）"),
        "remarkGone": _("原来的那一行已经没有了"),
        "remarkNone": _("这一格没有批注"),
        # The checks.
        "blocking": _("还有 {count} 处必须修改"),
        "ready": _("可以提交"),
        "error": _("必须修改 {count} 处"),
        "warning": _("建议修改 {count} 处"),
        "info": _("提示 {count} 处"),
        "nothing": _("没有发现问题"),
        "change": _("“{before}”改为“{after}”"),
        "take": _("采用"),
        "rule": _("规则说明"),
        "otherTable": _("第 {number} 张：{name}"),
    }
