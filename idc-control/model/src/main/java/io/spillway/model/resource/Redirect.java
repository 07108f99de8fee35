package io.spillway.model.resource;

import org.jspecify.annotations.Nullable;

/**
 * An answer that sends the client elsewhere.
 *
 * @param scheme null to keep it
 * @param host null to keep it
 * @param path null to keep it
 * @param status 301, 302, 303, 307 or 308
 */
public record Redirect(@Nullable String scheme, @Nullable String host, @Nullable String path, int status) {}
