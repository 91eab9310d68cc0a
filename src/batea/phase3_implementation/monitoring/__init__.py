"""Step 3.2: what changes, for whom, and how well it is known."""
