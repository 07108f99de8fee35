package io.spillway.model.resource;

/**
 * How many attempts after the first a gateway may send towards one IDC.
 *
 * @param percent of the requests of the last ten seconds, 0..100
 * @param minPerSecond allowed in any case, 0..10000
 */
public record RetryBudget(int percent, int minPerSecond) {

    /** 20 % and 10 per second. */
    public static final RetryBudget DEFAULTS = new RetryBudget(20, 10);
}
