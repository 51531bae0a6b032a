"""What a plugin's author touches: the vocabulary, decorators, files, and the registry."""
