"""One file per question; each answer is a ratio against a peer or a limit measured in the same run."""
