"""Small OFD files, written by hand: text, lines, boxes, pictures; and pages of the page model written as OFD."""

import io
import zipfile
from xml.sax.saxutils import escape

from benchmarks import fixed_pages

NAMESPACE = "http://www.ofdspec.org/2016"
SIZE = 3.5  # mm
A4 = (210, 297)
_POINTS = 72 / 25.4


def text(x, y, content, size=SIZE, *, step=None, attributes="", code="", inside=""):
    """`content` with its top left corner at x, y (mm). `step`: from character to character; by their kinds if None."""
    steps = [step or (size if char >= "\u2e80" else size / 2) for char in content]
    deltas = " ".join(f"{each:.4f}" for each in steps[:-1])
    box = f"{x:.4f} {y:.4f} {sum(steps):.4f} {size * 1.2:.4f}"
    code = code or f'X="0" Y="{size * 0.88:.4f}"' + (f' DeltaX="{deltas}"' if deltas else "")
    return (
        f'<ofd:TextObject ID="1" Boundary="{box}" Font="3" Size="{size}" {attributes}>{inside}'
        f"<ofd:TextCode {code}>{escape(content)}</ofd:TextCode></ofd:TextObject>"
    )


def path(x, y, width, height, data, *, attributes="", inside=""):
    return (
        f'<ofd:PathObject ID="2" Boundary="{x} {y} {width} {height}" LineWidth="0.25" {attributes}>{inside}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def line(x0, y0, x1, y1, **options):
    width, height = x1 - x0, y1 - y0
    return path(x0, y0, max(width, 0.25), max(height, 0.25), f"M 0 0 L {width:.4f} {height:.4f}", **options)


def box(x, y, width, height, **options):
    """A filled box."""
    data = f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C"
    return path(x, y, width, height, data, attributes='Stroke="false" Fill="true"', **options)


def image(x, y, width, height, resource=9):
    matrix = f'CTM="{width} 0 0 {height} 0 0"'
    return f'<ofd:ImageObject ID="4" Boundary="{x} {y} {width} {height}" {matrix} ResourceID="{resource}"/>'


def ruled(xs, ys, rows, draw=line):
    """A table with a line around each cell."""
    parts = [draw(xs[0], y, xs[-1], y) for y in ys] + [draw(x, ys[0], x, ys[-1]) for x in xs]
    for y, row in zip(ys, rows, strict=False):
        parts += [text(x + 1, y + 1, content) for x, content in zip(xs, row, strict=False) if content]
    return "".join(parts)


def xml(name, content, attributes="", namespace=NAMESPACE):
    start = f'<ofd:{name} xmlns:ofd="{namespace}" {attributes}>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{start}{content}</ofd:{name}>'


def page_part(content, size=None, before=""):
    area = f"<ofd:Area><ofd:PhysicalBox>0 0 {size[0]} {size[1]}</ofd:PhysicalBox></ofd:Area>" if size else ""
    return xml("Page", f'{area}{before}<ofd:Content><ofd:Layer ID="5">{content}</ofd:Layer></ofd:Content>')


def parts(*pages, size=A4, before="", common="", after="", keywords="", body="", resources=""):
    """The parts of a file by name; a page is its objects."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    area = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {size[0]} {size[1]}</ofd:PhysicalBox></ofd:PageArea>"
    words = f"<ofd:Keywords><ofd:Keyword>{keywords}</ofd:Keyword></ofd:Keywords>" if keywords else ""
    info = f"<ofd:DocInfo><ofd:DocID>0</ofd:DocID>{words}</ofd:DocInfo>"
    fonts = '<ofd:Fonts><ofd:Font ID="3" FontName="宋体"/><ofd:Font ID="8" FontName="Wingdings"/></ofd:Fonts>'
    return {
        "OFD.xml": xml(
            "OFD",
            f"<ofd:DocBody>{info}<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{body}</ofd:DocBody>",
            'Version="1.1" DocType="OFD"',
        ),
        "Doc_0/Document.xml": xml(
            "Document",
            f"<ofd:CommonData>{area}<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{common}</ofd:CommonData>"
            f"<ofd:Pages>{listed}</ofd:Pages>{after}",
        ),
        "Doc_0/PublicRes.xml": xml("Res", fonts + resources, 'BaseLoc="Res"'),
        **{
            f"Doc_0/Pages/Page_{n}/Content.xml": page_part(content, before=before)
            for n, content in enumerate(pages)
        },
    }  # fmt: skip


def packed(named):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in named.items():
            package.writestr(name, content)
    return stream.getvalue()


def document(*pages, extra=None, **options):
    """A file of pages. `extra`: further parts by name."""
    return packed(parts(*pages, **options) | (extra or {}))


def everything():
    """Options of a file that has one of each: a template, a drawing, a picture, annotations, attachments, a seal."""
    unit = f'<ofd:CompositeGraphicUnit ID="30"><ofd:Content>{box(0, 0, 5, 5)}</ofd:Content></ofd:CompositeGraphicUnit>'
    media = '<ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>p.png</ofd:MediaFile></ofd:MultiMedia>'
    colors = '<ofd:DrawParam ID="11" LineWidth="1"><ofd:StrokeColor Value="0 0 0"/></ofd:DrawParam>'
    used = '<ofd:CompositeObject ResourceID="30" Boundary="190 280 5 5" CTM="1 0 0 1 0 0"/>'
    turning = text(100, 290, "fi", inside='<ofd:CGTransform CodeCount="2"><ofd:Glyphs>9</ofd:Glyphs></ofd:CGTransform>')
    signed = (
        '<ofd:SignedInfo><ofd:Provider ProviderName="x"/><ofd:References CheckMethod="MD5"><ofd:Reference FileRef="/OFD.xml">'
        "<ofd:CheckValue>AAAA</ofd:CheckValue></ofd:Reference></ofd:References></ofd:SignedInfo>"
    )
    return {
        "common": '<ofd:TemplatePage ID="20" BaseLoc="T.xml"/>',
        "before": '<ofd:Template TemplateID="20"/>',
        "body": "<ofd:Signatures>Doc_0/S.xml</ofd:Signatures>",
        "after": "<ofd:Annotations>A.xml</ofd:Annotations><ofd:Attachments>B.xml</ofd:Attachments>",
        "resources": f"<ofd:G>{unit}</ofd:G><ofd:M>{media}</ofd:M><ofd:D>{colors}</ofd:D>",
        "extra": {
            "Doc_0/T.xml": page_part(used + turning + image(180, 270, 5, 5)),
            "Doc_0/A.xml": xml("Annotations", '<ofd:Page PageID="0"><ofd:FileLoc>P.xml</ofd:FileLoc></ofd:Page>'),
            "Doc_0/P.xml": xml("PageAnnot", f"<ofd:Annot><ofd:Appearance>{text(0, 0, '印')}</ofd:Appearance></ofd:Annot>"),
            "Doc_0/B.xml": xml("Attachments", '<ofd:Attachment Name="a.xlsx"/>'),
            "Doc_0/S.xml": xml("Signatures", '<ofd:Signature BaseLoc="S1.xml"/>'),
            "Doc_0/S1.xml": xml("Signature", f"{signed}<ofd:SignedValue>v.dat</ofd:SignedValue>"),
            "Doc_0/v.dat": bytes.fromhex("300b16024553020104160141160131300602010 10c0141".replace(" ", "")),
            "Doc_0/Res/p.png": b"PNG",
        },
    }  # fmt: skip


def turned(contents, size):
    """Pages that lie on their side: everything in a drawing that each page uses a quarter to the right."""
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{100 + n}"><ofd:Content>{content}</ofd:Content></ofd:CompositeGraphicUnit>'
        for n, content in enumerate(contents)
    )
    width, height = size
    place = f'Boundary="0 0 {height} {width}" CTM="0 1 -1 0 {height} 0"'
    uses = [f'<ofd:CompositeObject ResourceID="{100 + n}" {place}/>' for n in range(len(contents))]
    resources = f"<ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits>"
    return document(*uses, size=(height, width), resources=resources)


def printed(pages, *, one_by_one=False, on_side=False, **options):
    """Pages of the page model, laid out again as OFD: characters in runs or each in an object of its own."""
    contents = fixed_pages.contents(pages, one_by_one=one_by_one)
    size = (pages[0].width / _POINTS, pages[0].height / _POINTS)
    return turned(contents, size) if on_side else document(*contents, size=size, **options)
