"""What the documentation takes from the program itself while it is built, so that it cannot be out of date.

Whole pages: the rule reference and the reference of forms. Inside written pages a line ``::: name`` is replaced by what
the function of that name in `_INSERTS` returns.
"""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File, Files

from jiheng.domain.note import MESSAGES
from jiheng.domain.text import label_key
from jiheng.errors import UnreadableSourceError
from jiheng.forms import Column, Field, Form, Section, load_forms
from jiheng.i18n import use_language
from jiheng.reports.labels import severity_word
from jiheng.rules.page import Page, page
from jiheng.rules.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs.config.defaults import MkDocsConfig

__all__ = ["form_page", "on_config", "on_files", "on_page_markdown", "rule_index", "rule_page"]

_INSERT = re.compile(r"^::: ([a-z-]+)$", re.MULTILINE)
_RULES = "reference/rules/"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Write out the entries of the navigation that stand for a folder."""
    use_language("zh")
    named = set(re.findall(r"[\w/.-]+\.md", str(config.nav)))
    config.nav = _expanded(config.nav or [], Path(config.docs_dir), named)
    return config


def _expanded(entries: list[Any], docs: Path, named: set[str]) -> list[Any]:
    result: list[Any] = []
    for entry in entries:
        if isinstance(entry, dict):
            result += [
                {title: _expanded(below, docs, named) if isinstance(below, list) else below}
                for title, below in entry.items()
            ]
        elif entry == f"{_RULES}*":
            result += _rule_entries()
        elif entry.endswith("/*"):
            pages = (f"{entry[:-1]}{path.name}" for path in sorted((docs / entry[:-2]).glob("*.md")))
            result += [path for path in pages if path not in named]
        else:
            result.append(entry)
    return result


def _rule_entries() -> list[dict[str, list[str]]]:
    families: dict[str, list[str]] = {}
    for rule in RULES.values():
        shown = page(rule)
        families.setdefault(shown.family, []).append(f"{_RULES}{shown.slug}.md")
    return [{family: pages} for family, pages in families.items()]


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages."""
    generated = {f"{_RULES}index.md": rule_index(), "reference/forms.md": _forms_page()}
    generated |= {f"{_RULES}{slug}.md": rule_page(page(rule)) for slug, rule in RULES.items()}
    for uri, text in generated.items():
        files.append(File.generated(config, uri, content=text))
    return files


def on_page_markdown(markdown: str, config: MkDocsConfig, **_others: object) -> str:
    """Replace the lines that ask for something generated."""
    return _INSERT.sub(lambda match: _INSERTS[match[1]](Path(config.docs_dir)), markdown)


def rule_index() -> str:
    """The overview of all rules, by family."""
    lines = [
        "# 规则一览",
        "",
        f"共 {len(RULES)} 条。**错误**：按现在的样子不应批准；**警告**：审核人会退回；**提示**：值得看一眼。",
        "每条的级别都可以[在配置里改](../../guide/configuration.md)；在终端里看说明：`jiheng rule 规则名`。",
    ]
    family = None
    for rule in RULES.values():
        shown = page(rule)
        if shown.family != family:
            family = shown.family
            lines += ["", f"## {family}", "", "| 规则 | 级别 | 内容 |", "|---|---|---|"]
        lines.append(f"| [`{shown.slug}`]({shown.slug}.md) | {severity_word(rule.severity)} | {shown.title} |")
    return "\n".join(lines) + "\n"


def rule_page(shown: Page) -> str:
    """The page of one rule."""
    word = severity_word(RULES[shown.slug].severity)
    parts = [f"# {shown.title}", f"`{shown.slug}` · {word}（`{shown.severity}`） · {shown.family}"]
    for heading, text in shown.sections:
        parts += [f"## {heading}", _markdown(text)]
    parts += ["## 依据", "\n".join(f"- {ground.number}《{ground.title}》：{ground.clause}。" for ground in shown.basis)]
    parts += [
        "## 配置",
        "改变级别，或写 `off` 停用（见[配置与豁免](../../guide/configuration.md)）：",
        f'```toml title="jiheng.toml"\n[severity]\n{shown.slug} = "{shown.severity}"\n```',
    ]
    return "\n\n".join(parts) + "\n"


