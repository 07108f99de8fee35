package io.spillway.control.service;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened to this node and that an operator may want to see.
 *
 * @param at     wall-clock time
 * @param type   {@code resource}, {@code registry}, {@code client}, {@code nack}, {@code delivery},
 *               {@code straggler}, {@code held}, {@code peer}, {@code shift}, {@code drill}, {@code ready}
 * @param object what it is about, for instance {@code shifts/drgroup.core} or a node name
 * @param detail a sentence for people
 * @param facts  the same for programs
 */
public record ControlEvent(Instant at, String type, String object, String detail, Map<String, String> facts) {

    public ControlEvent {
        facts = Map.copyOf(facts);
    }
}
