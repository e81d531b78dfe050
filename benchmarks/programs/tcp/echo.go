package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
)

// Sends every line back, each connection in a goroutine of its own. The port is the first argument.
func main() {
	server, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for {
		client, err := server.Accept()
		if err != nil {
			return
		}
		go serve(client)
	}
}

func serve(client net.Conn) {
	defer client.Close()
	in := bufio.NewReader(client)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		if _, err := client.Write([]byte(line)); err != nil {
			return
		}
	}
}
