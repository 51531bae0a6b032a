"""What people see who work in a shell or a notebook: names and objects."""
