"""Rich text, construct by construct, as a reader of the printed page would see it."""

import pytest
from tests import shared

from jiheng.domain.grid import Grid, Paragraph
from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS, read_bytes

FONTS = (
    rb"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset134 \'cb\'ce\'cc\'e5;}"
    rb"{\f2\fnil\fcharset2 Symbol;}{\f3\fnil\fcharset136 PMingLiU;}}"
)


def rtf(body, head=rb"\ansi\ansicpg936\deff0"):
    body = body.encode("gb18030") if isinstance(body, str) else body
    return rb"{\rtf1" + head + FONTS + body + b"}"


def read(body, **settings):
    return read_bytes(rtf(body, **settings), DEFAULT_LIMITS)


def lines(body, **settings):
    return [block.text for block in read(body, **settings).blocks if isinstance(block, Paragraph)]


def texts(grid):
    return [[cell.text for cell in row] for row in grid.rows]


def tables(body):
    return [block for block in read(body).blocks if isinstance(block, Grid)]


def row(*cells, marks=None, ends=None):
    """A row as programs write it; `marks` stand before the end of each cell."""
    marks = marks or [""] * len(cells)
    ends = ends or [1000 * (number + 1) for number in range(len(cells))]
    defined = "".join(f"{mark}\\cellx{end}" for mark, end in zip(marks, ends, strict=True))
    return f"\\trowd\\trleft0{defined}" + "".join(f"\\pard\\intbl {cell}\\cell" for cell in cells) + "\\row\n"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"\f1\'bc\'a8\'d0\'a7", "绩效"),
        ("\\f1 绩效".encode("gb18030"), "绩效"),
        (rb"\f0\'bc\'a8\'d0\'a7", "绩效"),  # a Western font, but the bytes are Chinese
        (rb"\f0 caf\'e9", "café"),
        (rb"\f0 3\'d75\'b7 6", "3×5· 6"),
        (rb"\f1" + b"".join(b"\\'%02x" % code for code in "㐂".encode("gb18030")), "㐂"),  # four bytes
        (rb"\f1\'81b\'81\{", "乥亄"),  # second bytes as they are
        (rb"\f3\'c1Z\'ae\'c4", "績效"),
        (rb"\uc1\u32489?\u25928?", "绩效"),
        (rb"\uc2\u32489\'bc\'a8\u25928\'d0\'a7", "绩效"),
        (rb"\uc0\u32489\u-26944 ", "绩\u96c0"),
        (rb"{\uc2\u32489 ab}c", "绩c"),
        (rb"\u32489{a}", "绩a"),  # the end of a group ends what is passed by
        (rb"\uc1\u-10179?\u-8704?", "😀"),
        (rb"a\~b\_c\-d\emdash e\line f\tab g", "a\xa0b-cd—e\nf\tg"),
        (rb"\{a\}\\b", "{a}\\b"),
        (rb"{\f2\'b3}90", "≥90"),
        (rb"{\f2 \u-3917?}90", "≥90"),
        (rb"a{\upr{b}{\*\ud{\uc0 \u32489}}}c", "a绩c"),
    ],
)
def test_characters_however_they_are_written(body, text):
    assert lines(body) == [text]


def test_paragraphs_keep_their_numbers_and_headings():
    styles = (
        r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2\sbasedon1 我的标题;}{\s3 Title;}{\s4 toc 1;}}"
    )
    body = rf"{styles}\pard\s3 题\par\pard\par\pard\s1 一\par\pard\s2 二\par\pard\s4 目\par\pard\outlinelevel2 三\par\pard 四"
    found = [(block.text, block.line, block.heading, block.is_contents) for block in read(body).blocks]
    assert found == [
        ("题", 1, 0, False),
        ("一", 3, 1, False),
        ("二", 4, 1, False),
        ("目", 5, None, True),
        ("三", 6, 3, False),
        ("四", 7, None, False),
    ]


def test_merged_cells_stand_at_every_position_they_cover():
    (grid,) = tables(
        row("甲", "", "乙", marks=[r"\clmgf", r"\clmrg", ""])
        + row("丙", "1", "2", marks=[r"\clvmgf", "", ""])
        + row("", "3", "4", marks=[r"\clvmrg", "", ""])
        + row("宽", "5", ends=[2000, 3000])
    )
    assert texts(grid) == [["甲", "甲", "乙"], ["丙", "1", "2"], ["丙", "3", "4"], ["宽", "宽", "5"]]
    assert grid.rows[1][0] is grid.rows[2][0]


def test_a_row_whose_shape_stands_behind_its_cells_and_cells_that_the_shape_does_not_know():
    (grid,) = tables(r"\pard\intbl 甲\cell 乙\cell\cell\cell\trowd\cellx1000\cellx3000\row " + row("a", "b", "c"))
    assert texts(grid) == [["甲", "乙", "乙"], ["a", "b", "c"]]


def test_cells_hold_paragraphs_and_tables():
    inner = r"\pard\intbl\itap2 内一\nestcell 内二\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}"
    outer, nested, after = read(row("甲\\par 乙", "丙\\par" + inner + "\\pard\\intbl 丁") + r"\pard 后").blocks
    assert texts(outer) == [["甲\n乙", "丙\n丁"]]
    assert texts(nested) == [["内一", "内二"]]
    assert after.text == "后"


def test_a_frame_around_a_table_is_no_table():
    inner = r"\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}"
    (grid,) = tables(row(inner + r"\pard\intbl "))
    assert texts(grid) == [["a", "b"]]


