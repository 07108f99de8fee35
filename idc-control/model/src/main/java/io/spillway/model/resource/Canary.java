package io.spillway.model.resource;

import java.util.List;

/**
 * Which requests try a group out: those that meet all conditions.
 *
 * @param headers conditions on headers
 * @param cookies conditions on cookies; at least one condition of either kind
 */
public record Canary(List<ValueMatch> headers, List<ValueMatch> cookies) {

    public Canary {
        headers = List.copyOf(headers);
        cookies = List.copyOf(cookies);
    }
}
