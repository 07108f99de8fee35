package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
)

// A change of one resource; nil removes it.
type change struct {
	typeURL, name string
	resource      proto.Message
}

// commands turns lines into changes. Between BEGIN and COMMIT they are collected, and applied as one.
type commands struct {
	held    store
	open    bool
	pending []change
}

// answer does what a line asks and returns the line to print.
func (c *commands) answer(line string) string {
	if err := c.do(strings.Fields(line)); err != nil {
		return "ERROR " + strings.ReplaceAll(err.Error(), "\n", " ")
	}
	return "OK"
}

func (c *commands) do(words []string) error {
	if len(words) == 0 {
		return errors.New("the line is empty, expected PUT, REMOVE, BEGIN or COMMIT")
	}
	switch {
	case words[0] == "PUT" && len(words) == 5:
		resource, err := decode(words[1], words[4])
		if err != nil {
			return err
		}
		return c.take(change{words[1], words[2], resource})
	case words[0] == "REMOVE" && len(words) == 3:
		return c.take(change{words[1], words[2], nil})
	case words[0] == "BEGIN" && len(words) == 1:
		if c.open {
			return errors.New("BEGIN inside of BEGIN, expected COMMIT first")
		}
		c.open = true
		return nil
	case words[0] == "COMMIT" && len(words) == 1:
		if !c.open {
			return errors.New("COMMIT without BEGIN")
		}
		changes := c.pending
		c.open, c.pending = false, nil
		return c.held.apply(changes)
	}
	return fmt.Errorf("%s with %d arguments is unknown, expected PUT typeUrl name version base64, REMOVE typeUrl name, BEGIN or COMMIT",
		words[0], len(words)-1)
}

func (c *commands) take(one change) error {
	if !servable(one.typeURL) {
		return fmt.Errorf("type %s is not served, expected one of %s", one.typeURL, strings.Join(servedTypes, ", "))
	}
	if c.open {
		c.pending = append(c.pending, one)
		return nil
	}
	return c.held.apply([]change{one})
}

func decode(typeURL, text string) (proto.Message, error) {
	value, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("the resource is not base64: %w", err)
	}
	message, err := (&anypb.Any{TypeUrl: typeURL, Value: value}).UnmarshalNew()
	if err != nil {
		return nil, fmt.Errorf("the resource is not a %s: %w", typeURL, err)
	}
	return message, nil
}
