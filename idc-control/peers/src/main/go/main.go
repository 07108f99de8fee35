// The program go-control-plane serves what it is told on stdin, by go-control-plane's caches and server.
// The lines it takes and gives are described in ../../../README.md.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"net"
	"os"

	clusterservice "github.com/envoyproxy/go-control-plane/envoy/service/cluster/v3"
	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	endpointservice "github.com/envoyproxy/go-control-plane/envoy/service/endpoint/v3"
	listenerservice "github.com/envoyproxy/go-control-plane/envoy/service/listener/v3"
	routeservice "github.com/envoyproxy/go-control-plane/envoy/service/route/v3"
	secretservice "github.com/envoyproxy/go-control-plane/envoy/service/secret/v3"
	"github.com/envoyproxy/go-control-plane/pkg/server/v3"
	"google.golang.org/grpc"
)

// Version is what tools/provision asks for; it is set when the program is built.
var Version = "unknown"

// A line holds one resource in base64.
const longestLine = 64 << 20

func main() {
	kind := flag.String("cache", "linear", "the cache that serves: linear or snapshot")
	version := flag.Bool("version", false, "print the version of go-control-plane and end")
	flag.Parse()
	if *version {
		fmt.Println("go-control-plane " + Version)
		return
	}
	if err := run(*kind); err != nil {
		fmt.Fprintln(os.Stderr, "go-control-plane: "+err.Error())
		os.Exit(2)
	}
}

func run(kind string) error {
	held, err := newStore(kind)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	services := grpc.NewServer()
	register(services, server.NewServer(context.Background(), held.cache(), nil))
	go func() {
		if err := services.Serve(listener); err != nil {
			fmt.Fprintln(os.Stderr, "go-control-plane: "+err.Error())
			os.Exit(1)
		}
	}()
	fmt.Printf("READY %d\n", listener.Addr().(*net.TCPAddr).Port)

	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<20), longestLine)
	told := &commands{held: held}
	answers := bufio.NewWriter(os.Stdout)
	for lines.Scan() {
		fmt.Fprintln(answers, told.answer(lines.Text()))
		if err := answers.Flush(); err != nil {
			return err
		}
	}
	return lines.Err() // nil at the end of stdin: whoever drives this has gone
}

func register(services *grpc.Server, xds server.Server) {
	discovery.RegisterAggregatedDiscoveryServiceServer(services, xds)
	clusterservice.RegisterClusterDiscoveryServiceServer(services, xds)
	endpointservice.RegisterEndpointDiscoveryServiceServer(services, xds)
	listenerservice.RegisterListenerDiscoveryServiceServer(services, xds)
	routeservice.RegisterRouteDiscoveryServiceServer(services, xds)
	secretservice.RegisterSecretDiscoveryServiceServer(services, xds)
}
