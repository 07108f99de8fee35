package io.spillway.gateway.route;

/** What becomes of the path of a request that is sent on. */
public sealed interface PathRewrite permits PrefixRewrite, FullPathRewrite, TemplateRewrite {
    /** Returns the new path of a path; both with their query, which is left as it is. */
    String apply(String path);
}
