"""GitLab CI: pipelines with what they include, jobs with what they extend, rules evaluated per event."""
