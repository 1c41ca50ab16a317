"""Which groups hold what: most of what stands in a file is no text of the document."""

from __future__ import annotations

from enum import Enum, auto

__all__ = ["DESTINATIONS", "LISTED", "SIGNS", "SKIPPED", "Target"]


class Target(Enum):
    """Where text goes."""

    BODY = auto()
    NOWHERE = auto()
    FONTS = auto()
    STYLES = auto()
    LISTS = auto()
    OVERRIDES = auto()
    LEVEL_TEXT = auto()
    LABEL = auto()
    INSTRUCTION = auto()


DESTINATIONS: dict[bytes, Target | None] = {
    b"fonttbl": Target.FONTS,
    b"stylesheet": Target.STYLES,
    b"listtable": Target.LISTS,
    b"listoverridetable": Target.OVERRIDES,
    b"leveltext": Target.LEVEL_TEXT,
    b"listtext": Target.LABEL,
    b"pntext": Target.LABEL,
    b"fldinst": Target.INSTRUCTION,
    b"shpinst": Target.NOWHERE,
    b"do": Target.NOWHERE,
    # These change what their text means, not where it goes.
    **dict.fromkeys((b"nesttableprops", b"moMath", b"moMathPara", b"mmath"), None),
}
"""Groups that are looked into, also where a star says that programs may leave them out."""

SKIPPED = frozenset(b"""
    annotation atnauthor atndate atnicn atnid atnparent atnref atntime atrfend atrfstart author background blipuid
    bkmkend bkmkstart buptim category colorschememapping colortbl comment company creatim datafield datastore
    defchp defpap doccomm docvar falt filetbl footer footerf footerl footerr footnote ftncn ftnsep ftnsepc aftncn
    aftnsep aftnsepc generator gridtbl header headerf headerl headerr hlinkbase info keywords latentstyles
    listpicture listname liststylename lsdlockedexcept manager mmathPict mmathPr nonesttables nonshppict objclass
    objdata objname oldcprops oldpprops oldtprops oldsprops operator panose password pict picprop pn pnseclvl
    printim private protusertbl revtbl revtim rsidtbl rxe shprslt sp subject tc tcn template themedata title ud
    userprops wgrffmtfilter xe xmlnstbl levelnumbers
""".split())  # fmt: skip
"""Groups without a word of the document."""

SIGNS: dict[bytes, str] = {
    b"tab": "\t", b"line": "\n", b"lbr": "\n", b"page": "\n", b"column": "\n", b"emdash": "—", b"endash": "–",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•",
    b"emspace": "\u2003", b"enspace": "\u2002", b"qmspace": "\u2005",
}  # fmt: skip
"""Control words that are a sign."""

LISTED = frozenset(b"""
    bin cpg fcharset levelnfc levelnfcn levelstartat lfolevel list listid listlevel listoverride sbasedon u
""".split())  # fmt: skip
"""What counts in the tables of fonts, styles and lists; and the two words that say what the following bytes are."""
