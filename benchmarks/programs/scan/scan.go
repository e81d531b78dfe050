package main

import (
	"fmt"
	"net"
	"sync"
	"time"
)

// All ports of this machine, each in a goroutine of its own, 1000 at once.
func main() {
	var open [65535]bool
	var all sync.WaitGroup
	slots := make(chan struct{}, 1000)
	for port := 1; port < 65535; port++ {
		all.Add(1)
		slots <- struct{}{}
		go func(port int) {
			defer all.Done()
			connection, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", port), time.Second)
			if err == nil {
				open[port] = true
				connection.Close()
			}
			<-slots
		}(port)
	}
	all.Wait()
	for port, isOpen := range open {
		if isOpen {
			fmt.Println(port)
		}
	}
}
