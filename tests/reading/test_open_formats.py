"""Workbooks in OpenDocument and in the XML of Excel 2003 give the same cells at the same places."""

from __future__ import annotations

import datetime as dt
import zipfile

import pytest

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading.grid import read_grids
from xiaoben_analytics.reading.lines import Unreadable

ODS = (
    '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s">'
    '<office:automatic-styles><style:style style:name="h"><style:table-properties '
    'table:display="false"/></style:style></office:automatic-styles>'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body>"
    "</office:document-content>"
)
XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">{}</Workbook>'
)
ERROR = Unreadable("#N/A", "单元格是错误值")


@pytest.fixture
def ods(tmp_path):
    def save(body, parts=("mimetype",)):
        path = tmp_path / "book.ods"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in parts:
                archive.writestr(part, "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", body if isinstance(body, bytes) else ODS.format(body))
        return path

    return save


@pytest.fixture
def xml(tmp_path):
    def save(body, encoding="utf-8"):
        path = tmp_path / "book.xls"
        path.write_bytes(XML.format(body).encode(encoding))
        return path

    return save


def cells(grid):
    return {line.number: line.cells for line in grid.lines}


def of(kind, shown, **values):
    given = "".join(f' office:{name.replace("_", "-")}="{value}"' for name, value in values.items())
    return f'<table:table-cell office:value-type="{kind}"{given}><text:p>{shown}</text:p></table:table-cell>'


def test_ods_values_keep_their_kind_and_notes_are_not_part_of_them(ods):
    note = "<office:annotation><text:p>批注</text:p></office:annotation>"
    row = (
        of("string", "0001") + of("float", "3.5", value="3.5") + of("percentage", "98%", value=".98")
        + of("date", "x", date_value="2021-09-10") + of("date", "x", date_value="2021-09-10T12:00:00")
        + of("time", "x", time_value="PT06H30M00S") + of("time", "x", time_value="PT30H00M00S")
        + of("boolean", "x", boolean_value="true")
        + f'<table:table-cell office:value-type="string">{note}<text:p>a<text:s text:c="2"/>b'
        "<text:line-break/>c</text:p><text:p>d</text:p></table:table-cell>"
    )  # fmt: skip
    path = ods(
        f'<table:table table:name="考勤"><table:table-row>{row}</table:table-row></table:table>'
    )
    (grid,) = read_grids(path)
    assert grid.sheet == "考勤"
    assert cells(grid)[1] == (
        "0001", 3.5, 0.98, dt.date(2021, 9, 10), dt.datetime(2021, 9, 10, 12),  # noqa: DTZ001
        dt.time(6, 30), dt.timedelta(hours=30), True, "a  b\nc\nd",
    )  # fmt: skip


def test_ods_repeats_merges_and_hidden_rows_keep_their_places(ods):
    body = (
        '<table:table table:name="S"><table:table-row table:number-rows-repeated="3"/>'
        '<table:table-row table:visibility="filter"><table:table-cell '
        'table:number-columns-repeated="2"/>'
        '<table:table-cell table:number-rows-spanned="2" office:value-type="string">'
        "<text:p>语文组</text:p></table:table-cell></table:table-row>"
        f"<table:table-row>{of('string', '甲')}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="2">{of("string", "乙")}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        f'<table:table table:name="旧" table:style-name="h"><table:table-row>{of("string", "x")}'
        "</table:table-row></table:table>"
    )
    first, second = read_grids(ods(body, parts=("mimetype", "Basic/Standard/a.xml")))
    assert cells(first) == {
        4: (None, None, "语文组"), 5: ("甲", None, "语文组"), 6: ("乙",), 7: ("乙",)
    }  # fmt: skip
    assert (first.hidden, first.hidden_rows, first.remarks) == (
        False,
        frozenset({4}),
        ("文件含宏，没有运行",),
    )
    assert (second.hidden, second.remarks) == (True, ())


@pytest.mark.parametrize(
    ("others", "expected"),
    [("", Unreadable("=A1", "公式没有计算结果")), ("1", None)],
)
def test_ods_formulas_without_value_are_unread_unless_others_were_computed(ods, others, expected):
    row = (
        '<table:table-cell table:formula="of:=NA()" office:value-type="string"><text:p>#N/A'
        "</text:p></table:table-cell>" if others else of("string", "x")
    ) + '<table:table-cell table:formula="of:=A1"/>'  # fmt: skip
    path = ods(
        f'<table:table table:name="S"><table:table-row>{row}</table:table-row></table:table>'
    )
    got = cells(read_grids(path)[0])[1]
    assert got == ((ERROR if others else "x"), expected)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (('<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell '
         'table:number-columns-repeated="16384" office:value-type="string"><text:p>1</text:p>'
         "</table:table-cell></table:table-row></table:table>"), "工作表过大"),
        ("<a>" * 200 + "</a>" * 200, "结构异常"),
        ("<!DOCTYPE a>", "外部实体"),
        ("", "没有工作表"),
        (b"\x93\x01encrypted", "打开密码"),
    ],
)  # fmt: skip
def test_ods_that_claims_too_much_is_refused(ods, body, reason):
    with pytest.raises(RefusedError, match=reason):
        read_grids(ods(body))


def data(kind, text):
    return f'<Cell><Data ss:Type="{kind}">{text}</Data></Cell>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_xml_2003_cells_keep_kind_and_place(xml, encoding):
    body = (
        '<Worksheet ss:Name="考勤"><Table><Row ss:Index="3" ss:Hidden="1">'
        f"{data('String', '0001')}{data('Number', '3.5')}{data('Boolean', '1')}"
        f"{data('DateTime', '2021-09-10T00:00:00.000')}{data('DateTime', '1899-12-31T06:30:00.000')}"
        f"{data('Error', '#N/A')}"
        '<Cell ss:Index="8"><Data ss:Type="String">a<B>b</B></Data><Comment><Data>批</Data></Comment>'
        '</Cell><Cell ss:Formula="=A1"/></Row>'
        '<Row><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">组</Data></Cell>'
        f'{data("String", "甲")}</Row><Row><Cell ss:Index="3"><Data ss:Type="String">乙</Data></Cell>'
        "</Row></Table><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>"
    )
    (grid,) = read_grids(xml(body, encoding))
    assert (grid.sheet, grid.hidden, grid.hidden_rows) == ("考勤", True, frozenset({3}))
    assert cells(grid) == {
        3: ("0001", 3.5, True, dt.date(2021, 9, 10), dt.time(6, 30), ERROR, None, "ab",
            Unreadable("=A1", "公式没有计算结果")),
        4: ("组", None, "甲"),
        5: ("组", None, "乙"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (('<Worksheet><Table><Row ss:Index="99999999"><Cell><Data>1</Data></Cell></Row></Table>'
         "</Worksheet>"), "工作表过大"),
        ('<!ENTITY a "b">', "外部实体"),
        ("<Worksheet><Table><Row>", "已损坏"),
    ],
)  # fmt: skip
def test_xml_2003_that_claims_too_much_is_refused(xml, body, reason):
    with pytest.raises(RefusedError, match=reason):
        read_grids(xml(body))
