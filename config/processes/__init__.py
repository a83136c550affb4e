"""Starting programs, watching them and stopping exactly those again."""
