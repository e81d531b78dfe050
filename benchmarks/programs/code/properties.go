package main

import "strconv"

type point struct {
	x, y   int
	weight float64
}

func total(count int) float64 {
	points := []*point{}
	for i := 0; i < count; i++ {
		points = append(points, &point{i, i * 2, 0.5})
	}
	sum := 0.0
	for step := 0; step < 20; step++ {
		for _, p := range points {
			p.x += step
			if p.x%2 == 0 {
				sum += float64(p.y) * p.weight
			}
		}
	}
	return sum
}

func run() string { return strconv.Itoa(int(total(500000))) }
