// Package h2spec pins the HTTP/2 conformance tester that the tests run; see ../../provision.
package h2spec
