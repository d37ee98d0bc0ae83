"""Many reports at once: facts and findings of each in one store, then what only all of them together tell."""
