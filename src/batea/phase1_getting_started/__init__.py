"""Phase 1 of the guidance: getting started."""
