"""Mine sites, visits, places and maps."""
