"""Plans read back, from either file, even edited by hand."""
