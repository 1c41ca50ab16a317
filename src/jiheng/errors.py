"""Exceptions raised on purpose. What is wrong with a document's content is a finding or a note, never one of these."""

from __future__ import annotations

import errno
from typing import Any, ClassVar

from jiheng.i18n import N_, _

__all__ = [
    "ConfigError",
    "InternalError",
    "JihengError",
    "SiteError",
    "UnavailableError",
    "UnreadableSourceError",
    "UsageError",
    "os_reason",
]


class JihengError(Exception):
    """Base of all. `code` names the cause for programs; `str()` is one line for people: cause and remedy."""

    messages: ClassVar[dict[str, str]] = {}

    def __init__(self, code: str, **values: Any) -> None:
        """`code` is a key of `messages`; `values` fill its template."""
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        """The message in the language in use."""
        return _(self.messages[self.code]).format(**self.values)


class UnreadableSourceError(JihengError):
    """A file gives no document at all; the other files of the call are not concerned."""

    messages: ClassVar[dict[str, str]] = {
        "not-found": N_("文件不存在。请核对路径"),
        "not-readable": N_("文件打不开（{reason}）。请核对路径和权限"),
        "no-file": N_("这是管道或设备，不是文件。请先存成文件；要从标准输入读取，路径请写 -"),
        "directory": N_("这是文件夹，不是文件。请写明文件夹里的文件"),
        "empty": N_("文件是空的。请换一份有内容的文件"),
        "empty-directory": N_("文件夹里没有可读的文件。请核对路径"),
        "empty-archive": N_("压缩包里没有可读的文件。请核对路径"),
        "archive-too-deep": N_("压缩包里套压缩包超过 {limit} 层，没有展开。请先解压"),
        "too-large": N_("文件有 {size} MB，超过 {limit} MB 的上限。请拆分后再读"),
        "too-large-inside": N_(
            "压缩包展开后有 {size} MB，超过 {limit} MB 的上限（疑似压缩炸弹），没有展开。请核对来源"
        ),
        "sheet-too-large": N_(
            "表格部件 {part} 展开后超过 {limit} MB 的上限，没有读取（多半是大片空白单元格带着格式）。请删去表格下方和右侧的空白行列，另存后再读"
        ),
        "too-dense": N_("文件只有 {size} KB，里面的单元格却超过 {limit} 个（疑似压缩炸弹），没有读取。请核对来源"),
        "too-much-text": N_("各单元格的文字合计超过 {limit} MB 的上限，没有读取。请拆分后再读"),
        "too-many-parts": N_("压缩包里有 {count} 个部件，超过 {limit} 个的上限，没有展开。请核对来源"),
        "too-many-documents": N_("里面的文件超过 {limit} 份，没有读取。请分成几个压缩包"),
        "too-deep": N_("文件的嵌套超过 {limit} 层，没有读取。请核对来源"),
        "too-many-cells": N_("文件的单元格超过 {limit} 个，没有读取。请拆分后再读"),
        "binary": N_("内容不是文字，也不是认得的文档格式。请另存为 .docx 或文本后再读"),
        "unsupported": N_("这是 {format} 格式，本版本还不能读取。请另存为 .docx 或文本后再读"),
        "archive": N_("这是 {format} 压缩包，不能直接读取。请先解压，或改存为 .zip"),
        "container": N_("这是 {format} 文件，里面可能有多份文件，不能当作一份读取。请取出里面的文件再读"),
        "link": N_("这是压缩包里的链接或设备，不是文件，没有读取"),
        "locked": N_("压缩包设有密码。请先解压，或用 --password 写明密码"),
        "wrong-password": N_("密码不对，没有打开。请核对 --password"),
        "needs-archives": N_("读取 {format} 需要可选组件。请安装：pip install 'jiheng[archives]'"),
        "unsupported-packing": N_("压缩包用了不认得的压缩方法。请先解压，或改存为 .zip"),
        "damaged-mail": N_("邮件不完整或已损坏。请重新导出"),
        "damaged-mht": N_("网页归档（.mht）不完整，里面没有网页。请重新保存"),
        "tnef": N_("winmail.dat 是 Outlook 专用的附件包，不能读取。请让发件人改用普通附件重发"),
        "too-deep-mail": N_("邮件里套邮件太多层，没有展开。请取出附件再读"),
        "encrypted": N_("文件设有打开密码。请去掉密码后再读"),
        "damaged-zip": N_("压缩包不完整或已损坏。请重新下载或另存一份"),
        "damaged-xml": N_("{part} 不是合格的 XML（{reason}）。请用 Word 打开后另存一份"),
        "external-entities": N_("{part} 带有实体声明（DOCTYPE），出于安全没有读取。请用 Word 打开后另存一份"),
        "too-many-paragraphs": N_("文件超过 {limit} 段，没有读取。请拆分后再读"),
        "damaged-ole": N_("文件不完整或已损坏（旧版 Office 格式）。请重新下载，或用 Word、Excel 打开后另存一份"),
        "damaged-word": N_("Word 文件（.doc）不完整或已损坏。请用 Word 打开后另存为 .docx 再读"),
        "old-word": N_(
            "这是 Word 6.0/95 的旧格式，不能直接读取。请用 Word 打开后另存为 .docx 再读，或安装 LibreOffice"
        ),
        "not-word": N_("压缩包里没有 Word 正文。请核对是否为 .docx 文件"),
        "damaged-ofd": N_("OFD 文件不完整或已损坏（{part}：{reason}）。请重新下载，或用 OFD 阅读软件打开后另存一份"),
        "ofd-no-encoding": N_("OFD 里的文字没有编码信息，读出来是乱码。请改用由 Word 导出的 OFD、PDF 或 .docx"),
        "too-many-objects": N_("文件里的文字和图形超过 {limit} 个，没有读取。请核对来源，或拆分后再读"),
        "not-opendocument": N_("压缩包里没有 OpenDocument 正文。请核对是否为 .odt 或 .ods 文件"),
        "too-many-pages": N_("文件有 {count} 页，超过 {limit} 页的上限，没有读取。请拆分后再读"),
        "too-slow": N_("读取这个文件超过了 {limit} 秒的时限，已中止。请核对文件，或拆分后再读"),
        "too-much-memory": N_("读取这个文件所需内存超过 {limit} MB 的上限，已中止。请核对文件，或拆分后再读"),
        "crashed": N_("读取这个文件的组件崩溃，文件可能已损坏或带有恶意内容，已中止。请用办公软件打开后另存一份"),
        "damaged-pdf": N_("PDF 文件不完整或已损坏。请重新下载，或打开后另存一份"),
        "no-encoding": N_("PDF 里的文字没有编码信息，读出来是乱码。请改用由 Word 导出的 PDF 或 .docx"),
        "no-text": N_("文件里没有文字（共 {count} 页），文字也可能已转成图形。请改用由 Word 导出的 PDF、OFD 或 .docx"),
        "scanned": N_(
            "这是扫描件或图片（共 {count} 页，没有文字），识别文字需要可选组件。请安装：pip install 'jiheng[ocr]'"
        ),
        "damaged-image": N_("图片不完整或已损坏。请重新扫描或另存一份"),
        "no-worksheet": N_("表格文件里没有工作表。请用表格软件打开后另存一份"),
        "damaged-xls": N_("表格文件不完整或已损坏。请用表格软件打开后另存为 .xlsx"),
        "damaged-json": N_("JSON 在{where}处不合格式。请重新生成，或用编辑器核对括号、引号和逗号"),
        "json-encoding": N_("JSON 不是 UTF-8 编码。请另存为 UTF-8 后再读"),
        "json-values": N_("JSON 里的值超过 {limit} 个，没有读取。请拆分后再读"),
        "json-documents": N_(
            "JSON 的 documents 里有 {count} 份文件，一次只能读一份。请一份存成一个 JSON（jiheng publish --format json 就是这样写的）"
        ),
        "json-value": N_("JSON 的 {where} 应当是{expected}，写的是 {found}。请改正"),
        "no-goal-table": N_("没有找到绩效目标表。请核对是否选对了文件"),
    }

    def __str__(self) -> str:
        """The message, and after it what was noted while reading (the value `notes`), which may be the cause."""
        message = super().__str__()
        remarks = _("；").join(note.message for note in self.values.get("notes", ()))
        return _("{problem}。读取时发现：{remarks}").format(problem=message, remarks=remarks) if remarks else message


