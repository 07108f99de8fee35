package io.spillway.model.resource;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Something that a switch-over could not make sure of.
 *
 * @param what of it, as in "fence" or "step 2 acknowledged"
 * @param idc where
 * @param detail why not, for people
 * @param acceptedBy the operator who goes on without it; null when nobody was asked
 */
public record Unconfirmed(String what, String idc, String detail, @Nullable String acceptedBy) {

    private static final String DATA_PLANE = "data plane ";
    private static final String BEHIND = "data planes that are behind";
    private static final Pattern AT_MOST = Pattern.compile("at most ([0-9]{1,9}) in quarantine.*", Pattern.DOTALL);

    /** Returns a data plane that is in quarantine: nobody waits for what it has not Acked, until it has. */
    public static Unconfirmed quarantined(DataPlane plane, String by, String reason) {
        return new Unconfirmed(DATA_PLANE + plane.node(), plane.idc(),
                reason.isEmpty() ? "in quarantine" : "in quarantine: " + reason, by);
    }

    /** Returns the data plane that is in quarantine; null when this is about something else. */
    public @Nullable DataPlane quarantined() {
        return what.startsWith(DATA_PLANE) ? new DataPlane(idc, what.substring(DATA_PLANE.length())) : null;
    }

    /** Returns that nobody waits for so many data planes of an IDC, whichever are behind, until all have Acked. */
    public static Unconfirmed behind(String idc, int most, String by, String reason) {
        return new Unconfirmed(BEHIND, idc,
                "at most " + most + " in quarantine" + (reason.isEmpty() ? "" : ": " + reason),
                by);
    }

    /** Returns for how many data planes of the IDC nobody waits, whichever are behind; 0 when this is about something else. */
    public int quarantinedAtMost() {
        Matcher most = AT_MOST.matcher(detail);
        return what.equals(BEHIND) && most.matches() ? Integer.parseInt(most.group(1)) : 0;
    }

    /** Returns whether this is about Acks of a whole IDC. */
    public boolean acks() {
        return what.endsWith(" acknowledged") || what.endsWith(" prepared");
    }

    /** A data plane of an IDC, by its node id. */
    public record DataPlane(String idc, String node) {

        /** As in "idc-b/gw-2". */
        @Override
        public String toString() {
            return idc + "/" + node;
        }
    }
}
