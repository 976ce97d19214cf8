"""Tags for ReportLab: the structure tree that tells a screen reader what each mark on the page is.

ReportLab draws but writes no tags. This canvas brackets everything drawn as content of a structure
element or as an artifact, and writes the tree, its parent tree and the document's metadata on saving
(PDF 32000-1, 14.7 and 14.8). We call the result tagged; conformance to PDF/UA is for a validator to say.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from cdop.documents.typesetting import Pen

LANGUAGE = "en-GB"
_Box = tuple[float, float, float, float]

rl_config.useA85 = 0  # streams in bytes, not in letters: a fifth smaller

for _key in ("StructParents", "Tabs"):
    if _key not in pdfdoc.PDFPage.__NoDefault__:
        pdfdoc.PDFPage.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, _key]


@dataclass(eq=False, slots=True)
class Element:
    """One node of the structure tree. Kids: elements, marked content (page, number), names of annotations."""

    tag: str
    alt: str | None = None
    scope: str | None = None
    box: _Box | None = None
    kids: list["Element | tuple[int, int] | str"] = field(default_factory=list)

    def child(self, tag: str, **details: Any) -> "Element":
        """A new element at the end of this one."""
        made = Element(tag, **details)
        self.kids.append(made)
        return made


class TaggedCanvas(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """A canvas on which nothing is drawn outside `content()` or `artifact()`."""

    def __init__(self, file: Any, *, title: str, author: str, made_on: date, **options: Any) -> None:
        super().__init__(file, pdfVersion=(1, 7), invariant=1, lang=LANGUAGE, pageCompression=1, **options)
        self.root = Element("Document")
        self.page_of: dict[str, int] = {}
        self.pen = Pen(self)
        self.setTitle(title)
        self.setAuthor(author)
        self.setSubject("")
        self.setCreator("")
        self._title = title
        self._made_on = made_on
        self._doc._timeStamp.YMDhms = (made_on.year, made_on.month, made_on.day, 0, 0, 0)
        self._doc.updateSignature(title)
        self._marked: list[list[Element]] = [[]]
        self._linked: list[tuple[str, Element]] = []
        self._last_drawn: list[tuple[int, str, Callable[[int], None]]] = []

    def _make_preamble(self) -> None:
        """The start of every page, without the unembedded Helvetica that ReportLab would name there."""
        self._preamble = "1 0 0 1 0 0 cm"

    @contextmanager
    def content(self, element: Element) -> Iterator[None]:
        """Everything drawn inside is content of `element` on this page."""
        number = len(self._marked[-1])
        element.kids.append((len(self._marked) - 1, number))
        self._marked[-1].append(element)
        self._code.append(f"/{element.tag} <</MCID {number}>> BDC")
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """Everything drawn inside is decoration or page furniture, not content."""
        self._code.append("/Artifact BMC")
        yield
        self._code.append("EMC")

    def link(self, element: Element, box: _Box, bookmark: str, words: str) -> None:
        """A link to a bookmark of this document, over `box` in page coordinates, belonging to `element`."""
        name = f"L{len(self._linked)}"
        annotation = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Annot"),
                "Subtype": pdfdoc.PDFName("Link"),
                "Rect": pdfdoc.PDFArray([round(edge, 1) for edge in box]),
                "Border": pdfdoc.PDFArray([0, 0, 0]),
                "F": 4,
                "Contents": pdfdoc.PDFString(words),
                "Dest": self._bookmarkReference(bookmark),
            }
        )
        self._addAnnotation(annotation, name)
        element.kids.append(name)
        self._linked.append((name, element))

    def draw_last(self, draw: Callable[[int], None]) -> None:
        """Keep room here for what is drawn once the number of pages is known, of which it is told."""
        room = f"% room {len(self._last_drawn)}"
        self._last_drawn.append((len(self._marked) - 1, room, draw))
        self._code.append(room)

    def showPage(self) -> None:
        super().showPage()
        self._marked.append([])

    def save(self) -> None:
        """Write the tree and the metadata, then the file."""
        document = self._doc
        catalog, pages = document.Catalog, document.Pages.pages
        for number, room, draw in self._last_drawn:
            self._code: list[str] = []
            draw(len(pages))
            pages[number].stream = pages[number].stream.replace(room, "\r\n".join(self._code), 1)
            self._code = []  # what was drawn here begins no page
        catalog.StructTreeRoot = self._structure(pages)
        catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
        catalog.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})
        catalog.Metadata = self._metadata()
        for number, page in enumerate(pages):
            page.StructParents = number
            page.Tabs = pdfdoc.PDFName("S")
        super().save()

    def _structure(self, pages: list[Any]) -> Any:
        reference = self._doc.Reference
        page_references = [pdfdoc.PDFObjectReference(f"Page{number + 1}") for number in range(len(pages))]
        made: dict[Element, Any] = {}
        root = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("StructTreeRoot")})
        root_reference = reference(root)

        def build(element: Element, parent: Any) -> Any:
            entry = pdfdoc.PDFDictionary(_attributes(element))
            entry["P"] = parent
            made[element] = own = reference(entry)
            entry["K"] = pdfdoc.PDFArray([kid_entry(kid, own) for kid in element.kids])
            return own

        def kid_entry(kid: "Element | tuple[int, int] | str", own: Any) -> Any:
            if isinstance(kid, Element):
                return build(kid, own)
            if isinstance(kid, str):
                kind, details = "OBJR", {"Obj": self._doc.refAnnotation(kid)}
            else:
                kind, details = "MCR", {"Pg": page_references[kid[0]], "MCID": kid[1]}
            return pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName(kind), **details})

        root["K"] = build(self.root, root_reference)
        root["ParentTree"] = reference(pdfdoc.PDFDictionary({"Nums": self._parents(made)}))
        root["ParentTreeNextKey"] = len(pages) + len(self._linked)
        return root_reference

    def _parents(self, made: dict[Element, Any]) -> Any:
        """The way back from marked content and links to their elements: pages first, then annotations."""
        numbers: list[Any] = []
        pages = self._marked[: len(self._doc.Pages.pages)]
        for number, elements in enumerate(pages):
            numbers += [number, self._doc.Reference(pdfdoc.PDFArray([made[element] for element in elements]))]
        for number, (name, element) in enumerate(self._linked, start=len(pages)):
            self._doc.idToObject[self._doc.annotationName(name)]["StructParent"] = number
            numbers += [number, made[element]]
        return pdfdoc.PDFArray(numbers)

    def _metadata(self) -> Any:
        title = escape(self._title)
        packet = (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
            '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
            f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
            f"<dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language>"
            f"<xmp:CreateDate>{self._made_on.isoformat()}</xmp:CreateDate>"
            '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
        )
        kind = {"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}
        return self._doc.Reference(pdfdoc.PDFStream(pdfdoc.PDFDictionary(kind), packet.encode(), filters=[]))


def _attributes(element: Element) -> dict[str, Any]:
    entry: dict[str, Any] = {"Type": pdfdoc.PDFName("StructElem"), "S": pdfdoc.PDFName(element.tag)}
    if element.alt is not None:
        entry["Alt"] = pdfdoc.PDFString(element.alt)
    if element.scope is not None:
        entry["A"] = pdfdoc.PDFDictionary({"O": pdfdoc.PDFName("Table"), "Scope": pdfdoc.PDFName(element.scope)})
    if element.box is not None:
        box = pdfdoc.PDFArray([round(edge, 1) for edge in element.box])
        layout = {"O": pdfdoc.PDFName("Layout"), "Placement": pdfdoc.PDFName("Block"), "BBox": box}
        entry["A"] = pdfdoc.PDFDictionary(layout)
    return entry
