// Package toxiproxy pins the Toxiproxy server that the tests run; see ../../provision.
package toxiproxy
