"""Column generation: bounds from whole schedules of single panels, in a branch and bound."""
