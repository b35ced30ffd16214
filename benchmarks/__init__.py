"""What is measured, not asserted: ``python -m benchmarks`` prints one table."""
