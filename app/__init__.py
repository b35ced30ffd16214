"""The app: serves a release and nothing else."""
