package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.balance.Selection;
import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.failover.FailoverPolicy;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.XdsCluster;

/** Which words and statuses the gateway uses for what endpoints did. */
final class OwnAnswers {
    private OwnAnswers() {}

    /** Returns the answer for a request whose last attempt ended like this and for which there is no other. */
    static OwnAnswer after(AttemptOutcome outcome, String why) {
        String reason = why.equals(FailoverPolicy.BUDGET_SPENT)
                ? "budget"
                : why.equals(Bounds.MAX_RETRIES) ? Bounds.MAX_RETRIES : word(outcome);
        int status = switch (outcome) {
            case AttemptOutcome.ConnectFailed _,AttemptOutcome.NotProcessed _,AttemptOutcome.Answered _ -> 503;
            case AttemptOutcome.ResetBeforeResponse _,AttemptOutcome.ResponseBroken _ -> 502;
            case AttemptOutcome.TimedOut _ -> 504;
        };
        return new OwnAnswer(status, reason, "the last attempt ended with " + word(outcome) + "; no other: " + why);
    }

    /** Returns the metric label for an attempt's end. */
    static String word(AttemptOutcome outcome) {
        return switch (outcome) {
            case AttemptOutcome.Answered answered -> answered.refused() != null
                    ? "refused"
                    : answered.meaning() >= 500 ? "server_error" : "ok";
            case AttemptOutcome.ConnectFailed _ -> "connect_failed";
            case AttemptOutcome.ResetBeforeResponse _ -> "reset";
            case AttemptOutcome.NotProcessed _ -> "refused_stream";
            case AttemptOutcome.ResponseBroken _ -> "bad_response";
            case AttemptOutcome.TimedOut _ -> "timeout";
        };
    }

    /** Returns the metric label for why an endpoint was chosen. */
    static String reason(String selection) {
        return switch (selection) {
            case Selection.PREFERRED -> "ok";
            case Selection.FAILED_OVER -> "failover";
            default -> selection;
        };
    }

    /** Returns the answer to a client that wants a protocol for which an endpoint of HTTP/2 has no CONNECT. */
    static OwnAnswer notOffered(XdsCluster cluster, Endpoint endpoint) {
        return new OwnAnswer(501, "not_supported", "endpoint " + endpoint.address() + " of cluster '" + cluster.name()
                + "' speaks HTTP/2 and does not announce SETTINGS_ENABLE_CONNECT_PROTOCOL");
    }

    /** Returns the answer to a request for which the cluster has nobody. */
    static OwnAnswer noEndpoint(XdsCluster cluster, String why) {
        return new OwnAnswer(503, "no_endpoint", "cluster '" + cluster.name() + "' has no usable endpoint: " + why);
    }
}
