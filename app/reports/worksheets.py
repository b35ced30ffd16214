"""The worksheets behind charts: what python-pptx writes, with the intervals and names beside it.

Text is never a formula, whatever an area is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from xlsxwriter import Workbook

PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class Beside(CategoryChartData):
    """Categories and series, and further columns that no series is drawn of."""

    def __init__(self, number_format: str, columns: Sequence[tuple[str, Sequence[Any]]]) -> None:
        super().__init__(number_format=number_format)
        self.columns = columns

    @property
    def _workbook_writer(self) -> Any:
        return _Writer(self)

    def range_of(self, heading: str) -> str:
        """Return where the worksheet has a further column."""
        place = 1 + len(self) + [name for name, _ in self.columns].index(heading)
        letter = CategoryWorkbookWriter._column_reference(place + 1)
        return f"Sheet1!${letter}$2:${letter}${len(self.categories) + 1}"


class Named(XyChartData):
    """Points of series, each with its name in a third column."""

    def __init__(self, number_format: str, names: Sequence[Sequence[str]]) -> None:
        super().__init__(number_format=number_format)
        self.names = names

    @property
    def _workbook_writer(self) -> Any:
        return _XyWriter(self)


class _Plain:
    @contextmanager
    def _open_worksheet(self, file: Any) -> Any:
        workbook = Workbook(file, PLAIN)
        yield workbook, workbook.add_worksheet()
        workbook.close()


class _Writer(_Plain, CategoryWorkbookWriter):
    def _populate_worksheet(self, workbook: Any, worksheet: Any) -> None:
        super()._populate_worksheet(workbook, worksheet)
        data: Any = self._chart_data
        worksheet.set_column(0, 0, 34)
        for place, (heading, values) in enumerate(data.columns, 1 + len(data)):
            worksheet.write(0, place, heading)
            worksheet.write_column(1, place, values)


class _XyWriter(_Plain, XyWorkbookWriter):
    def _populate_worksheet(self, workbook: Any, worksheet: Any) -> None:
        super()._populate_worksheet(workbook, worksheet)
        data: Any = self._chart_data
        worksheet.set_column(2, 2, 34)
        for series, names in zip(data, data.names, strict=True):
            worksheet.write_column(self.series_table_row_offset(series) + 1, 2, names)
