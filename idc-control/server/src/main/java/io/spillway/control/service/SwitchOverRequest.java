package io.spillway.control.service;

import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;

/**
 * A switch-over that is asked for.
 *
 * @param id its name; a name of this IDC is made when it is empty
 * @param spec what is asked for, without status
 * @param dryRun make the checks and the plan, write nothing
 * @param wanted who wants it: an operator, a policy or a drill
 * @param author who asks
 * @param origin from where, for the audit
 */
public record SwitchOverRequest(String id, SwitchOverSpec spec, boolean dryRun, SwitchOrigin wanted, String author,
        Origin origin) {}
