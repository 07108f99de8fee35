package io.spillway.control.service;

import io.spillway.model.switchover.SwitchOverEvent;
import org.jspecify.annotations.Nullable;

/**
 * An operator's word about a switch-over.
 *
 * @param id name of the switch-over
 * @param said what; its {@code by} is the author
 * @param ifMatch the revision that must be current; null for whatever stands
 * @param origin from where, for the audit
 */
public record SwitchOverAct(String id, SwitchOverEvent.Said said, @Nullable Long ifMatch, Origin origin) {}
