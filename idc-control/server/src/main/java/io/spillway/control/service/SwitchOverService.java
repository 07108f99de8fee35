package io.spillway.control.service;

import java.util.Optional;

/**
 * Moves of traffic between IDCs by the state machine of {@code idc-control/docs/switchover.md}. Writes block for a registry
 * round trip or some: call them from a virtual thread. Reads answer from memory. Safe for use by any thread.
 */
public interface SwitchOverService {

    /**
     * Writes a new switch-over and has its checks made: what is returned is READY with a plan, or DRAFT when a check forbids it
     * (its last transition says which). A dry run returns the same and writes nothing.
     */
    WriteResult create(SwitchOverRequest request);

    /**
     * Says something to a switch-over. Saying it again is no error: {@link WriteResult.Applied} with {@code changed} false.
     * What the machine does not allow is {@link WriteResult.Guarded} with the guard "transition", a scope that another one
     * moves a {@link WriteResult.Conflict}.
     */
    WriteResult act(SwitchOverAct act);

    /** Returns a switch-over with what is done about it. */
    Optional<SwitchOverView> view(String id);
}
