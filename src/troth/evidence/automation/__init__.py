"""What runs what? Workflows, pipelines, hooks, targets and scripts, parsed into invocations (VERDICTS §2)."""
