package io.spillway.control.service;

/**
 * Something that an inspection found.
 *
 * @param rule     id of the rule, as in {@code route-to-nowhere}
 * @param object   what it is about, as in {@code routes/orders} or {@code peer idc-b}
 * @param what     what is so
 * @param why      why that matters
 * @param action   what to do
 */
public record Finding(String rule, Severity severity, String object, String what, String why, String action) {

    /** How bad it is. */
    public enum Severity {
        /** Requests fail, or would fail when the next thing fails; somebody must act. */
        ERROR,
        /** It works, but somebody should know. */
        WARNING
    }
}
