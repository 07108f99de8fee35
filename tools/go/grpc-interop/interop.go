// Package interop pins gRPC's own interop client and server that the tests run; see ../../provision.
package interop
