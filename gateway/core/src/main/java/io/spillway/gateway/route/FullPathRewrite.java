package io.spillway.gateway.route;

import static java.util.Objects.requireNonNull;

/**
 * Replaces the whole path.
 *
 * @param replacement what stands there afterwards
 */
public record FullPathRewrite(String replacement) implements PathRewrite {
    public FullPathRewrite {
        requireNonNull(replacement, "replacement");
    }

    @Override
    public String apply(String path) {
        int mark = path.indexOf('?');
        return mark < 0 ? replacement : replacement + path.substring(mark);
    }

    @Override
    public String toString() {
        return "path becomes " + replacement;
    }
}
