"""Step 2.2: the sector divided into types by ordered rules, so that each site falls into exactly one."""
