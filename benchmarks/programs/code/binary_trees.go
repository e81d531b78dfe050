package main

import "strconv"

type node struct{ left, right *node }

func tree(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{tree(depth - 1), tree(depth - 1)}
}

func (n *node) count() int {
	if n.left == nil {
		return 1
	}
	return 1 + n.left.count() + n.right.count()
}

func run() string {
	longest := tree(18)
	total := 0
	for depth := 4; depth <= 18; depth += 4 {
		for i := 0; i < 1<<(18-depth); i++ {
			total += tree(depth).count()
		}
	}
	return strconv.Itoa(total + longest.count())
}
