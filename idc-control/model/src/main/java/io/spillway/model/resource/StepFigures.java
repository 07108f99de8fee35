package io.spillway.model.resource;

/**
 * What was measured of the traffic in scope.
 *
 * @param requestsPerSecond of all IDCs together
 * @param successRate percent; 100 when there were no requests
 * @param p99Millis of those that were answered; NaN when not known
 * @param targetLoad what the receiving IDC carries, in percent of its declared capacity; NaN when none is declared
 * @param targetShare percent of the requests that the receiving IDC answered; NaN when there were none
 * @param misroutedPerSecond answered by an IDC that has no share
 */
public record StepFigures(double requestsPerSecond, double successRate, double p99Millis, double targetLoad,
        double targetShare, double misroutedPerSecond) {}
