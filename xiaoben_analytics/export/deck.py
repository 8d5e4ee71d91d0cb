"""The deck's paper: a master, its layouts, theme colours and fonts; ours, or a school's own file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import pptx
from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches

from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.export.templates import template_content, unusable
from xiaoben_analytics.figures.template import GRID, INK, group_marks

TITLE, CONTENT, SENTENCE = "title", "obj", "secHead"
"""Layouts by what office programs call them, whatever they are named."""

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)

_NAMES = {TITLE: "标题页", CONTENT: "标题和内容", SENTENCE: "一句话", "titleOnly": "仅标题"}
_PROMPTS = {
    "Click to edit Master title style": "单击此处编辑标题",
    "Click to edit Master subtitle style": "单击此处编辑副标题",
    "Click to edit Master text styles": "单击此处编辑文字",
    "Second level": "第二级",
    "Third level": "第三级",
    "Fourth level": "第四级",
    "Fifth level": "第五级",
}
_FONTS = {"latin": "Arial", "ea": "黑体"}
_COLORS = {"dk1": INK, "lt1": "#FFFFFF", "dk2": "#555555", "lt2": GRID}
_FOOTERS = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_LEFT, _WIDE = 0.62, 12.1
_PLACES = {
    PP_PLACEHOLDER.TITLE: (_LEFT, 0.32, _WIDE, 1.32),
    PP_PLACEHOLDER.BODY: (_LEFT, 1.7, _WIDE, 5.2),
    PP_PLACEHOLDER.DATE: (9.5, 7.0, 1.5, 0.36),
    PP_PLACEHOLDER.FOOTER: (_LEFT, 7.0, 8.8, 0.36),
    PP_PLACEHOLDER.SLIDE_NUMBER: (11.22, 7.0, 1.5, 0.36),
}
_OWN_PLACES = {
    TITLE: {0: (1.2, 2.1, 10.9, 1.6), 1: (1.2, 3.9, 10.9, 1.8)},
    SENTENCE: {0: (1.2, 0.8, 10.9, 3.7), 1: (1.2, 4.7, 10.9, 1.9)},
}
"""Inches from the left and the top, width, height."""
_SIZES = {"titleStyle": 2800, "bodyStyle": 2400}
_FOOTER_SIZE = 1400


def open_deck(template: Path | None = None) -> Any:
    """Open an empty presentation on a school's own template, else on ours; slides in it are dropped.

    Raises
    ------
    UsageError
        If the template is no presentation, or lacks a layout that the deck needs.
    """
    deck = _read(template) if template else _own_deck()
    for name in (TITLE, CONTENT, SENTENCE):
        find_layout(deck, name)
    for entry in list(deck.slides._sldIdLst):  # noqa: SLF001
        deck.part.drop_rel(entry.rId)
        deck.slides._sldIdLst.remove(entry)  # noqa: SLF001
    return deck


def find_layout(deck: Any, kind: str) -> Any:
    """Find a layout by its kind.

    Raises
    ------
    UsageError
        If there is none.
    """
    for layout in deck.slide_layouts:
        if layout._element.get("type") == kind:  # noqa: SLF001
            return layout
    raise UsageError.template_lacks(_NAMES[kind])


def title_of(slide: Any) -> Any:
    """Return the title's placeholder of a slide or layout."""
    return next(one for one in slide.placeholders if one.placeholder_format.idx == 0)


def content_of(slide: Any) -> Any:
    """Return the placeholder below the title, where text, a chart or a table goes."""
    around = (*_FOOTERS, PP_PLACEHOLDER.DATE)
    return next(
        one
        for one in slide.placeholders
        if one.placeholder_format.idx and one.placeholder_format.type not in around
    )


def add_footer(slide: Any, text: str) -> None:
    """Repeat the layout's footer and slide number, which a new slide lacks."""
    number = str(slide.part.package.presentation_part.presentation.slides.index(slide) + 1)
    for place in slide.slide_layout.placeholders:
        if place.placeholder_format.type in _FOOTERS:
            copied = deepcopy(place._element)  # noqa: SLF001
            copied.nvSpPr.cNvPr.set("id", str(slide.shapes._next_shape_id))  # noqa: SLF001
            paragraph = copied.txBody.p_lst[0]
            for old in list(paragraph):
                paragraph.remove(old)
            is_footer = place.placeholder_format.type == PP_PLACEHOLDER.FOOTER
            paragraph.append(_run(text) if is_footer else _number(number))
            slide.shapes._spTree.append(copied)  # noqa: SLF001


def speak_chinese(element: Any, fonts: str = "mn") -> None:
    """Say of every run that it is Chinese and takes the theme's fonts; titles take the "mj" ones."""
    for run in (*element.iter(qn("a:r")), *element.iter(qn("a:fld"))):
        properties = run.get_or_add_rPr() if run.tag == qn("a:r") else run.find(qn("a:rPr"))
        _tell(properties)
        for kind, script in ("latin", "lt"), ("ea", "ea"):
            if properties.find(qn(f"a:{kind}")) is None:
                face = f'<a:{kind} {nsdecls("a")} typeface="+{fonts}-{script}"/>'
                properties.append(parse_xml(face))
    for end in element.iter(qn("a:endParaRPr")):
        _tell(end)


def _read(template: Path) -> Any:
    content = template_content(template)
    try:
        return pptx.Presentation(BytesIO(content))
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, etree.XMLSyntaxError):
        raise unusable(template, "不是演示文稿，或已损坏") from None


