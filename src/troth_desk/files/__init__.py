"""Files from outside: sealed while they come in, named harmlessly, looked at, handed out as bytes and nothing else."""
