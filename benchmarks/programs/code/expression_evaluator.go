package main

import "strconv"

type expression interface{ evaluate(x int) int }

type number int

type variable struct{}

type add struct{ left, right expression }

type multiply struct{ left, right expression }

type negate struct{ inner expression }

func (n number) evaluate(x int) int { return int(n) }

func (variable) evaluate(x int) int { return x }

func (e add) evaluate(x int) int { return (e.left.evaluate(x) + e.right.evaluate(x)) % 1000003 }

func (e multiply) evaluate(x int) int { return e.left.evaluate(x) * e.right.evaluate(x) % 1000003 }

func (e negate) evaluate(x int) int { return -e.inner.evaluate(x) }

func build(depth int) expression {
	if depth == 0 {
		return variable{}
	}
	switch depth % 4 {
	case 0:
		return add{build(depth - 1), number(depth)}
	case 1:
		return multiply{build(depth - 1), number(3)}
	case 2:
		return negate{build(depth - 1)}
	default:
		return add{build(depth - 1), build(depth - 2)}
	}
}

func run() string {
	expression := build(40)
	total := 0
	for x := 0; x < 2000; x++ {
		total += expression.evaluate(x)
	}
	return strconv.Itoa(total)
}
