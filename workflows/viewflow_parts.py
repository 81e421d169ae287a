"""What is used of viewflow beyond its documented interface: all of it, and nothing else here.

``tests/workflows/test_viewflow_parts.py`` holds a new version of viewflow against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from viewflow.workflow.nodes.job import AbstractJob, AbstractJobActivation
from viewflow.workflow.nodes.view import ViewActivation

__all__ = ["AbstractJob", "AbstractJobActivation", "ViewActivation", "conditions_of", "next_nodes", "nodes_of"]


def nodes_of(flow_class: Any) -> dict[str, Any]:
    """The nodes of a flow by their names."""
    return {node.name: node for node in flow_class.instance.nodes()}


def next_nodes(node: Any) -> Iterator[Any]:
    """The nodes that may follow ``node``."""
    for edge in node._outgoing():
        yield edge.dst


def conditions_of(switch: Any) -> list[Any]:
    """The conditions of a switch's ways, in the order of ``next_nodes``; None for the way that is taken otherwise."""
    return [condition for _node, condition in switch._branches]
