package io.spillway.model.resource;

import org.jspecify.annotations.Nullable;

/**
 * An answer that sends the client elsewhere.
 *
 * @param scheme null to keep it
 * @param host null to keep it
 * @param port null for the standard one of a scheme that is given, else for the one that the client came to
 * @param path the whole path or the matched prefix, null to keep it
 * @param status 301, 302, 303, 307 or 308
 * @param stripQuery whether the query is left out
 */
public record Redirect(@Nullable String scheme, @Nullable String host, @Nullable Integer port,
        @Nullable PathChange path, int status, boolean stripQuery) {}
