package main

import "fmt"

type vector struct{ x, y float64 }

func (v vector) plus(other vector) vector { return vector{v.x + other.x, v.y + other.y} }

func (v vector) scaled(factor float64) vector { return vector{v.x * factor, v.y * factor} }

func (v vector) lengthSquared() float64 { return v.x*v.x + v.y*v.y }

type counter struct{ value, step int }

func (c *counter) advance() { c.value += c.step }

func (c *counter) isEven() bool { return c.value%2 == 0 }

func walk(steps int) string {
	position := vector{}
	velocity := vector{1, 0.5}
	counter := &counter{0, 3}
	far := 0
	for i := 0; i < steps; i++ {
		counter.advance()
		if counter.isEven() {
			position = position.plus(velocity.scaled(0.001))
		} else {
			position = position.plus(velocity.scaled(-0.0005))
		}
		if position.lengthSquared() > 1000 {
			far++
		}
	}
	return fmt.Sprintf("%d %d", far, counter.value)
}

func run() string { return walk(20000000) }
