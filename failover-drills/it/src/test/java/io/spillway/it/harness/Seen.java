package io.spillway.it.harness;

/**
 * What one request came to.
 *
 * @param sentNanos
 *            when it was sent, as System.nanoTime has it
 * @param status
 *            of the answer; 0: there was none, or not a whole one
 * @param idc
 *            who served it; empty when nobody did
 * @param instance
 *            which workload served it; empty when none did
 * @param refused
 *            why a gateway answered itself; empty when none did
 * @param millis
 *            until the end of the answer
 * @param body
 *            octets of the body
 * @param failure
 *            what went wrong below HTTP; empty when nothing did
 */
public record Seen(long sentNanos, int status, String idc, String instance, String refused, long millis, int body,
        String failure) {

    /** Returns whether the user got what he wanted. */
    public boolean ok() {
        return status == 200;
    }

    /** Returns whether it was served, and by this IDC. */
    public boolean by(String wanted) {
        return ok() && idc.equals(wanted);
    }
}
