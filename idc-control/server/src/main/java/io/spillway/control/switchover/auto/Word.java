package io.spillway.control.switchover.auto;

import java.util.Map;

import io.spillway.model.resource.Sight;

/**
 * What one failure domain sees of IDCs, fresh enough to count.
 *
 * @param domain name of an IDC, or of the place of a probe
 * @param probe whether a probe says it, that is no IDC's control plane
 * @param sights by the IDC that is looked at
 */
public record Word(String domain, boolean probe, Map<String, Sight> sights) {

    /** Copies the map. */
    public Word {
        sights = Map.copyOf(sights);
    }
}
