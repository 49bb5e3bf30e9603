"""The embedded portal as one tree of processes: web, worker and, in the demo, a catcher of mail."""
