"""Step 1.1: the task force, the seats in it, its meetings, decisions and work plan."""
