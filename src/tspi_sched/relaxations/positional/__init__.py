"""The positional relaxation: the workload of each panel laid out in time, jobs by number."""
