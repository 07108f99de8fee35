package io.spillway.gateway.proxy.differential;

import java.util.List;

/**
 * What a reader understood of one message; each octet is one character.
 *
 * @param first the method, or the status
 * @param second the target, or the reason
 * @param fields {@code name: value}, in order
 * @param body without its coding
 * @param trailers {@code name: value}, in order
 */
record Reading(String first, String second, List<String> fields, String body, List<String> trailers) {}
