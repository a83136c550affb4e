"""How an answer is given: one line that names the question, the ratio and both sides."""


def ratio(name: str, ours: float, theirs: float, *, unit: str = "/s", against: str) -> None:
    """Print the line every benchmark ends with; above 1 we are ahead."""
    print(f"ratio {name} {ours / theirs:.2f} (ours {ours:.1f}{unit}, theirs {theirs:.1f}{unit}: {against})", flush=True)
