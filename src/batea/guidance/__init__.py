"""The method: phases, steps and gates; how far a programme has come, computed."""
