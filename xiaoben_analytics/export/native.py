"""Charts as office programs keep them: drawing instructions with an editable workbook inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pptx.chart.chart import Chart as Drawing
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt
from xlsxwriter import Workbook

from xiaoben_analytics.figures.template import GRID, INK, PALE, group_marks, tier_marks
from xiaoben_analytics.summary import Chart

FIXED_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""The creation time written into files, so that equal input gives equal output."""

LABELLED = 16
"""With more bars than this, numbers above them would overlap."""

WORKBOOK_ID = "rId1"

_TYPES = {
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "tiers": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "dots": XL_CHART_TYPE.LINE_MARKERS,
}


@dataclass(frozen=True)
class NativeChart:
    """A chart's drawing, the workbook behind it (related as `WORKBOOK_ID`), and its words."""

    drawing: bytes
    workbook: bytes
    words: str


@dataclass(frozen=True)
class Type:
    """The points of a chart's text and of the numbers above its bars; its Latin and Chinese fonts.

    Below a chart as wide as it becomes, names stand upright in letters whose sizes add up to `room`;
    none is smaller than `least`.
    """

    text: float = 9
    labels: float = 8
    faces: tuple[str, str] = ("Arial", "黑体")
    room: float = 210
    least: float = 5


def native_chart(chart: Chart, tiers: Sequence[str], *, letters: Type = Type()) -> NativeChart:
    """Draw a chart in the project's colours; `tiers` from best to worst, the failing one last."""
    return NativeChart(_drawing(chart, tiers, letters), _workbook(chart), chart.title)


def _drawing(chart: Chart, tiers: Sequence[str], letters: Type) -> bytes:
    data = CategoryChartData(number_format=chart.number_format)  # type: ignore[no-untyped-call]
    data.categories = chart.categories
    for series in chart.series:
        data.add_series(series.name, series.amounts)  # type: ignore[no-untyped-call]
    writer = ChartXmlWriter(_TYPES[chart.kind], data)  # type: ignore[no-untyped-call]
    root = parse_xml(writer.xml.encode())
    drawing = Drawing(root, None)  # type: ignore[no-untyped-call]
    _style_text(drawing, chart, letters)
    _style_axes(drawing, chart, letters)
    _style_series(drawing, chart, tiers, letters)
    _style_frame(root)
    _set_fonts(root, letters)
    return bytes(serialize_part_xml(root))


