package io.spillway.control.health;

/**
 * A mass failure of checks that the data path contradicts says something about the checker and nothing about the service.
 * Pure.
 *
 * <p>The argument: a workload that is dead and gets requests fails at least one of them before a gateway stops asking it. So
 * when more than half of what is checked begins to fail within one window, at least three, and the gateways meanwhile made
 * plenty of requests and had fewer errors than there are failing workloads, then not all of these are dead. It only
 * holds where the gateways really used them, hence the least number of requests.
 *
 * @param checked workloads that are checked
 * @param failing of these, how many fail and did not before
 * @param requests of gateways to the same services in this IDC since the checks began to fail
 * @param errors of these requests, counted from somewhat before that
 */
record Wave(int checked, int failing, double requests, double errors) {

    static final int LEAST_FAILING = 3;
    /** So that each workload was asked about so often. */
    static final int REQUESTS_EACH = 20;

    /** Returns whether the checks are not to be believed. */
    boolean contradicted() {
        return failing >= LEAST_FAILING && failing * 2 > checked && requests >= (double) REQUESTS_EACH * checked
                && errors < failing;
    }
}
