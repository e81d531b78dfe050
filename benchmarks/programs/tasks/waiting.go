package main

import (
	"fmt"
	"os"
	"strconv"
	"time"
)

// The same with goroutines.
func main() {
	count, _ := strconv.Atoi(os.Args[2])
	values := make(chan int)
	end := make(chan struct{})
	for i := 0; i < count; i++ {
		switch os.Args[1] {
		case "sleep":
			go func() { time.Sleep(600 * time.Second) }()
		case "channel":
			go func() { <-values }()
		default:
			go func() { <-end }()
		}
	}
	time.Sleep(100 * time.Millisecond)
	fmt.Println("ready")
	fmt.Scanln()
	close(end)
}
