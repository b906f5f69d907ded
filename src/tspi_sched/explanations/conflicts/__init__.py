"""Conflicts: facts that cannot hold together, found, made minimal (MUS), and told."""
