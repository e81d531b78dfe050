package main

import (
	"fmt"
	"os"
	"strconv"
	"syscall"
)

// Built with one of the programs: PROGRAM [WARM-UP ROUNDS]. Runs it once and prints its line; or, with numbers of
// rounds, prints the CPU milliseconds of each round that counts.
func main() {
	if len(os.Args) < 3 {
		fmt.Println(run())
		return
	}
	warmUp, _ := strconv.Atoi(os.Args[1])
	rounds, _ := strconv.Atoi(os.Args[2])
	for round := 0; round < warmUp+rounds; round++ {
		before := cpuMillis()
		run()
		if round >= warmUp {
			fmt.Printf("%.3f\n", cpuMillis()-before)
		}
	}
}

func cpuMillis() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e6
}
