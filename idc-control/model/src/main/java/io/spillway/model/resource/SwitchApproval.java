package io.spillway.model.resource;

import java.time.Instant;

/**
 * Somebody's word that a plan may be carried out.
 *
 * @param by the person, whatever credential was shown
 * @param plan hash of the plan that this person saw
 */
public record SwitchApproval(String by, Instant at, String plan) {}
