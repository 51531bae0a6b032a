"""What is installed here: versions, what is missing, completion for shells."""
