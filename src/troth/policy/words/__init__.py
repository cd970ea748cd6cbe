"""Words that mean the same in every kind of promise: periods, severities, moods, places."""
