package io.spillway.model.resource;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What else is done with the requests of a Route.
 *
 * @param sticky what keeps a user with the same Group, null for chance
 * @param attemptTimeout bound of one attempt, null for the Service's
 * @param requestHeaders what is changed in requests before they are sent on
 * @param responseHeaders what is changed in answers
 * @param mirror where copies are sent, null for nowhere
 * @param fault what goes wrong on purpose, null for nothing
 * @param upgrades protocols, in lower case, that a connection may be upgraded to beside websocket
 */
public record Treatment(@Nullable Sticky sticky, @Nullable Duration attemptTimeout, HeaderEdits requestHeaders,
        HeaderEdits responseHeaders, @Nullable Mirror mirror, @Nullable Fault fault, List<String> upgrades) {

    public Treatment {
        upgrades = List.copyOf(upgrades);
    }

    /** Creates one that upgrades to nothing but websocket. */
    public Treatment(@Nullable Sticky sticky, @Nullable Duration attemptTimeout, HeaderEdits requestHeaders,
            HeaderEdits responseHeaders, @Nullable Mirror mirror, @Nullable Fault fault) {
        this(sticky, attemptTimeout, requestHeaders, responseHeaders, mirror, fault, List.of());
    }

    /** Nothing. */
    public static final Treatment NONE = new Treatment(null, null, HeaderEdits.NONE, HeaderEdits.NONE, null, null);

    /** Returns the same with another fault. */
    public Treatment withFault(@Nullable Fault other) {
        return new Treatment(sticky, attemptTimeout, requestHeaders, responseHeaders, mirror, other, upgrades);
    }
}
