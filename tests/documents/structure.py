"""What a tagged PDF must have: part of the Matterhorn protocol, checked with pikepdf; no full validator."""

import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pikepdf

DRAWING = {"Tj", "TJ", "'", '"', "S", "f", "f*", "B", "B*", "b", "s", "Do", "sh"}
LOOKED_AT = " ".join(("BDC", "BMC", "EMC", *DRAWING))


def problems(pdf: bytes) -> list[str]:
    """Every fault found in the file, its metadata, its structure, its pages and its fonts."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        elements = list(_elements(opened.Root.StructTreeRoot.K))
        referred = _referred(elements)
        return [
            *opened.check_pdf_syntax(),
            *_document_faults(opened),
            *_element_faults(elements),
            *(fault for page in opened.pages for fault in _page_faults(page, referred[page.obj.objgen])),
            *_parent_faults(opened, elements),
        ]


def tags(pdf: bytes) -> list[str]:
    """The tag of every element, in reading order."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [str(element.S)[1:] for element in _elements(opened.Root.StructTreeRoot.K)]


def _elements(node: Any) -> Iterator[Any]:
    yield node
    for kid in node.K if isinstance(node.K, pikepdf.Array) else [node.K]:
        if kid.get("/Type") == "/StructElem":
            yield from _elements(kid)


def _document_faults(opened: pikepdf.Pdf) -> Iterator[str]:
    root = opened.Root
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked as tagged"
    if str(root.get("/Lang")) != "en-GB":
        yield "no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the title is not displayed"
    with opened.open_metadata() as metadata:
        if not metadata.get("dc:title"):
            yield "no title in the metadata"


def _element_faults(elements: list[Any]) -> Iterator[str]:
    level = 0
    for element in elements:
        tag = str(element.S)[1:]
        if tag == "Figure" and not str(element.get("/Alt", "")):
            yield "a figure without alternative text"
        if tag == "TH" and "/Scope" not in element.get("/A", {}):
            yield "a table heading without scope"
        if tag in {"H1", "H2", "H3", "H4"}:
            if int(tag[1]) > level + 1:
                yield f"the headings jump from {level} to {tag[1]}"
            level = int(tag[1])


def _referred(elements: list[Any]) -> dict[tuple[int, int], set[int]]:
    """The numbers of the marked contents that elements refer to, by the page that they are on."""
    numbers: dict[tuple[int, int], set[int]] = defaultdict(set)
    for element in elements:
        for kid in element.K:
            if kid.get("/Type") == "/MCR":
                numbers[kid.Pg.objgen].add(int(kid.MCID))
    return numbers


def _page_faults(page: pikepdf.Page, referred: set[int]) -> Iterator[str]:
    if str(page.obj.get("/Tabs")) != "/S":
        yield "the tab order is not that of the structure"
    open_marks: list[object] = []
    for operands, operator in pikepdf.parse_content_stream(page, LOOKED_AT):
        name = str(operator)
        if name in {"BDC", "BMC"}:
            number = operands[1].get("/MCID") if name == "BDC" else None
            if number is not None and int(number) not in referred:
                yield f"marked content {number} is in no element"
            open_marks.append(str(operands[0]) == "/Artifact" or number is not None)
        elif name == "EMC":
            open_marks.pop()
        elif name in DRAWING and not any(open_marks):
            yield "something is drawn that is neither content nor artifact"
    for font in page.obj.get("/Resources", {}).get("/Font", {}).values():
        inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        if "/FontFile2" not in inner.get("/FontDescriptor", {}):
            yield f"the font {font.BaseFont} is not embedded"


def _parent_faults(opened: pikepdf.Pdf, elements: list[Any]) -> Iterator[str]:
    numbers = list(opened.Root.StructTreeRoot.ParentTree.Nums)
    parents = {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
    for page in opened.pages:
        if int(page.obj.StructParents) not in parents:
            yield "a page without a way back to its elements"
        for link in page.obj.get("/Annots", []):
            if parents[int(link.StructParent)].S != "/Link" or not str(link.get("/Contents", "")):
                yield "a link without its element or its words"
    known = {element.objgen for element in elements}
    if any(element.objgen not in known for value in parents.values() for element in _listed(value)):
        yield "the parent tree names an element that is not in the structure"


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, pikepdf.Array) else [value]
