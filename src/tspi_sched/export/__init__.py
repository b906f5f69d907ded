"""Plans as files: one module per format, each with ``write(problem, result, path)``."""