class ConfigError(JihengError):
    """The configuration file cannot be used."""

    messages: ClassVar[dict[str, str]] = {
        "not-found": N_("{path}：没有这个配置文件。请核对路径"),
        "not-readable": N_("{path}：配置文件打不开（{reason}）。请核对权限"),
        "encoding": N_("{path}：配置文件不是 UTF-8 编码。请用记事本另存为 UTF-8"),
        "syntax": N_("{path}：不是合格的 TOML，错在{where}。请核对该处的引号、括号和等号（须为半角）以及是否重复书写"),
        "no-settings": N_("{path}：没有 [tool.jiheng] 一节。请补上，或改用 jiheng.toml"),
        "unknown-key": N_("{path}：不认得的设置“{key}”。可用的有：{known}"),
        "unknown-rule": N_("{path}：“{key}”里的规则“{slug}”不存在{hint}"),
        "unknown-value": N_("{path}：“{key}”不能是“{value}”。可用的有：{known}"),
        "wrong-type": N_("{path}：“{key}”应当是{expected}。请改正"),
        "waiver-incomplete": N_("{path}：第 {number} 条豁免缺少“{key}”。豁免必须写明文件、规则和理由"),
        "regulation-value": N_("评分与预警规则的“{field}”不能是“{value}”。请改正"),
        "waiver-row-alone": N_("{path}：第 {number} 条豁免写了指标行号“indicator”，没有写表的编号“project”。请补上"),
    }


