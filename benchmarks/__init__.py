"""Sessions of every size, timed solves of them, and the tables and plots made of what was measured."""
