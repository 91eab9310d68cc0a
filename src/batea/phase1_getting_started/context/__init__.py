"""Step 1.3: the sector as it is: rival figures, ranked challenges, gaps in the data."""
