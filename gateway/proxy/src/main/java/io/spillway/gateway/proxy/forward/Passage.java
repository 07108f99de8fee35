package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.proxy.guard.LocalityCounts;
import io.spillway.gateway.proxy.http.Turn;
import io.spillway.gateway.route.HeaderEdits;
import io.spillway.gateway.route.PathMatch;
import io.spillway.gateway.route.Subset;
import io.spillway.gateway.snapshot.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a request so far, for the headers of its answer, the log and the metrics. Mutable, owned by one
 * exchange on its event loop.
 */
final class Passage {
    String service = "";
    String cluster = "";
    String targetIdc = "";
    int priority = -1;
    String reason = "ok";
    int attempts;
    /** The paths that the route takes, null when there is none. */
    @Nullable
    PathMatch paths;
    @Nullable
    Endpoint endpoint;
    /** What the client wants its connection to become, null when it stays what it is. */
    @Nullable
    Turn turn;
    /** Whether the answer leaves in frames, where a tunnel is agreed to by 200 and nothing is proven to the client. */
    boolean framed;
    /** What the route changes in the headers of answers. */
    @Nullable
    HeaderEdits edits;
    /** The labels that the route asks for. */
    @Nullable
    Subset subset;
    /** The cookie that keeps the client with its group from now on. */
    @Nullable
    String cookie;

    /** Where the load report counts the request when it is finished, null while no endpoint was asked. */
    @Nullable
    LocalityCounts counts;
    /** Whether the routes that the request was matched against have been in force for a second. */
    boolean settled;
    /** Whether its IDC has no share of these requests, although one that has is open. */
    boolean astray;
    /** Whether the attempt that was judged last went wrong. */
    boolean failed;
    /** Whether the answer was cut off. */
    boolean broken;

    /** Returns what is to be said of a request that is answered before it is read. */
    static Passage refused(OwnAnswer answer) {
        Passage passage = new Passage();
        passage.reason = answer.reason();
        return passage;
    }

    /** The request is, or was, in the hands of this attempt. */
    void of(Attempt attempt) {
        endpoint = attempt.endpoint();
        targetIdc = attempt.endpoint().idc();
        priority = attempt.choice().priority();
        counts = attempt.choice().counts();
        astray = attempt.choice().astray();
    }
}
