"""Step 2.1: the sector wanted, in few words, with goals that can be measured."""
