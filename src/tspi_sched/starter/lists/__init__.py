"""From any list to a session: a CSV or a workbook with other headings (`grids`), what its columns may be (`guess`), and
a workbook made of it under the organiser's own headings, which the scenario remembers in ``[columns]`` (`book`)."""
