package main

import "strconv"

func escapesAfter(cr, ci float64, limit int) int {
	zr, zi := 0.0, 0.0
	n := 0
	for n < limit && zr*zr+zi*zi < 4 {
		zr, zi = zr*zr-zi*zi+cr, 2*zr*zi+ci
		n++
	}
	return n
}

func mandelbrot(size int) int {
	inside := 0
	for y := 0; y < size; y++ {
		for x := 0; x < size; x++ {
			cr := 2*float64(x)/float64(size) - 1.5
			ci := 2*float64(y)/float64(size) - 1
			if escapesAfter(cr, ci, 50) == 50 {
				inside++
			}
		}
	}
	return inside
}

func run() string { return strconv.Itoa(mandelbrot(1000)) }
