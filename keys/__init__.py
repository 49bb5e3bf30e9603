"""Key custody: who unlocks by what, which keys open for whom. The one app that opens envelopes."""
