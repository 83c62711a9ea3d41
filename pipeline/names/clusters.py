"""Grouping under constraints: what may be one is joined only where nothing speaks against it.

Pure and general: nodes are numbers, edges are reasons to join, and a question answers whether two
groups contradict each other. Edges are taken rule by rule; inside a rule, a group that fits two
groups which contradict each other fits none of them for sure, and joins none.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

Contradiction = Callable[[Sequence[int], Sequence[int]], str | None]
"""Tells what speaks against two groups being one; None if nothing does."""

Negligible = Callable[[Sequence[int], Sequence[int]], bool]
"""Tells whether a group does not count as somebody of its own beside another."""


class Edge(NamedTuple):
    """A reason to take two nodes for one."""

    left: int
    """A node."""
    right: int
    """Another."""
    rule: str
    """Name of the rule."""
    reason: str
    """What speaks for it, in a sentence."""
    meeting_id: str | None = None
    """Meeting whose papers show it."""
    document_id: str | None = None
    """Document that shows it."""


class Refusal(NamedTuple):
    """An edge that was not taken."""

    edge: Edge
    """The edge."""
    why: str
    """What spoke against it."""


class Clusters:
    """Groups of nodes that grow by edges; who joined whom, and why, stays known."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))
        self._members: dict[int, list[int]] = {}
        self.taken: list[Edge] = []
        """The edges that joined two groups, in the order in which they did."""
        self.refused: list[Refusal] = []
        """The edges that were not taken."""

    def find(self, node: int) -> int:
        """Return the node that stands for a node's group."""
        parent = self._parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def members(self, node: int) -> list[int]:
        """Return the nodes of a node's group."""
        root = self.find(node)
        return self._members.get(root, [root])

    def together(self, left: int, right: int) -> bool:
        """Tell whether two nodes are in one group."""
        return self.find(left) == self.find(right)

    def join(self, edge: Edge) -> None:
        """Join two groups, whatever speaks against it."""
        left, right = self.find(edge.left), self.find(edge.right)
        if left == right:
            return
        if left > right:
            left, right = right, left
        self._members[left] = [*self._members.get(left, [left]), *self.members(right)]
        self._members.pop(right, None)
        self._parent[right] = left
        self.taken.append(edge)

    def settle(
        self,
        edges: Iterable[Edge],
        contradiction: Contradiction,
        negligible: Negligible = lambda group, beside: False,
    ) -> None:
        """Take the edges of one rule, largest groups first, unless something speaks against them.

        Args:
            edges: The edges.
            contradiction: What forbids two groups to be one.
            negligible: What does not count when a group fits two others.
        """
        waiting: list[Edge] = []
        neighbours: dict[int, list[int]] = {}
        for edge in edges:
            left, right = self.find(edge.left), self.find(edge.right)
            if left == right:
                continue
            why = contradiction(self.members(left), self.members(right))
            if why is not None:
                self.refused.append(Refusal(edge, why))
                continue
            waiting.append(edge)
            for one, other in ((left, right), (right, left)):
                known = neighbours.setdefault(one, [])
                if other not in known:
                    known.append(other)
        torn = {
            root
            for root, others in neighbours.items()
            if self._torn(others, contradiction, negligible)
        }
        waiting.sort(key=lambda e: -len(self.members(e.left)) - len(self.members(e.right)))
        for edge in waiting:
            left, right = self.find(edge.left), self.find(edge.right)
            if left == right:
                continue
            why = "it fits several people who are not one"
            if not {left, right} & torn:
                why = contradiction(self.members(left), self.members(right)) or ""
            if why:
                self.refused.append(Refusal(edge, why))
            else:
                self.join(edge)

    def _torn(
        self, others: Sequence[int], contradiction: Contradiction, negligible: Negligible
    ) -> bool:
        """Whether some two of the groups that a group might join contradict each other."""
        if len(others) < 2:
            return False
        groups = [self.members(other) for other in others]
        groups = [g for g in groups if not any(negligible(g, h) for h in groups if h is not g)]
        return any(
            contradiction(one, other) is not None
            for place, one in enumerate(groups)
            for other in groups[place + 1 :]
        )

    def steps(self, mains: Iterable[int]) -> Iterator[tuple[int, int, Edge]]:
        """Walk each group from its main node along the edges that made it.

        Yields:
            A node, the node nearer to the main one that it joined, and the edge between them.
        """
        edges: dict[int, list[tuple[int, Edge]]] = {}
        for edge in self.taken:
            edges.setdefault(edge.left, []).append((edge.right, edge))
            edges.setdefault(edge.right, []).append((edge.left, edge))
        for main in mains:
            seen, queue = {main}, [main]
            while queue:
                here = queue.pop()
                for there, edge in edges.get(here, []):
                    if there not in seen:
                        seen.add(there)
                        queue.append(there)
                        yield there, here, edge

    def roots(self) -> list[int]:
        """Return the nodes that stand for the groups, in order."""
        return [node for node, parent in enumerate(self._parent) if parent == node]
