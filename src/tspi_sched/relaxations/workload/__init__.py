"""The workload relaxation: how much of each kind a panel does on each day, summed up."""
