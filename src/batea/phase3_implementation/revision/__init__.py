"""Step 3.3: versions that stay as they were, and what has changed since."""
