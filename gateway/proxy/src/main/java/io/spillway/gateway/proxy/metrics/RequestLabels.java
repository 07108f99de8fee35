package io.spillway.gateway.proxy.metrics;

/**
 * What is said about a finished request.
 *
 * @param listener the listener role, lower case
 * @param service the service, empty when none was found
 * @param targetIdc the IDC of the last attempt, empty without one
 * @param priority the priority of the last attempt, -1 without one
 * @param reason why it went there or was refused
 * @param codeClass 1..5 for 1xx..5xx, 0 when the client got no answer
 */
public record RequestLabels(String listener, String service, String targetIdc, int priority, String reason,
        int codeClass) {

    /** Compares by identity of the texts, which snapshots and constants share: cheap, and never wrongly equal. */
    boolean same(RequestLabels other) {
        return isSame(listener, other.listener) && isSame(service, other.service) && isSame(targetIdc, other.targetIdc)
                && priority == other.priority && isSame(reason, other.reason) && codeClass == other.codeClass;
    }

    @SuppressWarnings("ReferenceEquality") // a fast path: equal texts that are not the same object take the slow one
    private static boolean isSame(String a, String b) {
        return a == b;
    }

    String codeClassText() {
        return codeClass == 0 ? "none" : codeClass + "xx";
    }
}
