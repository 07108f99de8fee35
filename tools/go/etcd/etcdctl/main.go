// Command etcdctl is the etcd command line client of the version that go.mod pins.
package main

import "go.etcd.io/etcd/etcdctl/v3/ctlv3"

func main() { ctlv3.MustStart() }
