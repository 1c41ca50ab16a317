"""The style sheet, the list of fonts and the settings of a document."""

from __future__ import annotations

from xml.sax.saxutils import escape

from jiheng.writers.docx.design import FONTS, STYLES, Font, TextStyle
from jiheng.writers.docx.markup import twips

__all__ = ["NAMESPACE", "font_table", "layout", "settings", "style_sheet"]

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

# Lines break alike everywhere only if nothing is squeezed or spaced out; in each style, too, for some programs do not
# look at the defaults. Marks may hang over the margin as usual: LibreOffice takes the wish that they do not for its opposite.
_WIDOWS = '<w:widowControl w:val="0"/>'
_BREAKS = (
    '<w:kinsoku/><w:wordWrap/><w:topLinePunct w:val="0"/>'
    '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
)
# Latin letters keep a language of their own: as Chinese, LibreOffice would break numbers over lines.
_LANGUAGE = '<w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
_COMPATIBILITY = "http://schemas.microsoft.com/office/word"


def style_sheet() -> str:
    """``w:styles``."""
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(FONTS[0])}{_LANGUAGE}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{_WIDOWS}{_BREAKS}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    others = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )
    return f"<w:styles {NAMESPACE}>{defaults}{''.join(map(_style, STYLES.values()))}{others}</w:styles>"


def _style(style: TextStyle) -> str:
    is_base = style.key == "Normal"
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    keep = "" if style.outline is None else "<w:keepNext/>"
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{twips(style.tab)}"/></w:tabs>' if style.tab else ""
    bold = "<w:b/>" if style.is_bold else ""
    default = ' w:default="1"' if is_base else ""
    base = "" if is_base else '<w:basedOn w:val="Normal"/>'
    half_points = round(style.size * 2)
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{style.key}">'
        f'<w:name w:val="{style.name}"/>{base}<w:qFormat/>'
        f"<w:pPr>{keep}{_WIDOWS}{tabs}{_BREAKS}{layout(style)}{outline}</w:pPr>"
        f'<w:rPr>{_fonts(style.font)}{bold}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr></w:style>'
    )


def layout(style: TextStyle) -> str:
    """The paragraph properties that say where the lines of `style` lie."""
    return (
        f'<w:spacing w:before="{twips(style.above)}" w:after="{twips(style.below)}" w:line="{twips(style.pitch)}"'
        f' w:lineRule="exact"/><w:ind w:left="{twips(style.indent)}" w:firstLine="{twips(style.first)}"/>'
        f'<w:jc w:val="{style.align}"/>'
    )


def _fonts(font: Font) -> str:
    name = escape(font.name)
    # The hint puts marks that stand in both kinds of fonts, like quotation marks, into the Chinese one.
    return f'<w:rFonts w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}" w:cs="{name}" w:hint="eastAsia"/>'


def font_table() -> str:
    """``w:fonts``: what stands in for a font where it is missing is chosen by its other name and its class."""
    fonts = "".join(
        f'<w:font w:name="{font.name}"><w:altName w:val="{font.other}"/><w:panose1 w:val="{font.classification}"/>'
        f'<w:charset w:val="86"/><w:family w:val="{font.family}"/><w:pitch w:val="variable"/></w:font>'
        for font in FONTS
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {NAMESPACE}>{fonts}</w:fonts>'


def settings() -> str:
    """``w:settings``; fields are not brought up to date on opening, for their results are right."""
    return (
        f'<w:settings {NAMESPACE}><w:zoom w:percent="100"/><w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="{_COMPATIBILITY}" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/></w:settings>'
    )
