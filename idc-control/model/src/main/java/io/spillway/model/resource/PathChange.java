package io.spillway.model.resource;

/** What becomes of a path; the query stays. */
public sealed interface PathChange {

    /** The matched prefix (or the matched exact path) is replaced, the rest stays. */
    record Prefix(String prefix) implements PathChange {}

    /** The whole path is replaced. */
    record Full(String path) implements PathChange {}

    /** The whole path is made from the variables of the matched template: "/v2/{id}/{rest}". */
    record Template(String template) implements PathChange {}
}
