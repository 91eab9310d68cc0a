"""Step 2.4: where the value of each type's product goes, and the levers that keep more of it with those who mine."""
