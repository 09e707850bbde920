"""Groups of equal things, joined pair by pair (union-find)."""

from collections.abc import Iterable


class Groups:
    """Groups of indices; equality is transitive.

    Args:
        groups: Indices that are equal to begin with.
    """

    def __init__(self, groups: Iterable[Iterable[int]] = ()) -> None:
        self._group: dict[int, set[int]] = {}
        for first, *others in groups:
            for other in others:
                self.join(first, other)

    def join(self, first: int, second: int) -> None:
        """Merge the groups of two indices."""
        one, other = self._group.setdefault(first, {first}), self._group.setdefault(second, {second})
        if one is other:
            return
        small, large = sorted((one, other), key=len)
        large |= small
        for index in small:
            self._group[index] = large

    def joined(self, first: int, second: int) -> bool:
        """Return whether two indices are in one group."""
        return second in self._group.get(first, {first})

    def all(self) -> list[tuple[int, ...]]:
        """Return every group of two or more; the groups and their members are sorted."""
        return sorted({tuple(sorted(group)) for group in self._group.values()})


def groups(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Join pairs that share an index."""
    return Groups(pairs).all()
