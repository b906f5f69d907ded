"""Plans made anew after an incident: what has happened stays, what is to come changes as little as can be."""
