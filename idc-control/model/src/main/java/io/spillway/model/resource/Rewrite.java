package io.spillway.model.resource;

import org.jspecify.annotations.Nullable;

/**
 * What is changed in a request before it is sent on.
 *
 * @param prefix replaces the matched path prefix, null to leave the path
 * @param host replaces the authority, null to leave it
 */
public record Rewrite(@Nullable String prefix, @Nullable String host) {}
