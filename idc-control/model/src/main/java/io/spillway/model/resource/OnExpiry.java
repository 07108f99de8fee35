package io.spillway.model.resource;

/** What happens when a TrafficShift expires. */
public enum OnExpiry {
    /** It stays and is shown as a problem. */
    ALARM,
    /** It is cleared, if the checks of the target pass. */
    CLEAR
}
