"""Foundations of the server's background work: clock, threads, queues, watchdog."""
