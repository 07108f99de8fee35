package io.spillway.model.resource;

import io.spillway.model.document.ScalarType;

import org.jspecify.annotations.Nullable;

/** Names of resources, IDCs, nodes and groups: they stand in keys, addresses, metric labels and xDS names. */
public final class Names {

    /** Characters that a name may have. */
    public static final int LONGEST = 128;

    /** A name in a document. */
    public static final ScalarType<String> TYPE = ScalarType.text(
            "name of a-z, 0-9, '-' and '.', beginning and ending with a letter or digit, at most " + LONGEST
                    + " characters",
            "", Names::checked);

    private Names() {}

    /** Returns whether this is a name. */
    public static boolean valid(String name) {
        if (name.isEmpty() || name.length() > LONGEST || !wordly(name.charAt(0))
                || !wordly(name.charAt(name.length() - 1))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean separator = c == '-' || (c == '.' && name.charAt(i - 1) != '.');
            if (!wordly(c) && !separator) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String checked(String name) {
        return valid(name) ? name : null;
    }

    private static boolean wordly(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
