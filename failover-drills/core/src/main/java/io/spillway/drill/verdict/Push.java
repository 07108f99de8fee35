package io.spillway.drill.verdict;

import org.jspecify.annotations.Nullable;

/**
 * One change on its way to one client, as a control plane told it.
 *
 * @param idc
 *            whose control plane
 * @param node
 *            the client
 * @param type
 *            the resource type
 * @param revision
 *            of the registry
 * @param eventMs
 *            when the control plane had the registry's event, milliseconds of the recording
 * @param ackMs
 *            from the event to the Ack, null when none came
 * @param nacked
 *            whether the client refused it
 * @param counted
 *            whether the client was connected before the event and for two seconds after it, or has answered
 */
public record Push(String idc, String node, String type, long revision, double eventMs, @Nullable Double ackMs,
        boolean nacked, boolean counted) {

    /** Returns whether the client has it. */
    public boolean acked() {
        return ackMs != null && !nacked;
    }
}
