package io.spillway.gateway.route;

import org.jspecify.annotations.Nullable;

/**
 * What some routes do with their requests besides sending them on. Most routes have none, so that they pay for one
 * comparison with null.
 *
 * @param sticky keeps requests of a key with one group, null for a draw by weight
 * @param request what is changed in requests, or null
 * @param response what is changed in the answers of endpoints, or null
 * @param mirror where copies go, or null
 * @param fault what goes wrong on purpose, or null
 */
public record Treatment(@Nullable StickySplit sticky, @Nullable HeaderEdits request, @Nullable HeaderEdits response,
        @Nullable Mirror mirror, @Nullable FaultInjection fault) {
    /** Returns whether nothing is done. */
    public boolean isEmpty() {
        return sticky == null && request == null && response == null && mirror == null && fault == null;
    }
}
