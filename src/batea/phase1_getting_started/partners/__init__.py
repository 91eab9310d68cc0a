"""Step 1.4: what the strategy needs, what partners offer, what they have committed."""
