package io.spillway.model.resource;

/** Whom a step of a switch-over programs: first the IDC that shall receive, so that nobody sends to one that sends back. */
public enum StepSide {
    /** The gateways of the IDC that receives. */
    RECEIVER,
    /** Those of all IDCs. */
    EVERYBODY
}
