"""Audio files. mutagen lives here and nowhere else."""
