"""What several formats share: people's view of a plan, words of a day, whole files or none, marks."""
