package main

import "strconv"

func count(limit int) int {
	total := 0
	for i := 0; i < limit; i++ {
		for j := 0; j < limit; j++ {
			total += i * j % 7
		}
	}
	return total
}

func run() string { return strconv.Itoa(count(5000)) }
