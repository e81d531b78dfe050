package main

import "fmt"

func fill(count int) map[int]int {
	squares := make(map[int]int)
	for i := 0; i < count; i++ {
		squares[i*7919%1000003] = i
	}
	return squares
}

func lookUp(squares map[int]int, count int) int {
	total := 0
	for i := 0; i < count; i++ {
		if found, ok := squares[i]; ok {
			total += found % 1000
		}
	}
	return total
}

func run() string {
	squares := fill(1000000)
	return fmt.Sprintf("%d %d", len(squares), lookUp(squares, 1000003))
}
