"""What makes promises true: workflows, jobs, hooks and the files of a host, as edits with the promise they serve."""
