"""A day of the session as it goes: what was noted of it, and what is still to be expected.

`expected` reckons each task's hours from the precedence of the plan; `passages` groups them into what people wait for;
`clicks` turns a click into events, `notes` keeps these in a file, and `report` sets what was planned beside what was.
"""
