"""The scenario as a form: its keys as fields (`fields`, `words`), what is typed as content (`typed`), and that content
in the scenario's own text (`rewriting`), with its comments and its order."""
