package io.spillway.model.resource;

import org.jspecify.annotations.Nullable;

/**
 * What is changed in a request before it is sent on.
 *
 * @param path what becomes of the path, null to leave it
 * @param host replaces the authority, null to leave it
 */
public record Rewrite(@Nullable PathChange path, @Nullable String host) {}
