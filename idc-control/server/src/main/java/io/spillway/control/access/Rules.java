package io.spillway.control.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.spillway.model.resource.Kind;

/**
 * What each address of the API needs: the one place where that is said. An address that stands here nowhere is for nobody.
 */
public final class Rules {

    /** What the IDCs are: whoever changes that changes what all the others build on. */
    private static final Set<Kind> GROUND = EnumSet.of(Kind.IDC, Kind.CLUSTER, Kind.DR_GROUP);
    private static final Set<Kind> RUN = EnumSet.of(Kind.SERVICE, Kind.ROUTE, Kind.WORKLOAD_ENTRY, Kind.TRAFFIC_SHIFT,
            Kind.SWITCH_OVER, Kind.SERVICE_ENTRY);
    private static final Set<Kind> TRIALS = EnumSet.of(Kind.DRILL);
    private static final Set<Kind> MOVES = EnumSet.of(Kind.SWITCH_OVER);
    private static final Set<Kind> ANY = EnumSet.noneOf(Kind.class);

    private static final List<Rule> TABLE = List.of( //
            rule("GET", "/openapi.json", ANY, Role.VIEWER), //
            rule("GET", "/v1/status", ANY, Role.VIEWER), //
            rule("GET", "/v1/check", ANY, Role.VIEWER), //
            rule("GET", "/v1/delivery", ANY, Role.VIEWER), //
            rule("GET", "/v1/history", ANY, Role.VIEWER), //
            rule("GET", "/v1/audit", ANY, Role.VIEWER), //
            rule("GET", "/v1/audit/heads", ANY, Role.VIEWER), //
            rule("GET", "/v1/audit/refused", ANY, Role.VIEWER), //
            rule("GET", "/v1/load", ANY, Role.VIEWER), //
            rule("GET", "/v1/events", ANY, Role.VIEWER), //
            rule("GET", "/v1/overview", ANY, Role.VIEWER), //
            rule("POST", "/v1/explain", ANY, Role.VIEWER), //
            rule("GET", Call.LIST, ANY, Role.VIEWER), //
            rule("GET", Call.ONE, ANY, Role.VIEWER), //
            rule("PUT", Call.ONE, GROUND, Role.ADMIN), //
            rule("PUT", Call.ONE, RUN, Role.OPERATOR), //
            rule("PUT", Call.ONE, TRIALS, Role.DRILL), //
            rule("DELETE", Call.ONE, GROUND, Role.ADMIN), //
            rule("DELETE", Call.ONE, RUN, Role.OPERATOR), //
            rule("DELETE", Call.ONE, TRIALS, Role.DRILL), //
            // Those that a drill makes are its own; who may say something to any other is told by the first line.
            rule("POST", "/v1/switchovers", MOVES, Role.OPERATOR), //
            rule("POST", "/v1/switchovers", ANY, Role.DRILL), //
            rule("GET", "/v1/switchovers/{id}/progress", ANY, Role.VIEWER), //
            rule("POST", "/v1/switchovers/{id}/check", MOVES, Role.OPERATOR), //
            rule("POST", "/v1/switchovers/{id}/check", ANY, Role.DRILL), //
            rule("POST", "/v1/switchovers/{id}/approve", ANY, Role.APPROVER), //
            rule("POST", "/v1/switchovers/{id}/start", MOVES, Role.OPERATOR), //
            rule("POST", "/v1/switchovers/{id}/start", ANY, Role.DRILL), //
            rule("POST", "/v1/switchovers/{id}/pause", MOVES, Role.OPERATOR), //
            rule("POST", "/v1/switchovers/{id}/pause", ANY, Role.DRILL), //
            rule("POST", "/v1/switchovers/{id}/resume", MOVES, Role.OPERATOR), //
            rule("POST", "/v1/switchovers/{id}/resume", ANY, Role.DRILL), //
            rule("POST", "/v1/switchovers/{id}/rollback", MOVES, Role.OPERATOR), //
            rule("POST", "/v1/switchovers/{id}/rollback", ANY, Role.DRILL), //
            rule("POST", "/v1/switchovers/{id}/abort", MOVES, Role.OPERATOR), //
            rule("POST", "/v1/switchovers/{id}/abort", ANY, Role.DRILL), //
            rule("POST", "/v1/switchovers/{id}/force-end", ANY, Role.OPERATOR), //
            rule("POST", "/v1/switchovers/{id}/extend", ANY, Role.OPERATOR), //
            rule("POST", "/v1/switchovers/{id}/take-over", ANY, Role.OPERATOR), //
            rule("POST", "/v1/drills/{name}/run", ANY, Role.DRILL), //
            rule("POST", "/v1/drills/{name}/abort", ANY, Role.DRILL), //
            rule("POST", "/v1/drills/{name}/runs/{run}/take", ANY, Role.DRILL), //
            rule("POST", "/v1/drills/{name}/runs/{run}/beat", ANY, Role.DRILL), //
            rule("POST", "/v1/drills/{name}/runs/{run}/report", ANY, Role.DRILL), //
            rule("POST", "/v1/drills/{name}/runs/{run}/fault", ANY, Role.DRILL), //
            rule("POST", "/v1/drills/{name}/runs/{run}/heal", ANY, Role.DRILL), //
            // Whoever may write anything comes in; each document is then judged as if it were put alone.
            new Rule("POST", "/v1/apply", ANY, Set.of(Role.ADMIN, Role.OPERATOR, Role.DRILL)), //
            rule("GET", "/v1/approvals", ANY, Role.VIEWER), //
            rule("POST", "/v1/approvals/{id}/approve", ANY, Role.APPROVER), //
            rule("POST", "/v1/registry/accept", ANY, Role.ADMIN), //
            rule("POST", "/v1/audit/prune", ANY, Role.ADMIN), //
            rule("POST", "/v1/sync/release", ANY, Role.OPERATOR), //
            rule("POST", "/v1/vantage", ANY, Role.OPERATOR));

    private Rules() {}

    private static Rule rule(String method, String path, Set<Kind> kinds, Role role) {
        return new Rule(method, path, kinds, Set.of(role));
    }

    /** Returns what the call needs; empty: nobody may make it. */
    static Optional<Rule> of(Call call) {
        return TABLE.stream().filter(rule -> rule.isFor(call)).findFirst();
    }
}
