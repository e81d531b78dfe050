class Node:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def tree(depth):
    if depth == 0:
        return Node(None, None)
    return Node(tree(depth - 1), tree(depth - 1))


def count(node):
    return 1 if node.left is None else 1 + count(node.left) + count(node.right)


def run():
    longest = tree(18)
    total = 0
    for depth in range(4, 19, 4):
        for _ in range(1 << (18 - depth)):
            total += count(tree(depth))
    return str(total + count(longest))
