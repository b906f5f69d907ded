"""From a file to rows of located cells: the workbook opened, its sheets, headers and rows found."""
