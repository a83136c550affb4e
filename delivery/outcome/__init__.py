"""What became of a try: the one door through which every outcome is recorded."""
