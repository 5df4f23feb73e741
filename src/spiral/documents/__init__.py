"""Pure drawing: chart specifications become svg, table and workbook. No database."""
