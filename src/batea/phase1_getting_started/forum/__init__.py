"""Step 1.2: the forum, who speaks in it for whom, what was said and what was answered."""
