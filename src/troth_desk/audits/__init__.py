"""Did the promised tools run? Audits that the desk makes itself, on the promised rhythm."""
