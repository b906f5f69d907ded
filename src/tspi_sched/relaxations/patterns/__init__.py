"""The pattern model: panels' days counted by what fits into them, whoever the panels are."""