def _own_deck() -> Any:
    """Turn the library's blank presentation into the project's."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    deck.part._element.sldSz.attrib.pop("type", None)  # noqa: SLF001
    _drop_leftovers(deck)
    master = deck.slide_master
    for layout in list(deck.slide_layouts):
        kind = layout._element.get("type")  # noqa: SLF001
        if kind in _NAMES:
            layout.name = _NAMES[kind]
            _place_layout(layout, _OWN_PLACES.get(kind, {}))
        else:
            deck.slide_layouts.remove(layout)
    for shape in master.placeholders:
        _place(shape, _PLACES[shape.placeholder_format.type])
    _style_master(master)
    _color_theme(master)
    for part in (master, *deck.slide_layouts, deck.part):
        _translate(part._element)  # noqa: SLF001
    return deck


def _drop_leftovers(deck: Any) -> None:
    """Take away what the blank presentation brings from the machine that made it."""
    for owner in deck.part, deck.part.package:
        for key, relation in list(owner._rels.items()):  # noqa: SLF001
            if relation.reltype.endswith(("printerSettings", "thumbnail", "extended-properties")):
                owner._rels.pop(key)  # noqa: SLF001


def _place_layout(layout: Any, places: Mapping[int, tuple[float, ...]]) -> None:
    for shape in layout.placeholders:
        place = places.get(shape.placeholder_format.idx)
        if place:
            _place(shape, place)
            for old in shape._element.txBody.iter(qn("a:lvl1pPr")):  # noqa: SLF001
                old.set("algn", "l")
                old.find(qn("a:defRPr")).attrib.pop("cap", None)
            if not shape.placeholder_format.idx:
                _enlarge(shape)
            shape.text_frame._bodyPr.set("anchor", "t" if shape.placeholder_format.idx else "b")  # noqa: SLF001


def _enlarge(title: Any) -> None:
    """Set the title of a layout that has little else."""
    style = title._element.txBody.find(qn("a:lstStyle"))  # noqa: SLF001
    style[:] = [parse_xml(f'<a:lvl1pPr {nsdecls("a")} algn="l"><a:defRPr sz="4000"/></a:lvl1pPr>')]


def _place(shape: Any, place: tuple[float, ...]) -> None:
    shape.left, shape.top, shape.width, shape.height = (Emu(Inches(one)) for one in place)


def _style_master(master: Any) -> None:
    """Titles left and bold, and a bar of the first colour along the left edge."""
    styles = master._element.find(qn("p:txStyles"))  # noqa: SLF001
    for name, size in _SIZES.items():
        first = styles.find(qn(f"p:{name}")).find(qn("a:lvl1pPr"))
        first.set("algn", "l")
        first.find(qn("a:defRPr")).set("sz", str(size))
    styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr")).find(qn("a:defRPr")).set("b", "1")
    for shape in master.placeholders:
        if shape.placeholder_format.idx == 0:
            shape.text_frame._bodyPr.set("anchor", "b")  # noqa: SLF001
        if shape.placeholder_format.type in _FOOTERS:
            style = next(shape._element.iter(qn("a:lvl1pPr")))  # noqa: SLF001
            style.set("algn", "l" if shape.placeholder_format.type == _FOOTERS[0] else "r")
            style.find(qn("a:defRPr")).set("sz", str(_FOOTER_SIZE))
    tree = master.shapes._spTree  # noqa: SLF001
    tree.insert(2, parse_xml(_BAR.format(names=nsdecls("p", "a"), high=HEIGHT, wide=Inches(0.2))))


def _color_theme(master: Any) -> None:
    """Put the project's colours and fonts in the theme, so that whatever is added follows them."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    accents = [mark.color for mark in group_marks([str(n) for n in range(6)]).values()]
    colors = {**_COLORS, **{f"accent{n}": color for n, color in enumerate(accents, start=1)}}
    scheme = next(theme.iter(qn("a:clrScheme")))
    scheme.set("name", "xiaoben")
    for name, color in colors.items():
        slot = scheme.find(qn(f"a:{name}"))
        slot[:] = [parse_xml(f'<a:srgbClr {nsdecls("a")} val="{color.removeprefix("#")}"/>')]
    for fonts in (*theme.iter(qn("a:majorFont")), *theme.iter(qn("a:minorFont"))):
        for kind, face in _FONTS.items():
            fonts.find(qn(f"a:{kind}")).set("typeface", face)
    xml = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
    part._blob = xml  # noqa: SLF001


def _translate(element: Any) -> None:
    for text in element.iter(qn("a:t")):
        text.text = _PROMPTS.get(text.text, text.text)
    for described in _with_language(element):
        _tell(described)


def _with_language(element: Any) -> Iterator[Any]:
    return (one for one in element.iter() if one.get("lang"))


def _tell(properties: Any) -> None:
    properties.set("lang", "zh-CN")
    properties.set("altLang", "en-US")
    properties.attrib.pop("smtClean", None)


def _run(text: str) -> Any:
    run = parse_xml(f"<a:r {nsdecls('a')}><a:rPr/><a:t/></a:r>")
    run.find(qn("a:t")).text = text
    return run


def _number(shown: str) -> Any:
    field = '<a:fld {names} id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum">'
    return parse_xml(f"{field.format(names=nsdecls('a'))}<a:rPr/><a:t>{shown}</a:t></a:fld>")


_BAR = """<p:sp {names}><p:nvSpPr><p:cNvPr id="90" name="色条"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>
<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/></a:solidFill>
<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"""
