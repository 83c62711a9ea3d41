"""Numbers of things as people write them."""


def counted(count: int, one: str) -> str:
    """Write how many there are: '1 page', '2 pages', '0 pages'.

    Args:
        count: How many.
        one: English name of one of them; several have an 's' behind it.
    """
    return f"{count} {one}" if count == 1 else f"{count} {one}s"
