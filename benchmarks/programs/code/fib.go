package main

import "strconv"

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func run() string { return strconv.Itoa(fib(35)) }
