"""Phase 3 of the guidance: implementing, monitoring, revising."""
