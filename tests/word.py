"""Word packages built from bare XML, so that a test shows the very construct it is about."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def xml(root: str, content: str) -> str:
    """A part with the root element `root`."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {_NAMESPACES}>{content}</w:{root}>'


def package(body: str, namespace: str = W, **parts: str) -> bytes:
    """A .docx whose body is `body`; `parts` are further files of ``word/`` by name without .xml."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        document = xml("document", f"<w:body>{body}</w:body>").replace(W, namespace)
        archive.writestr("word/document.xml", document)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def p(text: str = "", style: str | None = None, properties: str = "") -> str:
    """A paragraph with one run."""
    style_xml = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f'<w:p><w:pPr>{style_xml}{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def tc(content: str, span: int = 1, merge: str = "") -> str:
    """A cell; `merge` is restart or continue; bare text becomes a paragraph."""
    inner = content if content.startswith("<") else p(content)
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>{inner}</w:tc>'


def tr(*cells: str) -> str:
    """A row of cells; bare text becomes a cell."""
    return "<w:tr>" + "".join(cell if cell.startswith("<w:") else tc(cell) for cell in cells) + "</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return "<w:tbl>" + "".join(rows) + "</w:tbl>"
