"""Pages of fieldwork: forms, what came in, phones; and the doors phones knock at."""
