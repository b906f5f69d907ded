"""The local page: everything the commands do, in the organiser's own browser, on the organiser's own machine.

The page decides no rule: it calls the same few functions as `cli`. One file of `routes` for each view.
"""