class UsageError(JihengError):
    """The command was called in a way that cannot work."""

    messages: ClassVar[dict[str, str]] = {
        "unknown-rule": N_("没有名为“{slug}”的规则{hint}"),
        "unknown-form": N_("没有名为“{form}”的表式。可用的有：{known}"),
        "fix-needs-output": N_("--fix 需要 --output 指明写到哪里：原文件从不改动"),
        "fix-one-file": N_("--output 指向一个文件时，--fix 一次只能修正一份文件；多份文件请让 --output 指向文件夹"),
        "fix-format": N_(
            "--fix 只能改正 .docx 和纯文本文件，这是 .{format} 格式，没有写出副本。请另存为 .docx 后再改正"
        ),
        "fix-locked": N_("--fix 不能改正设有打开密码的文件：副本会没有密码。请去掉密码后再改正"),
        "same-file": N_("{option} 指向了原文件 {path}。请写到别处：原文件从不改动"),
        "same-target": N_("{first} 和 {second} 会写成同一个文件 {path}。请分次运行，写到不同的文件夹"),
        "publish-format": N_("从文件名 {path} 看不出要写成哪种格式。后缀可用：{known}"),
        "publish-suffix": N_("文件名 {path} 的后缀与 --format {format} 不符。请改正其中一个"),
        "publish-no-file": N_("--to 不能是 {path}，请写明文件名或文件夹"),
        "publish-one-file": N_(
            "--to 指向一个文件时一次只能印一份；多份文件请让 --to 指向文件夹，并用 --format 写明格式"
        ),
        "publish-needs-format": N_("--to 指向文件夹时，请用 --format 写明格式：{known}"),
        "publish-other-kind": N_("文件里没有能用“{form}”印的表。请换一种表式，或不写 --form"),
        "publish-no-table": N_("没有第 {numbers} 张表。这份文件里的表是第 {known} 张"),
        "template-format": N_("填报表只能写成 .xlsx，{path} 不是。请改用这个后缀"),
        "out-of-range": N_("{name} 应当是 1 到 {most} 的整数，不能是 {value}"),
        "cell-too-long": N_(
            "“{text}…”有 {count} 个字，超过 Excel 一格 {limit} 字的上限，写不成 .xlsx。请改用 .docx 或 .pdf"
        ),
        "login-missing": N_("jiheng accounts {act} 要写明账号。jiheng accounts list 列出所有账号"),
        "login-too-much": N_("jiheng accounts {act} 后面不写账号"),
        "password-no-terminal": N_(
            "--password - 要在终端里输入密码，这里没有终端。请改用环境变量 {variable}，一行写一个密码"
        ),
        "output-is-binary": N_(
            "{format} 文件不能显示在屏幕上。请用 --output 写明文件名，与 --fix 同用时请把输出转到文件"
        ),
        "output-failed": N_("写不进 {path}（{reason}）。请换一个位置"),
    }


class UnavailableError(JihengError):
    """An optional component that the call needs is not installed."""

    messages: ClassVar[dict[str, str]] = {
        "no-pdf": N_("发布 PDF 需要可选组件。请安装：pip install 'jiheng[pdf]'"),
        "no-web": N_("运行网站需要可选组件（缺少 {name}）。请安装：pip install 'jiheng[web]'"),
    }