def _markdown(text: str) -> str:
    """A section of a docstring: its lines are wrapped for the source, a line after a full stop is a paragraph."""
    escaped = re.sub(r"([\\`*_])", r"\\\1", html.escape(text, quote=False))
    paragraphs = re.sub(r"(?<=。)\n(?![-\d])", "\n\n", escaped)
    return re.sub(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])", "", paragraphs)


def _forms_page() -> str:
    intro = (
        "# 表式\n\n读取时按栏目的名称找内容，与位置无关：多出的空白列、换了次序的行、标签里的空格和全半角标点都不影响。"
        "“也认得”一栏列出同一栏目的其他叫法。"
    )
    return "\n\n".join([intro, *(form_page(form) for form in load_forms().values())]) + "\n"


def form_page(form: Form) -> str:
    """The section of one form: its fields, the columns of its blocks and, where it is known, how it is printed."""
    rows = [f"| {field.label} | `{field.name}` | {_aliases(form.labels, field)} |" for field in form.fields.values()]
    for block in form.blocks.values():
        rows += [
            f"| {column.label} | `{block.name}[].{column.name}` | {_aliases(block.labels, column)} |"
            for column in block.columns
        ]
    parts = [
        f"## {form.name}",
        f"标识 `{form.id}`；表题以“{form.title}”结尾；表上没有写明单位时，金额按{form.currency_unit}。",
        "\n".join(["| 栏目 | JSON 中的位置 | 也认得 |", "|---|---|---|", *rows]),
    ]
    parts += ["版式（花括号里是要填的内容）：", _printed(form)]
    return "\n\n".join(parts)


def _aliases(labels: Mapping[str, Field | Column], entry: Field | Column) -> str:
    return "、".join(key for key, known in labels.items() if known == entry and key != label_key(entry.label))


def _printed(form: Form) -> str:
    return "\n".join(
        ['<table class="form">', *(_printed_section(form, section) for section in form.layout.sections), "</table>"]
    )


def _printed_section(form: Form, section: Section) -> str:
    rows = [row.cells for row in section.rows]
    if section.block:
        names = {column.name: column.label for column in form.blocks[section.block].columns}
        labels = [cell._replace(text=names.get(cell.text.strip("{}").rsplit("term.")[-1], "")) for cell in section.row]
        rows = [*(rows or [tuple(labels)]), section.row, *([section.total.cells] if section.total else [])]
    if section.side and rows:
        rows[0] = (section.side._replace(height=len(rows)), *rows[0])
    lines = ["<tbody>"]
    for row in rows:
        cells = (f'<td colspan="{cell.width}" rowspan="{cell.height}">{html.escape(cell.text)}</td>' for cell in row)
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join([*lines, "</tbody>"])


def _note_codes(_docs: Path) -> str:
    return _code_table(MESSAGES)


def _error_codes(_docs: Path) -> str:
    return _code_table(UnreadableSourceError.messages)


def _code_table(messages: dict[str, str]) -> str:
    # The placeholders of a template are shown as an ellipsis: what stands there differs from file to file.
    rows = (f"| `{code}` | {re.sub(r'{[a-z_]+}', '…', text)} |" for code, text in messages.items())
    return "\n".join(["| 代码 | 说明 |", "|---|---|", *rows])


def _schemas(docs: Path) -> str:
    folder = docs / "reference" / "schemas"
    lines = []
    for path in sorted(folder.glob("*.json")):
        title = json.loads(path.read_text(encoding="utf-8")).get("title", path.stem)
        lines.append(f"- [`{path.name}`](schemas/{path.name})：{title}")
    return "\n".join(lines)


_INSERTS = {"note-codes": _note_codes, "error-codes": _error_codes, "schemas": _schemas}
