"""Phase 2 of the guidance: developing the strategy."""
