"""What would make a plan possible: offers, how much of them it takes, the least that does."""
