"""What was promised, under which text? Imported documents, their versions, their commitments."""
