package io.spillway.gateway.xds.load;

import io.spillway.gateway.snapshot.Locality;

/**
 * What became of the attempts at the endpoints of one locality in one priority, since the process started.
 *
 * @param locality where they are
 * @param priority their priority
 * @param issued attempts begun
 * @param successes answers that are not 5xx
 * @param errors answers 5xx, and attempts without an answer
 * @param inFlight attempts under way now
 * @param finished the requests whose last attempt was one of these
 */
public record LocalityLoad(Locality locality, int priority, long issued, long successes, long errors, long inFlight,
        FinishedLoad finished) {

    /** Creates the load of a locality where no request was finished. */
    public LocalityLoad(Locality locality, int priority, long issued, long successes, long errors, long inFlight) {
        this(locality, priority, issued, successes, errors, inFlight, FinishedLoad.NONE);
    }
}
