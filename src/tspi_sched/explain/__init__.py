"""Why there is no plan, or none like that; and what a wish costs."""
