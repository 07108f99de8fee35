// Command etcd is the etcd server of the version that go.mod pins. It exists because etcd's own
// module cannot be installed by name: its go.mod holds replace directives.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