def test_tables_end_where_text_stands_between_them():
    first, second = tables(row("甲") + r"\pard 间\par " + row("乙"))
    assert (first.number, second.number) == (1, 2)


def test_what_is_not_shown_is_noted():
    reading = read(r"前{\v 隐}{\v 藏}后\par 留{\deleted 删}了")
    assert [block.text for block in reading.blocks] == ["前后", "留了"]
    assert [(note.code, note.values["text"]) for note in reading.notes] == [
        ("hidden-text", "隐藏"),
        ("deleted-text", "删"),
    ]


def test_only_the_text_of_the_document_is_read():
    skipped = (
        r"{\info{\title 题}}{\header 眉}{\footnote 注}{\*\unknown 知{\b 不}}{\pict\pngblip 89504e47}{\*\bkmkstart 书}"
        r"{\shp{\*\shpinst{\sp{\sn 名}{\sv 值}}}{\shprslt 旧}}{\object{\*\objdata 00}{\result 果}}"
    )
    assert lines(skipped + "文") == ["果文"]


def test_bytes_of_a_picture_are_passed_by_whatever_they_look_like():
    assert lines(rb"a{\pict\bin6 }}{{\\}b\bin3 }}}c") == ["abc"]


def test_of_a_field_its_result_is_text():
    field = r"见{\field{\*\fldinst HYPERLINK x}{\fldrslt 链接}}。{\field{\*\fldinst SYMBOL 179 \\f \"Symbol\" \\s 10}{\fldrslt}}90"
    assert lines(field.replace('\\"', '"')) == ["见链接。≥90"]
    contents = read(r"{\field{\*\fldinst TOC \\o}{\fldrslt 一\par 二\par}}\pard 三").blocks
    assert [block.is_contents for block in contents] == [True, True, False]


def test_a_text_box_follows_its_paragraph():
    box = r"锚{\shp{\*\shpinst{\shptxt \pard 框一\par 框二\par}}}定\par 后"
    assert lines(box) == ["锚定", "框一", "框二", "后"]


LISTS = (
    r"{\*\listtable{\list{\listlevel\levelnfc37\levelstartat1{\leveltext\'03\'a3\'a8\'00\'a3\'a9;}{\levelnumbers\'02;}}"
    r"{\listlevel\levelnfc0\levelstartat1{\leveltext\'04\'00.\'01.;}{\levelnumbers\'01\'03;}}\listid7}"
    r"{\list{\listlevel\levelnfc23\levelstartat1{\leveltext\'01\u61623 ?;}}\listid8}}"
    r"{\*\listoverridetable{\listoverride\listid7\listoverridecount0\ls1}{\listoverride\listid8\listoverridecount0\ls2}"
    r"{\listoverride\listid7\listoverridecount1{\lfolevel\listoverridestartat\levelstartat5}\ls3}}"
)


def test_list_numbers_are_counted_as_word_does():
    body = LISTS + "".join(
        rf"\pard\ls{number}\ilvl{level} {text}\par"
        for number, level, text in ((1, 0, "甲"), (1, 1, "乙"), (1, 1, "丙"), (2, 0, "点"), (1, 0, "丁"), (3, 0, "戊"))
    )
    assert lines(body) == ["（一）甲", "一.1.乙", "一.2.丙", "点", "（二）丁", "（五）戊"]


def test_list_numbers_that_only_the_writer_knows():
    assert lines(r"{\pntext 1.\tab}甲\par{\listtext\'a8\tab}乙\par{\pntext\f2\'b7\tab}丙") == ["1.甲", "乙", "丙"]


def test_groups_as_deep_as_a_hostile_hand_writes_them():
    with pytest.raises(UnreadableSourceError) as caught:
        read(b"{" * 100_000)
    assert caught.value.code == "too-deep"
    for deep in (rb"{\shptxt " * 100, rb"\pard\itap99 a\par"):
        with pytest.raises(UnreadableSourceError) as caught:
            read(deep)
        assert caught.value.code == "too-deep"
    assert lines(b"{\\b" * 2000 + b" a" + b"}" * 2000) == ["a"]


def test_a_file_that_was_cut_off_says_so():
    reading = read_bytes(rtf(row("甲", "乙"))[:-30], DEFAULT_LIMITS)
    assert "cut-off" in {note.code for note in reading.notes}
    whole = read_bytes(b"\xef\xbb\xbf\r\n" + rtf("甲") + b"\0\r\n", DEFAULT_LIMITS)
    assert ([block.text for block in whole.blocks], whole.notes) == (["甲"], ())


def test_bytes_that_are_no_text_are_counted():
    (note,) = read(rb"\f1 a\'ff\par b\'ff").notes
    assert (note.code, note.values) == ("encoding-damaged", {"count": 2})


@shared.needs_shared
def test_the_shared_document_reads_as_its_word_file():
    word = read_bytes(shared.word("caofeidian-2022").read_bytes(), DEFAULT_LIMITS)
    rich = read_bytes(shared.word("caofeidian-2022").with_suffix(".rtf").read_bytes(), DEFAULT_LIMITS)
    assert rich.blocks == word.blocks


def test_a_large_file_is_read_and_one_that_takes_too_long_is_not():
    padding = b"{\\pict " + b"00" * 1_000_000 + b"}"
    assert lines(padding + rb"\f1\'bc\'a8") == ["绩"]
    limits = DEFAULT_LIMITS._replace(cpu_seconds=1)
    with pytest.raises(UnreadableSourceError) as caught:
        read_bytes(rtf(b"{}" * 1_000_000), limits)
    assert caught.value.code == "too-slow"
