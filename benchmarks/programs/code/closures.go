package main

import "strconv"

type function func(int) int

func adder(n int) function { return func(x int) int { return x + n } }

func compose(f, g function) function { return func(x int) int { return g(f(x)) } }

func apply(f function, value, times int) int {
	result := value
	for i := 0; i < times; i++ {
		result = f(result) % 1000003
	}
	return result
}

func counter() func() int {
	count := 0
	return func() int {
		count++
		return count
	}
}

func run() string {
	total := 0
	for round := 0; round < 10; round++ {
		change := compose(adder(round), func(x int) int { return x * 3 })
		total += apply(change, round, 2000000)
		next := counter()
		for i := 0; i < 1000000; i++ {
			total += next() % 2
		}
	}
	return strconv.Itoa(total)
}
