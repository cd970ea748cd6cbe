"""By when? Clocks, each with the sentence that armed it."""