def _workbook(chart: Chart) -> bytes:
    """Write the numbers in the cells that the drawing refers to."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": FIXED_TIME})
        sheet = book.add_worksheet("Sheet1")
        for row, name in enumerate(chart.categories, start=1):
            sheet.write_string(row, 0, name)
        for column, series in enumerate(chart.series, start=1):
            sheet.write_string(0, column, series.name)
            for row, amount in enumerate(series.amounts, start=1):
                if amount is not None:
                    sheet.write_number(row, column, amount)
    return file.getvalue()


def _style_text(drawing: Any, chart: Chart, letters: Type) -> None:
    drawing.font.size = Pt(letters.text)
    drawing.font.color.rgb = _rgb(INK)
    drawing.has_title = False
    drawing.has_legend = chart.kind in ("stacked", "tiers")
    if drawing.has_legend:
        drawing.legend.position = XL_LEGEND_POSITION.TOP
        drawing.legend.include_in_layout = False


def _style_axes(drawing: Any, chart: Chart, letters: Type) -> None:
    values, categories = drawing.value_axis, drawing.category_axis
    values.has_title = True
    values.axis_title.text_frame.text = chart.unit
    values.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(letters.text)
    values.axis_title.text_frame.paragraphs[0].runs[0].font.bold = False
    values.major_gridlines.format.line.color.rgb = _rgb(GRID)
    values.format.line.fill.background()
    values.tick_labels.number_format = "0%" if "%" in chart.number_format else "0"
    values.tick_labels.number_format_is_linked = False
    values.minimum_scale = 0 if chart.kind != "dots" else None
    values.maximum_scale = chart.top
    if chart.top and chart.labelled and len(chart.categories) <= LABELLED:
        _leave_room_above(drawing)
    categories.format.line.color.rgb = _rgb(PALE)
    categories.has_major_gridlines = False
    _name_all(categories, len(chart.categories), letters)


def _name_all(axis: Any, names: int, letters: Type) -> None:
    """Leave no name out while they can be read; many stand upright beside each other."""
    if names > LABELLED:
        axis.tick_labels.font.size = Pt(
            min(letters.labels, max(letters.least, round(letters.room / names, 1)))
        )
        axis._element.txPr.bodyPr.set("rot", "-5400000")  # noqa: SLF001
        axis._element.txPr.bodyPr.set("vert", "horz")  # noqa: SLF001
    if names * letters.least <= letters.room:
        every = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
        axis._element.find(qn("c:noMultiLvlLbl")).addprevious(every)  # noqa: SLF001


def _leave_room_above(drawing: Any) -> None:
    """Lower the plot, so that numbers on full bars do not stand against the text above the chart."""
    sides = {"x": 0.11, "y": 0.1, "w": 0.87, "h": 0.78}
    placed = "".join(f'<c:{side}Mode val="edge"/>' for side in "xy")
    placed += "".join(f'<c:{side} val="{share}"/>' for side, share in sides.items())
    inner = f'<c:manualLayout><c:layoutTarget val="inner"/>{placed}</c:manualLayout>'
    area = drawing._chartSpace.find(f".//{qn('c:plotArea')}")  # noqa: SLF001
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, parse_xml(f"<c:layout {nsdecls('c')}>{inner}</c:layout>"))


def _style_series(drawing: Any, chart: Chart, tiers: Sequence[str], letters: Type) -> None:
    plot = drawing.plots[0]
    names = [series.name for series in chart.series]
    marks = tier_marks(tiers) if chart.kind == "tiers" else group_marks(names)
    first = marks[names[0]]
    for series, name in zip(plot.series, names, strict=True):
        color = _rgb(marks[name].color if chart.kind != "dots" else first.color)
        if chart.kind == "dots":
            series.smooth = False
            series.format.line.fill.background()
            series.marker.style, series.marker.size = (
                XL_MARKER_STYLE.CIRCLE,
                round(letters.text * 0.8),
            )
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = color
            series.marker.format.line.color.rgb = _rgb("#FFFFFF")
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = color
            plot.gap_width = 60 if len(chart.categories) <= LABELLED else 25
            # a bar of a tier has no neighbours: its category is in no other tier
            plot.overlap = 0 if chart.kind == "columns" else 100
    if chart.labelled and len(chart.categories) <= LABELLED:
        _label(plot, chart, letters)


def _label(plot: Any, chart: Chart, letters: Type) -> None:
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = chart.number_format, False
    labels.font.size = Pt(letters.labels)
    labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _style_frame(root: Any) -> None:
    """Square corners, no border; and the reference to the workbook."""
    root.insert(1, parse_xml(f'<c:roundedCorners {nsdecls("c")} val="0"/>'))
    nothing = "<a:noFill/><a:ln><a:noFill/></a:ln>"
    frame = parse_xml(f"<c:spPr {nsdecls('c', 'a')}>{nothing}</c:spPr>")
    root.find(qn("c:txPr")).addprevious(frame)
    root.get_or_add_externalData().rId = WORKBOOK_ID


def _set_fonts(root: Any, letters: Type) -> None:
    """Name the fonts of both scripts and the language wherever a chart has text."""
    for properties in (*root.iter(qn("a:defRPr")), *root.iter(qn("a:rPr"))):
        properties.set("lang", "zh-CN")
        for kind, face in zip(("latin", "ea"), letters.faces, strict=True):
            properties.append(parse_xml(f'<a:{kind} {nsdecls("a")} typeface="{face}"/>'))


def _rgb(color: str) -> Any:
    return RGBColor.from_string(color.removeprefix("#"))  # type: ignore[no-untyped-call]
