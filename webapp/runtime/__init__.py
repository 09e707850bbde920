"""What the server's background work runs on: the clock, threads and their queues, the watchdog."""
