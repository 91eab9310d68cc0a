"""Step 3.1: who does what by when, what stands in the way, and where the money is."""
