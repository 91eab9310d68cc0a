"""Step 2.3: what each type does to people, land and economy, and the measures chosen against it."""
