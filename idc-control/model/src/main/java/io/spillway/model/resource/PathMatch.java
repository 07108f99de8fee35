package io.spillway.model.resource;

/** What the path of a request must be. */
public sealed interface PathMatch {

    /** Any path. */
    PathMatch ANY = new Prefix("/");

    /** The whole path, without the query. */
    record Exact(String path) implements PathMatch {}

    /** The beginning of the path, by whole segments: "/a" is the prefix of "/a" and "/a/b", not of "/ab". */
    record Prefix(String path) implements PathMatch {}

    /** Segments, of which "{name}" stands for any one segment and a last "**" for any rest. */
    record Template(String path) implements PathMatch {}
}