class SiteError(JihengError):
    """The site cannot run, be saved or be restored as it is set up."""

    messages: ClassVar[dict[str, str]] = {
        "folder": N_("数据文件夹 {path} 不能写入（{reason}）。请改正权限，或用 --data 换一个文件夹"),
        "port-taken": N_("端口 {port} 已被占用。请用 --port 换一个，或先停掉占用它的程序"),
        "port-refused": N_("不能在 {host} 的 {port} 端口上提供服务（{reason}）。请用 --host 或 --port 换一个"),
        "database-address": N_("JIHENG_DATABASE_URL 不对，应当写成 postgresql://用户:密码@主机:端口/数据库"),
        "identity-provider": N_("写了 JIHENG_OIDC_URL，还要写 JIHENG_OIDC_CLIENT_ID 和 JIHENG_OIDC_CLIENT_SECRET"),
        "mail-server": N_(
            "邮件的设置不对：JIHENG_MAIL_URL 应当写成 smtp://、smtp+starttls:// 或 smtps:// 加 用户:密码@主机:端口，"
            "JIHENG_MAIL_FROM 写发件人，JIHENG_ADDRESS 写 https:// 开头的网址"
        ),
        "database-unreachable": N_(
            "打不开数据库（{reason}）。请核对 JIHENG_DATABASE_URL 或数据文件夹，确认数据库已启动"
        ),
        "database-newer": N_("数据库是更新的版本建立的（{migration}），这个版本不认得。请安装新版本后再启动"),
        "database-older": N_("数据库还没有升级到这个版本（还差 {count} 步）。请先用 jiheng serve 启动一次网站"),
        "demo-refused": N_("这里已经有正式数据，不能载入演示数据。请用 --data 换一个空的文件夹"),
        "demo-missing": N_("安装包里没有演示文件 {path}。请重新安装"),
        "no-tool": N_("没有找到 PostgreSQL 的工具 {tool}。请在这台机器上安装 PostgreSQL 客户端"),
        "tool-failed": N_("{tool} 没有成功：{reason}"),
        "backup-suffix": N_("备份文件的后缀应当是 .zip，{path} 不是。请改名"),
        "backup-nothing": N_("{path} 里还没有数据，没有可备份的。请用 --data 指明网站的数据文件夹"),
        "backup-missing": N_("没有备份文件 {path}。请核对路径"),
        "backup-broken": N_("{path} 不是完好的备份（{part}）。数据没有改动，请换一份备份"),
        "backup-newer": N_("{path} 是更新的版本做的备份，这个版本不认得。请安装新版本后再恢复"),
        "backup-other-database": N_("{path} 是 {kind} 的备份，不能恢复到现在的数据库。请按原来的设置恢复"),
        "backup-without-key": N_("{path} 里没有密钥，用不上口令。请去掉 --passphrase-file 再恢复"),
        "passphrase-short": N_("口令文件 {path} 的第一行应当至少有 {least} 个字符。请换一个长的口令"),
        "passphrase-unreadable": N_("口令文件 {path} 打不开（{reason}）。请核对路径和权限"),
        "passphrase-wrong": N_("口令打不开 {path} 里的密钥。数据没有改动，请核对口令文件"),
        "restore-differs": N_(
            "从 {path} 恢复出来的内容与备份的摘要不符。请用恢复前另存的一份（before-restore-*.zip）还原"
        ),
        "no-account": N_("没有账号“{login}”{hint}。jiheng accounts list 列出所有账号"),
        "no-search-index": N_("搜索索引建不了（{reason}）。搜索结果不漏，但较慢；运行 jiheng doctor 看数据库缺什么"),
        "data-present": N_("这里已经有数据。确要用备份替换的，请加上 --replace；替换前会先把现有数据另存一份"),
    }


class InternalError(JihengError):
    """A defect of this program met by one file; it is told apart from what is wrong with the file."""

    messages: ClassVar[dict[str, str]] = {
        "internal": N_(
            "程序内部出错（{reason}），不是文件的问题。请加 --debug 再运行一次，把显示的内容连同文件发给开发者"
        ),
    }


_OS_REASONS: dict[int | None, str] = {
    errno.ENOENT: N_("路径不存在"),
    errno.EACCES: N_("没有权限"),
    errno.EPERM: N_("没有权限"),
    errno.EISDIR: N_("那是文件夹"),
    errno.ENOTDIR: N_("路径中有一段不是文件夹"),
    errno.ENOSPC: N_("磁盘已满"),
    errno.EDQUOT: N_("磁盘配额已用完"),
    errno.EFBIG: N_("文件太大"),
    errno.EROFS: N_("磁盘只读"),
    errno.ENAMETOOLONG: N_("文件名太长"),
    errno.ELOOP: N_("符号链接绕成了圈"),
    errno.EIO: N_("磁盘读写出错"),
}


def os_reason(error: OSError) -> str:
    """What the operating system complains about, in the language in use where the cause is a common one."""
    reason = _OS_REASONS.get(error.errno)
    return _(reason) if reason else error.strerror or type(error).__name__
