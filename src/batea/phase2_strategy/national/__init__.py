"""Step 2.5: the choices made for each type become one national strategy, costed, sequenced and adopted."""
