package io.spillway.model.resource;

import org.jspecify.annotations.Nullable;

/**
 * Something that a switch-over could not make sure of.
 *
 * @param what of it, as in "fence" or "step 2 acknowledged"
 * @param idc where
 * @param detail why not, for people
 * @param acceptedBy the operator who goes on without it; null when nobody was asked
 */
public record Unconfirmed(String what, String idc, String detail, @Nullable String acceptedBy) {}
