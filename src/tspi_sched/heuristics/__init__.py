"""What finds plans, and bounds nothing."""
