package io.spillway.control.service;

import io.spillway.registry.Compare;
import io.spillway.registry.Operation;
import io.spillway.registry.RegistryKeys;

/**
 * Another person's yes to what is about to be done. It is used up in the transaction of the deed: by one deed, and by none that
 * fails. Whoever commits the deed puts both of {@link #stands} and {@link #used} in.
 *
 * @param approval id of what was approved
 * @param revision since which it stands so
 * @param hash     of what the other person was shown
 * @param approver that person
 */
public record Consent(String approval, long revision, String hash, String approver) {

    /** Returns what must be so when the deed is done. */
    public Compare stands() {
        return new Compare(RegistryKeys.approval(approval), revision);
    }

    /** Returns what else is done then. */
    public Operation used() {
        return Operation.delete(RegistryKeys.approval(approval));
    }

    /** Returns the object of it in the audit. */
    public String object() {
        return "approvals/" + approval;
    }

    /** Returns what somebody is told who was not quick enough. */
    public static String gone(String approval) {
        return "approval " + approval + ": it was used at the same moment";
    }
}
