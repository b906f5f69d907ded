"""Peers: other ways to plan the same sessions, each a program of its own, compared with ours in one run."""
