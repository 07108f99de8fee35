package io.spillway.gateway.proxy.forward;

import java.util.ArrayList;
import java.util.List;

import io.spillway.gateway.balance.SelectionContext;
import io.spillway.gateway.balance.SelectionKey;
import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.failover.Decision;
import io.spillway.gateway.failover.FailoverPolicy;
import io.spillway.gateway.route.StickyKey;
import io.spillway.gateway.snapshot.Endpoint;
import org.jspecify.annotations.Nullable;

/** Where a request has been: which endpoints it tried, and how often within a priority. Owned by its course. */
final class Trail {
    /** Most requests try one endpoint, and need no list of them. */
    private List<Endpoint> tried = List.of();
    private int firstPriority;
    private int attemptsInPriority;
    private boolean resent;
    private boolean free;
    private boolean lastResort;

    /** Returns what the load balancer is to keep away from. */
    SelectionContext context(@Nullable List<StickyKey> hash, Request request) {
        if (lastResort) {
            return new SelectionContext(tried, 0, hash == null ? null : SelectionKey.of(hash, request)).asLastResort();
        }
        if (hash != null) {
            return new SelectionContext(tried, firstPriority, SelectionKey.of(hash, request));
        }
        return tried.isEmpty() && firstPriority == 0 ? SelectionContext.FIRST : context();
    }

    SelectionContext context() {
        return new SelectionContext(tried, firstPriority);
    }

    /** Returns the same as if that endpoint had been tried as well. */
    SelectionContext context(Endpoint also) {
        List<Endpoint> all = new ArrayList<>(tried);
        all.add(also);
        return new SelectionContext(all, firstPriority);
    }

    int attemptsInPriority() {
        return attemptsInPriority;
    }

    /** An attempt begins; tells whether it costs budget only if it fails to connect. */
    boolean begin() {
        attemptsInPriority++;
        boolean was = free;
        free = false;
        return was;
    }

    /** An endpoint is not to be tried again. */
    void ended(Endpoint endpoint) {
        if (tried.isEmpty()) {
            tried = new ArrayList<>(4);
        }
        tried.add(endpoint);
    }

    /** Tells whether an attempt at that endpoint has ended, or stepped aside. */
    boolean tried(Endpoint endpoint) {
        for (int i = 0; i < tried.size(); i++) {
            if (tried.get(i).address().equals(endpoint.address())) {
                return true;
            }
        }
        return false;
    }

    /** Nobody of this priority was heard of: the next attempt costs no second wait there. */
    void priorityIsSilent() {
        attemptsInPriority = FailoverPolicy.ATTEMPTS_PER_PRIORITY;
    }

    /** Tells whether a request that a closed connection swallowed may be sent again at once; true once. */
    boolean resend() {
        if (resent) {
            return false;
        }
        resent = true;
        attemptsInPriority--;
        return true;
    }

    /** The next attempt follows that decision about one that ended, or fell silent. */
    void goOn(int priority, AttemptOutcome outcome, Decision decision) {
        follow(priority, decision);
        free = outcome instanceof AttemptOutcome.ConnectFailed;
    }

    /** The next attempt runs beside one that takes long. */
    void beside(Attempt late, Decision decision) {
        ended(late.endpoint());
        follow(late.choice().priority(), decision);
        free = false;
    }

    private void follow(int priority, Decision decision) {
        boolean leaves = decision instanceof Decision.FailOver;
        firstPriority = leaves ? priority + 1 : priority;
        attemptsInPriority = leaves ? 0 : attemptsInPriority;
        lastResort = decision instanceof Decision.LastResort;
    }
}
