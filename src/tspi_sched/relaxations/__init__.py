"""Smaller models whose optimum is a lower bound of every plan's value."""
