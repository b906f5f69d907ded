"""A constructive heuristic: list scheduling under several priority rules, without the solver."""
